#include "projections/rdap/answer.h"

#include <algorithm>

#include "engine/idn/name.h"
#include "projections/rdap/render.h"
#include "projections/rdap/search.h"

namespace stele::rdap {

namespace {

std::string_view title_of(unsigned status) {
  switch (status) {
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Error";
  }
}

Answer error(const Request& request, unsigned status, const std::vector<std::string>& why, bool gtld) {
  Renderer out(request);
  JsonWriter& json = out.json();
  json.begin_object();
  out.conformance(gtld, {});
  json.member("lang", "en");
  json.key("errorCode");
  json.number(status);
  json.member("title", title_of(status));
  json.begin_array("description");
  for (const std::string& line : why) json.text(line);
  json.end_array();
  out.notices(false, gtld, false);
  json.end_object();
  return {status, json.take(), {}, {}};
}

// Why there is nothing, for people.
std::string explain(const rdds::DomainReply& reply) {
  const std::string name = reply.unicode_name.empty() ? reply.name : reply.unicode_name;
  switch (reply.why) {
    case rdds::NoDomain::not_a_name: return "This is not a domain name.";
    case rdds::NoDomain::not_here: return name + " lies in no zone of this registry.";
    case rdds::NoDomain::zone_itself: return name + " is a zone of this registry, not a name in it.";
    case rdds::NoDomain::too_deep: return name + " is below " + reply.below + ", which can be asked for.";
    case rdds::NoDomain::referred: return name + " is registered elsewhere.";
    case rdds::NoDomain::available: return name + " is not registered.";
    case rdds::NoDomain::reserved: return name + " is reserved by the registry and not registered.";
    case rdds::NoDomain::blocked: return name + " is blocked: it cannot be registered.";
    case rdds::NoDomain::not_allowed: return name + " is not a name this zone takes.";
    case rdds::NoDomain::not_open: return name + " is not registered: its zone is not open.";
  }
  return {};
}

class Answerer {
 public:
  Answerer(const Request& request, const Query& query)
      : request_(request), state_(request.state), viewer_(request.viewer), query_(query), out_(request) {}

  Answer run() {
    switch (query_.kind) {
      case Kind::domain: return domain();
      case Kind::nameserver: return nameserver();
      case Kind::entity: return entity();
      case Kind::help: return help();
      case Kind::domains: return domains();
      case Kind::nameservers: return nameservers();
      case Kind::entities: return entities();
    }
    std::unreachable();
  }

 private:
  Answer whole() { return {200, out_.json().take(), {}, {}}; }

  Answer domain() {
    const auto reply = rdds::find_domain(state_, viewer_, query_.value);
    if (reply.domain) {
      out_.topmost(true);
      out_.domain(*reply.domain, FieldSet::full, "$");
      Answer answer = whole();
      answer.lasting = {rdds::same_until(*reply.domain), out_.moment_at()};
      return answer;
    }
    const bool gtld = reply.zone ? is_gtld(*reply.zone) : has_gtld(state_);
    if (reply.why == rdds::NoDomain::referred && reply.referral && !reply.referral->rdap.empty()) {
      std::string base = reply.referral->rdap;
      if (!base.ends_with('/')) base += '/';
      Answer answer = error(request_, 307, {explain(reply)}, gtld);
      answer.location = base + "domain/" + reply.name;
      return answer;
    }
    return error(request_, reply.why == rdds::NoDomain::not_a_name ? 400 : 404, {explain(reply)}, gtld);
  }

  Answer nameserver() {
    const bool gtld = has_gtld(state_);
    if (const auto host = rdds::find_host(state_, viewer_, query_.value)) {
      out_.topmost(true);
      out_.nameserver(*host, FieldSet::full, gtld);
      return whole();
    }
    const auto name = idn::parse_name(query_.value);
    if (!name && !HostName::parse(query_.value))
      return error(request_, 400, {"This is not a host name."}, gtld);
    return error(request_, 404, {"No such name server is known here."}, gtld);
  }

  Answer entity() {
    const bool gtld = has_gtld(state_);
    out_.topmost(true);
    if (const auto registrar = rdds::find_registrar(state_, viewer_, query_.value)) {
      out_.registrar(*registrar, FieldSet::full, gtld);
      return whole();
    }
    if (const auto contact = rdds::find_contact(state_, viewer_, query_.value)) {
      out_.contact(*contact, gtld, "$", {});
      return whole();
    }
    return error(request_, 404, {"No such registrar or contact is known here."}, gtld);
  }

  Answer help() {
    JsonWriter& json = out_.json();
    json.begin_object();
    out_.conformance(has_gtld(state_), {"redacted", "sorting", "paging", "subsetting"});
    json.begin_array("notices");
    json.begin_object();
    json.member("title", "Queries");
    json.begin_array("description");
    json.text("domain/NAME, nameserver/NAME, entity/HANDLE, help");
    json.text("domains?name=, domains?nsLdhName=, domains?nsIp=, nameservers?name=, nameservers?ip=, "
              "entities?fn=, entities?handle=, where the registry offers them; one asterisk, at the end "
              "of a label");
    json.text("Searches take sort, count, cursor and fieldSet (id, brief, full).");
    json.end_array();
    json.begin_array("links");
    out_.link("help", request_.site.terms.empty() ? request_.site.base + "help" : request_.site.terms,
              request_.site.terms.empty() ? "application/rdap+json" : "text/html");
    json.end_array();
    json.end_object();
    json.begin_object();
    json.member("title", "Terms of Service");
    json.begin_array("description");
    const auto settings = state_.settings();
    json.text(settings->whois_notice.empty() ? "By asking you accept the terms of service."
                                             : settings->whois_notice);
    json.end_array();
    if (!request_.site.terms.empty()) {
      json.begin_array("links");
      out_.link("terms-of-service", request_.site.terms, "text/html");
      json.end_array();
    }
    json.end_object();
    json.end_array();
    json.begin_array("events");
    json.begin_object();
    json.member("eventAction", "last update of RDAP database");
    json.member("eventDate", to_text(request_.now));
    json.end_object();
    json.end_array();
    json.member("lang", "en");
    json.end_object();
    return whole();
  }

  // --- searches -----------------------------------------------------------------------------

  Answer refused() {
    return error(request_, 403, {"This registry does not offer this search to you."}, has_gtld(state_));
  }

  Answer domains() {
    auto found = search_domains(state_, viewer_, query_);
    if (!found.allowed) return refused();
    return results(found, "domainSearchResults", [this](const core::Domain& domain, std::size_t i) {
      out_.domain(rdds::view_domain(state_, viewer_, domain), query_.fields,
                  "$.domainSearchResults[" + std::to_string(i) + "]");
    });
  }

  Answer nameservers() {
    auto found = search_nameservers(state_, viewer_, query_);
    if (!found.allowed) return refused();
    return results(found, "nameserverSearchResults", [this](const core::Host& host, std::size_t) {
      out_.nameserver(rdds::view_host(state_, viewer_, host), query_.fields, false);
    });
  }

  Answer entities() {
    auto found = search_registrars(state_, viewer_, query_);
    if (!found.allowed) return refused();
    const bool gtld = has_gtld(state_);
    if (query_.key == SearchKey::handle && !query_.pattern.partial && found.objects.empty()) {
      // Handles of contacts are case-sensitive in EPP; find_contact knows.
      if (const auto contact = rdds::find_contact(state_, viewer_, query_.value)) {
        const Found<rdds::ContactView> one{{*contact}, false, true};
        return results(one, "entitySearchResults", [&](const rdds::ContactView& view, std::size_t i) {
          out_.contact(view, gtld, "$.entitySearchResults[" + std::to_string(i) + "]", {});
        });
      }
    }
    return results(found, "entitySearchResults", [&](const core::Registrar& registrar, std::size_t) {
      out_.registrar(rdds::view_registrar(state_, viewer_, registrar), query_.fields, gtld);
    });
  }

  template <class T, class Write>
  Answer results(const Found<T>& found, std::string_view member, Write write) {
    const bool gtld = has_gtld(state_);
    const std::size_t from = std::min(query_.offset, found.objects.size());
    const std::size_t to = std::min(from + kPage, found.objects.size());
    JsonWriter& json = out_.json();
    json.begin_object();
    json.begin_array(member);
    for (std::size_t i = from; i < to; ++i) write(found.objects[i], i - from);
    json.end_array();
    paging(found.objects.size(), from, to, found.truncated);
    sorting();
    subsetting();
    out_.redacted();
    if (out_.has_redactions()) out_.conformance(gtld, {"sorting", "paging", "subsetting", "redacted"});
    else out_.conformance(gtld, {"sorting", "paging", "subsetting"});
    out_.notices(query_.kind == Kind::domains, gtld, found.truncated);
    json.begin_array("events");
    json.begin_object();
    json.member("eventAction", "last update of RDAP database");
    json.member("eventDate", to_text(request_.now));
    json.end_object();
    json.end_array();
    json.member("lang", "en");
    json.end_object();
    return whole();
  }

  // The request's URL with a parameter set to something else.
  std::string url_with(std::string_view name, std::string_view value) const {
    const std::size_t question = request_.url.find('?');
    std::string out = request_.url.substr(0, question) + "?";
    std::string_view rest = question == std::string::npos ? std::string_view()
                                                          : std::string_view(request_.url).substr(question + 1);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('&'), rest.size());
      const std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (pair.substr(0, pair.find('=')) == name || pair.empty()) continue;
      // Where to go on means nothing in another order.
      if (name != "cursor" && pair.starts_with("cursor=")) continue;
      out.append(pair) += '&';
    }
    return out.append(name) + "=" + std::string(value);
  }

  void paging(std::size_t total, std::size_t from, std::size_t to, bool truncated) {
    JsonWriter& json = out_.json();
    json.begin_object("paging_metadata");
    if (query_.count && !truncated) {
      json.key("totalCount");
      json.number(total);
    }
    json.key("pageSize");
    json.number(to - from);
    json.key("pageNumber");
    json.number(from / kPage + 1);
    if (to < total) {
      json.begin_array("links");
      out_.link("next", url_with("cursor", std::to_string(to)), "application/rdap+json");
      json.end_array();
    }
    json.end_object();
  }

  static std::string_view json_path(Kind kind, SortKey key) {
    const bool domain = kind == Kind::domains, host = kind == Kind::nameservers;
    switch (key) {
      case SortKey::name:
        return domain ? "$.domainSearchResults[*].ldhName" : "$.nameserverSearchResults[*].ldhName";
      case SortKey::registration:
        return domain ? "$.domainSearchResults[*].events[?(@.eventAction=='registration')].eventDate"
               : host ? "$.nameserverSearchResults[*].events[?(@.eventAction=='registration')].eventDate"
                      : "$.entitySearchResults[*].events[?(@.eventAction=='registration')].eventDate";
      case SortKey::last_changed:
        return domain ? "$.domainSearchResults[*].events[?(@.eventAction=='last changed')].eventDate"
               : host ? "$.nameserverSearchResults[*].events[?(@.eventAction=='last changed')].eventDate"
                      : "$.entitySearchResults[*].events[?(@.eventAction=='last changed')].eventDate";
      case SortKey::expiration:
        return "$.domainSearchResults[*].events[?(@.eventAction=='expiration')].eventDate";
      case SortKey::transfer:
        return domain ? "$.domainSearchResults[*].events[?(@.eventAction=='transfer')].eventDate"
                      : "$.nameserverSearchResults[*].events[?(@.eventAction=='transfer')].eventDate";
      case SortKey::fn: return "$.entitySearchResults[*].vcardArray[1][?(@[0]=='fn')][3]";
      case SortKey::handle: return "$.entitySearchResults[*].handle";
    }
    return {};
  }

  void sorting() {
    JsonWriter& json = out_.json();
    const auto offered = sort_keys(query_.kind);
    json.begin_object("sorting_metadata");
    std::string current;
    for (const Sort& sort : query_.sort)
      current += (current.empty() ? "" : ",") + std::string(to_text(sort.key)) + (sort.descending ? ":d" : "");
    json.member("currentSort", current.empty() ? to_text(offered.front()) : std::string_view(current));
    json.begin_array("availableSorts");
    for (const SortKey key : offered) {
      json.begin_object();
      json.member("property", to_text(key));
      json.member("jsonPath", json_path(query_.kind, key));
      json.key("default");
      json.boolean(key == offered.front());
      json.begin_array("links");
      out_.link("alternate", url_with("sort", to_text(key)), "application/rdap+json");
      out_.link("alternate", url_with("sort", std::string(to_text(key)) + ":d"), "application/rdap+json");
      json.end_array();
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }

  void subsetting() {
    JsonWriter& json = out_.json();
    json.begin_object("subsetting_metadata");
    json.member("currentFieldSet", to_text(query_.fields));
    json.begin_array("availableFieldSets");
    for (const FieldSet set : {FieldSet::id, FieldSet::brief, FieldSet::full}) {
      json.begin_object();
      json.member("name", to_text(set));
      json.key("default");
      json.boolean(set == FieldSet::brief);
      json.member("description", set == FieldSet::id      ? "names and handles"
                                 : set == FieldSet::brief ? "all but people and resellers"
                                                          : "all that is shown of them");
      json.begin_array("links");
      out_.link("alternate", url_with("fieldSet", to_text(set)), "application/rdap+json");
      json.end_array();
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }

  const Request& request_;
  const core::State& state_;
  const rdds::Viewer& viewer_;
  const Query& query_;
  Renderer out_;
};

}  // namespace

Answer answer(const core::State& state, const rdds::Viewer& viewer, const Site& site,
              std::string_view target, const Query& query) {
  const Request request{state, viewer, site, site.base + std::string(target), state.now()};
  return Answerer(request, query).run();
}

Answer problem(const core::State& state, const Site& site, std::string_view target, unsigned status,
               std::string_view why) {
  const rdds::Viewer anyone;
  const Request request{state, anyone, site, site.base + std::string(target), state.now()};
  return error(request, status, {std::string(why)}, has_gtld(state));
}

}  // namespace stele::rdap
