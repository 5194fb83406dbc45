// RDAP answers (RFC 9083) as values: a pure function of the state, who asks and what is asked.
// HTTP is frontends/rdap's; what may be shown is projections/rdds'.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "projections/rdap/query.h"
#include "projections/rdds/kept_answers.h"
#include "projections/rdds/view.h"

namespace stele::rdap {

// What answers say of the server that gives them.
struct Site {
  std::string base = "https://localhost/rdap/";  // ends with a slash; links begin with it
  std::string terms;                             // URL of the terms of service; empty: none
  std::string whois;                             // host name of the WHOIS server (port43); empty: none
};

struct Answer {
  unsigned status = 200;
  std::string body;          // application/rdap+json
  std::string location;      // of a redirect
  std::optional<rdds::Lasting> lasting;  // where it may be kept (rdds/kept_answers.h)
};

// `target`: path and query below the base, as they were sent ("domain/shop.example"); links that
// refer to the request repeat it.
Answer answer(const core::State& state, const rdds::Viewer& viewer, const Site& site,
              std::string_view target, const Query& query);
// For what went wrong before there was a query: 400, 405, 429 …
Answer problem(const core::State& state, const Site& site, std::string_view target, unsigned status,
               std::string_view why);

// An answer is no larger than this, whatever is searched for.
inline constexpr std::size_t kPage = 50;          // objects of one answer
inline constexpr std::size_t kMostFound = 500;    // objects of one search, over all its pages
inline constexpr std::size_t kMostVisited = 2000; // objects looked at

}  // namespace stele::rdap
