// Renderer: views of the directory as RDAP objects (RFC 9083 §5). Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/rdap/answer.h"
#include "projections/rdap/json_writer.h"
#include "projections/rdap/redaction.h"

namespace stele::rdap {

// The request an answer is for.
struct Request {
  const core::State& state;
  const rdds::Viewer& viewer;
  const Site& site;
  std::string url;         // as it was asked: what "value" of a link is
  Instant now;
};

class Renderer {
 public:
  explicit Renderer(const Request& request) : request_(request) {}

  // Each writes one object; `path` is the JSONPath it will have ("$", "$.domainSearchResults[0]").
  // Redactions are collected; the topmost object says them.
  void domain(const rdds::DomainView& view, FieldSet fields, std::string_view path);
  void nameserver(const rdds::HostView& view, FieldSet fields, bool gtld);
  void registrar(const rdds::RegistrarView& view, FieldSet fields, bool gtld);
  void contact(const rdds::ContactView& view, bool gtld, std::string_view path,
               std::string_view contact_form);

  // Opens the topmost object's members: between the caller's begin and end.
  void conformance(bool gtld, std::initializer_list<std::string_view> extensions);
  void notices(bool of_domain, bool gtld, bool truncated);
  void link(std::string_view rel, std::string_view href, std::string_view type,
            std::string_view value = {});
  void redacted() { redactions_.write(json_); }
  bool has_redactions() const { return !redactions_.empty(); }

  // When set, the object is the answer itself: notices and conformance stand in it.
  void topmost(bool is_topmost) { topmost_ = is_topmost; }
  JsonWriter& json() { return json_; }
  // Where the answer's own moment stands, in a topmost object.
  std::size_t moment_at() const { return moment_at_; }

 private:
  void names(std::string_view ascii, std::string_view unicode);
  void event(std::string_view action, Instant at);
  void events_of(Instant created, Instant updated, Instant transferred);
  void statuses(const std::vector<Status>& list, const std::vector<core::RgpPeriod>& rgp);
  void secure_dns(const rdds::DomainView& view);
  void delegation(const rdds::DomainView& view, bool gtld);
  void addresses(const std::vector<IpAddress>& list);
  void domain_links(const rdds::DomainView& view);
  void registrar_in_object(const rdds::RegistrarView& view, bool gtld);
  void registrar_identity(const rdds::RegistrarView& view, bool gtld);
  void abuse(const rdds::RegistrarView& view);
  void self_links(Kind kind, std::string_view name);
  void close_object(bool of_domain, bool gtld);

  const Request& request_;
  JsonWriter json_;
  Redactions redactions_;
  bool topmost_ = false;
  std::size_t moment_at_ = 0;
};

bool is_gtld(const core::Zone& zone);             // answers by ICANN's response profile
bool has_gtld(const core::State& state);          // any zone does
std::string status_word(std::string_view epp);    // RFC 8056: "clientHold" is "client hold"

}  // namespace stele::rdap
