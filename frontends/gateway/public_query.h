// What the public asks (WHOIS, availability, RDAP), on its way into the traffic log. The frontends that
// answer strangers call this; what of a question may be kept is decided here, once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/objects.h"
#include "frontends/gateway/query_limits.h"

namespace stele::gateway {

class Gateway;

struct PublicQuery {
  QueryKind kind = QueryKind::whois;
  std::string_view peer;              // "192.0.2.1:50000"
  std::string_view address;           // the same without the port
  std::string_view text;              // as asked: a line, or method, path and query of RDAP
  std::vector<std::string> objects;   // what it is about, where that is known: A-labels, handles
  std::string outcome;                // "answered"; RDAP: the HTTP status
  std::int64_t began_ms = 0;          // monotonic
};

// Where the setting of its class says so. Never blocks.
void note_query(Gateway& gateway, const core::Settings& settings, PublicQuery query);

// Names, addresses and identifiers stay; what could be a person's name, an e-mail address or a free
// text is masked: "*** (3 words)", "/entities?fn=***". Parts of a URI are decoded.
std::string kept_query(QueryKind kind, std::string_view text);
// The names and identifiers of a WHOIS line: "domain SHOP.example" is about shop.example.
std::vector<std::string> objects_of_line(std::string_view line);

}  // namespace stele::gateway
