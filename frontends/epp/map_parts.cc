#include "frontends/epp/map_parts.h"

#include <charconv>

#include "frontends/epp/xml/fragment.h"

namespace stele::epp {

using core::Reason;
using xml::Index;
using xml::kNoElement;

void Reader::refuse(Index at, Reason reason) {
  problems_.push_back({core::epp_code(reason), xml::fragment(tree_, at),
                       std::string(core::name_of(reason)) + ": " +
                           std::string(core::text_of(reason))});
}

DomainName Reader::domain_name(Index at) {
  auto parsed = DomainName::parse(tree_[at].text);
  if (parsed) return *std::move(parsed);
  refuse(at, Reason::bad_name);
  problems_.back().reason += std::string(" (") + to_text(parsed.error()) + ')';
  return {};
}

HostName Reader::host_name(Index at) {
  auto parsed = HostName::parse(tree_[at].text);
  if (parsed) return *std::move(parsed);
  refuse(at, Reason::bad_name);
  problems_.back().reason += std::string(" (") + to_text(parsed.error()) + ')';
  return {};
}

std::vector<Status> Reader::statuses(Index parent) {
  std::vector<Status> list;
  if (parent == kNoElement) return list;
  for (const Index child : tree_.children(parent)) {
    if (tree_[child].name != "status") continue;
    if (const auto status = parse_status(tree_.attribute(child, "s"))) list.push_back(*status);
    else refuse(child, Reason::status_not_settable);
  }
  return list;
}

std::vector<IpAddress> Reader::addresses(Index parent, std::string_view name) {
  std::vector<IpAddress> list;
  if (parent == kNoElement) return list;
  for (const Index child : tree_.children(parent)) {
    if (tree_[child].name != name) continue;
    const bool six = tree_.attribute(child, "ip") == "v6";  // v4 where nothing is said
    const auto address = parse_ip_address(tree_[child].text, six ? IpVersion::v6 : IpVersion::v4);
    if (address) list.push_back(*address);
    else refuse(child, Reason::bad_address);
  }
  return list;
}

std::optional<std::string> Reader::auth_info(Index parent) const {
  const Index auth = find(parent, "authInfo");
  if (auth == kNoElement) return std::nullopt;
  return text(auth, "pw");
}

Mapped Reader::finish(core::Command command) {
  if (problems_.empty()) return command;
  grammar::sort_decisive_first(problems_);
  return std::move(problems_);
}

void Writer::tag(std::string_view name) {
  out_ += xml::prefix_of(ns_);
  out_ += ':';
  out_ += name;
}

void Writer::begin(std::string_view name, std::string_view attribute, std::string_view value) {
  out_ += '<';
  tag(name);
  if (!attribute.empty()) {
    out_ += ' ';
    out_ += attribute;
    out_ += "=\"";
    xml::append_escaped(out_, value);
    out_ += '"';
  }
  out_ += '>';
}

void Writer::end(std::string_view name) {
  out_ += "</";
  tag(name);
  out_ += '>';
}

void Writer::empty(std::string_view name, std::string_view attribute, std::string_view value) {
  begin(name, attribute, value);
  out_.insert(out_.size() - 1, 1, '/');
}

void Writer::open(std::string_view name, std::string_view attribute, std::string_view value,
                  std::string_view text) {
  begin(name, attribute, value);
  xml::append_escaped(out_, text);
  end(name);
}

void Writer::check_result(std::string_view name, std::string_view text,
                          const core::Availability& result) {
  begin("cd");
  element(name, "avail", result.available ? "1" : "0", text);
  if (!result.available)
    element("reason", short_text_of(result.reason.value_or(Reason::object_exists)));
  end("cd");
}

void Writer::statuses(const std::vector<Status>& statuses) {
  for (const Status status : statuses) empty("status", "s", to_text(status));
}

void Writer::provenance(const core::ProvenanceInfo& made) {
  element("clID", made.sponsor);
  // The schemas want a creator of hosts and contacts; what staff made for a registrar is its own.
  element("crID", made.creator.empty() ? made.sponsor : made.creator);
  element("crDate", to_text(made.created_at));
  optional("upID", made.updated_by);
  if (made.updated_at.ms != 0) element("upDate", to_text(made.updated_at));
}

void Writer::transferred(const core::ProvenanceInfo& made) {
  if (made.transferred_at.ms != 0) element("trDate", to_text(made.transferred_at));
}

void Writer::auth_info(const std::optional<std::string>& sent) {
  if (!sent) return;
  begin("authInfo");
  element("pw", *sent);
  end("authInfo");
}

Data Writer::finish() {
  close_data(out_, ns_, name_);
  return {std::move(out_)};
}

unsigned parse_number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace stele::epp
