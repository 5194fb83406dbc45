// What the API says when something is not done: a problem document (RFC 9457). A refusal of the registry
// carries its reasons, the words of docs/reasons.md, which a client can branch on; which HTTP status a
// reason has is said here, once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rejection.h"
#include "engine/net/http.h"

namespace stele::api {

// One thing that is wrong, and with what. Texts of the client's are well-formed UTF-8.
struct Finding {
  std::string reason;  // of docs/reasons.md; empty: it did not come so far
  std::string text;
  std::string field;   // empty: none in particular
  std::string value;   // as the client gave it; empty: none
  bool operator==(const Finding&) const = default;
};

struct Problem {
  unsigned status = 500;
  std::string detail;             // one sentence
  std::vector<Finding> findings;  // the decisive one first; may be empty
  std::uint32_t retry_seconds = 0;  // Retry-After; 0: none
};

unsigned status_of(core::Reason reason);
Problem problem_of(const core::Rejections& rejections);
// Of the request itself: 422, all its findings.
Problem problem_of(std::vector<Finding> findings);

net::HttpResponse respond(const Problem& problem);

}  // namespace stele::api
