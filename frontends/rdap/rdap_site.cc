#include "frontends/rdap/rdap_site.h"

#include "engine/net/http_target.h"

namespace stele::rdap {

namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kReasonHeader = "access-reason";
constexpr std::size_t kMostKept = 64 << 20;  // bytes of answers

// Every answer may be read by any page (RFC 7480 §5.6) and kept by nobody: what was true at this
// position may be withheld or erased at the next.
void add_headers(net::HttpResponse& response, Position position) {
  response.headers.push_back({"Access-Control-Allow-Origin", "*"});
  response.headers.push_back({"Access-Control-Expose-Headers", "Stele-Position, Retry-After"});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Stele-Position", std::to_string(position.value)});
}

// A request whose token is not good, and what to say about it.
struct Refused {
  unsigned status = 401;
  std::string why;
};

struct Caller {
  rdds::Viewer viewer;
  std::optional<TokenUse> use;
  std::optional<Refused> refused;
};

Caller caller_of(const core::State& state, const net::HttpRequest& request, bool recorded) {
  Caller out;
  const std::string_view authorization = request.header("authorization");
  if (authorization.empty()) return out;
  if (!authorization.starts_with(kBearer)) {
    out.refused = Refused{401, "Only access tokens are known here: Authorization: Bearer TOKEN."};
    return out;
  }
  if (!recorded) {
    out.refused = Refused{403, "Access tokens are not taken here."};
    return out;
  }
  const std::string_view reason = request.header(kReasonHeader);
  if (!rdds::is_access_reason(reason)) {
    out.refused = Refused{400, "An access token is used for a reason: Access-Reason: TEXT."};
    return out;
  }
  rdds::Access access = rdds::find_access(state, authorization.substr(kBearer.size()));
  if (access.denied) {
    out.refused = Refused{401, "This access token is not good: " + std::string(rdds::to_text(*access.denied)) + "."};
    return out;
  }
  out.viewer = std::move(access.viewer);
  out.use = TokenUse{access.token, std::move(access.holder), std::string(reason), {}, request.peer_address,
                     state.position()};
  return out;
}

}  // namespace

RdapSite::RdapSite(RdapOptions options) : options_(std::move(options)), kept_(kMostKept) {}

Answer RdapSite::public_answer(const runtime::Reading& reading, std::string_view target,
                               const Query& query) const {
  Answer out;
  const rdds::KeptAnswers::Make make = [&](const core::State& state) {
    out = rdap::answer(state, {}, options_.site, target, query);
    return rdds::KeptAnswers::Made{std::move(out.body), out.lasting};
  };
  // The others look at more than single rows, so theirs are never kept.
  out.body = query.kind == Kind::domain
                 ? kept_.answer(reading, std::string(target), to_text(reading.state()->now()), make)
                 : make(*reading.state()).text;
  return out;
}

net::HttpResponse RdapSite::respond(const core::State& state, Answer answer) const {
  net::HttpResponse response;
  response.status = answer.status;
  response.content_type = "application/rdap+json";
  response.body = std::move(answer.body);
  if (!answer.location.empty()) response.headers.push_back({"Location", answer.location});
  if (answer.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"rdap\""});
  add_headers(response, state.position());
  return response;
}

net::HttpResponse RdapSite::answer(const net::HttpRequest& request, std::string_view target) const {
  const runtime::Reading reading = options_.reading();
  const std::shared_ptr<const core::State>& state = reading.state();
  const auto refuse = [&](unsigned status, std::string_view why) {
    return respond(*state, problem(*state, options_.site, target, status, why));
  };
  if (request.method == "OPTIONS") {
    net::HttpResponse response;
    response.status = 204;
    add_headers(response, state->position());
    response.headers.push_back({"Allow", "GET, HEAD, OPTIONS"});
    response.headers.push_back({"Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"});
    response.headers.push_back({"Access-Control-Allow-Headers", "Authorization, Access-Reason"});
    return response;
  }
  if (request.method != "GET" && request.method != "HEAD") {
    net::HttpResponse response = refuse(405, "RDAP is asked with GET or HEAD.");
    response.headers.push_back({"Allow", "GET, HEAD, OPTIONS"});
    return response;
  }
  const auto parsed = net::parse_http_target("/" + std::string(target), net::Plus::itself);
  if (!parsed) return refuse(400, "This is not a path: " + parsed.error().what + ".");
  const auto query = parse_query(parsed->path, parsed->query);
  if (!query) return refuse(query.error().status, query.error().why);
  if (options_.admit) {
    const Admission admission = options_.admit(request.peer_address, path_of(query->kind));
    if (!admission.admitted) {
      net::HttpResponse response = refuse(429, "You have asked too much: wait a moment.");
      response.headers.push_back({"Retry-After", std::to_string(admission.retry_after_seconds)});
      return response;
    }
  }
  Caller caller = caller_of(*state, request, options_.record_use != nullptr);
  if (caller.refused) return refuse(caller.refused->status, caller.refused->why);
  if (!caller.use) return respond(*state, public_answer(reading, target, *query));
  caller.use->target = std::string(target);
  if (Done done = options_.record_use(*caller.use); !done)
    return refuse(503, "The use of your token cannot be recorded at the moment.");
  return respond(*state, rdap::answer(*state, caller.viewer, options_.site, target, *query));
}

}  // namespace stele::rdap
