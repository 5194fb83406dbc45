#include "frontends/api/problem.h"

#include <boost/json.hpp>

#include "engine/base/bytes.h"

namespace stele::api {

namespace json = boost::json;

namespace {

constexpr std::string_view kType = "urn:stele:params:problem:";
constexpr std::size_t kMostFindings = 64;
constexpr std::size_t kMostValue = 255;

Finding finding_of(const core::Rejection& rejection) {
  return {std::string(core::name_of(rejection.reason)), std::string(core::text_of(rejection.reason)),
          std::string(core::name_of(rejection.field)), to_printable(rejection.value, kMostValue)};
}

json::object to_json(const Finding& finding) {
  json::object out{{"text", finding.text}};
  if (!finding.reason.empty()) out["reason"] = finding.reason;
  if (!finding.field.empty()) out["field"] = finding.field;
  if (!finding.value.empty()) out["value"] = finding.value;
  return out;
}

// "The name given is no variant of this name (variant: shop.example)"
std::string sentence(const Finding& finding) {
  std::string about = finding.field;
  if (!finding.value.empty()) about += (about.empty() ? "" : ": ") + finding.value;
  return finding.text + (about.empty() ? "" : " (" + about + ")");
}

}  // namespace

// Beside what its EPP code says: what is a conflict with how things are now may be asked again when they
// have changed, what is a switch is nothing the request could do better.
unsigned status_of(core::Reason reason) {
  using core::Reason;
  if (reason == Reason::object_does_not_exist) return 404;
  if (reason == Reason::variants_not_offered) return 403;
  if (reason == Reason::too_many_variants) return 409;
  switch (core::epp_code(reason)) {
    case 2104: return 402;
    case 2105:
    case 2106:
    case 2300:
    case 2301:
    case 2302:
    case 2304:
    case 2305: return 409;
    case 2201:
    case 2202: return 403;
    case 2400: return 503;
    default: return 422;
  }
}

Problem problem_of(const core::Rejections& rejections) {
  Problem out{.status = status_of(rejections.front().reason), .detail = {}, .findings = {}};
  for (const core::Rejection& rejection : rejections)
    if (out.findings.size() < kMostFindings) out.findings.push_back(finding_of(rejection));
  out.detail = sentence(out.findings.front());
  if (out.status == 503) out.retry_seconds = 1;
  return out;
}

Problem problem_of(std::vector<Finding> findings) {
  Problem out{.status = 422, .detail = sentence(findings.front()), .findings = std::move(findings)};
  if (out.findings.size() > kMostFindings) out.findings.resize(kMostFindings);
  return out;
}

net::HttpResponse respond(const Problem& problem) {
  const std::string reason = problem.findings.empty() ? std::string() : problem.findings.front().reason;
  json::object body;
  body["type"] = reason.empty() ? "about:blank" : std::string(kType) + reason;
  body["title"] = reason.empty() ? std::string(net::http_reason(problem.status)) : problem.findings.front().text;
  body["status"] = problem.status;
  body["detail"] = problem.detail;
  if (!reason.empty()) body["reason"] = reason;
  if (!problem.findings.empty()) {
    json::array& list = body["problems"].emplace_array();
    for (const Finding& finding : problem.findings) list.push_back(to_json(finding));
  }
  net::HttpResponse response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  if (problem.retry_seconds != 0)
    response.headers.push_back({"Retry-After", std::to_string(problem.retry_seconds)});
  response.body = json::serialize(body);
  return response;
}

}  // namespace stele::api
