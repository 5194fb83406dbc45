// RdapSite: RDAP over HTTP (RFC 7480, 7481). It takes requests apart, knows who asks and sets the
// headers; what is answered is projections/rdap's. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/net/http.h"
#include "projections/rdap/answer.h"
#include "projections/rdds/access.h"

namespace stele::rdap {

// What a limiter says of one request.
struct Admission {
  bool admitted = true;
  std::uint32_t retry_after_seconds = 1;  // when it is not
};
// `kind`: "domain", "nameserver", "entity", "domains", "nameservers", "entities" or "help".
using Admit = std::function<Admission(const std::string& peer_address, std::string_view kind)>;

// A use of an access token, to be recorded before its answer leaves.
struct TokenUse {
  ObjectNumber token{};
  std::string holder;
  std::string reason;
  std::string target;        // what was asked
  std::string peer_address;
  Position position;         // of the state it was answered from
};
using RecordUse = std::function<Done(const TokenUse&)>;

struct RdapOptions {
  Site site;
  std::function<runtime::Reading()> reading;
  Admit admit;               // none: everybody is admitted
  RecordUse record_use;      // none: tokens are not taken
};

class RdapSite {
 public:
  explicit RdapSite(RdapOptions options);

  // `target`: below the base, "domain/shop.example?x=y". Any thread.
  net::HttpResponse answer(const net::HttpRequest& request, std::string_view target) const;

 private:
  net::HttpResponse respond(const core::State& state, Answer answer) const;
  // What anyone may see of a name, made anew where what was kept is no longer the same.
  Answer public_answer(const runtime::Reading& reading, std::string_view target, const Query& query) const;

  RdapOptions options_;
  mutable rdds::KeptAnswers kept_;
};

}  // namespace stele::rdap
