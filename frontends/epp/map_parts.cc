#include "frontends/epp/map_parts.h"

#include <algorithm>
#include <charconv>

#include "frontends/epp/auth_strength.h"
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

template <class Name>
Name Reader::parsed_name(Index at) {
  auto parsed = Name::parse(tree_[at].text);
  if (parsed) return *std::move(parsed);
  refuse(at, Reason::bad_name);
  problems_.back().reason += std::string(" (") + to_text(parsed.error()) + ')';
  return {};
}

DomainName Reader::domain_name(Index at) { return parsed_name<DomainName>(at); }
HostName Reader::host_name(Index at) { return parsed_name<HostName>(at); }

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

std::optional<std::string> Reader::new_auth_info(Index parent) {
  auto given = auth_info(parent);
  if (!given || given->empty() || auth_info_bits_ == 0) return given;
  const bool measurable = is_printable_ascii(*given);
  if (measurable && stele::epp::auth_info_bits(*given) >= auth_info_bits_) return given;
  refuse(find(parent, "authInfo"),
         measurable ? Reason::guessable_auth_info : Reason::bad_syntax);
  return given;
}

Index Reader::extension(xml::Ns ns, std::string_view name) {
  const auto found = std::find_if(unread_.begin(), unread_.end(), [&](Index at) {
    return tree_[at].ns == ns && tree_[at].name == name;
  });
  if (found == unread_.end()) return kNoElement;
  const Index at = *found;
  unread_.erase(found);
  return at;
}

void Reader::refuse_unread_extensions() {
  for (const Index at : unread_)
    problems_.push_back({2103, xml::fragment(tree_, at),
                         tree_.path(at) + ": this extension does nothing for this command"});
  unread_.clear();
}

Mapped Reader::finish(core::Command command) {
  refuse_unread_extensions();
  if (problems_.empty()) return command;
  grammar::sort_decisive_first(problems_);
  return std::move(problems_);
}

Mapped map_plain_check(const Asked& asked, xml::Ns object, std::string_view element, CheckPlain check) {
  Reader reader(asked);
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  ObjectWriter writer(object, "chkData");
  for (const Index child : asked.tree.children(asked.frame.payload)) {
    const std::string_view name = asked.tree[child].text;
    writer.check_result(element, name, check(asked.state, asked.caller, name));
  }
  return Reply(writer.finish());
}

void ObjectWriter::check_result(std::string_view name, std::string_view text,
                          const core::Availability& result) {
  begin("cd");
  element(name, "avail", result.available ? "1" : "0", text);
  if (!result.available)
    element("reason", short_text_of(result.reason.value_or(Reason::object_exists)));
  end("cd");
}

void ObjectWriter::statuses(const std::vector<Status>& statuses) {
  for (const Status status : statuses) empty("status", "s", to_text(status));
}

void ObjectWriter::provenance(const core::ProvenanceInfo& made) {
  element("clID", made.sponsor);
  // The schemas want a creator of hosts and contacts; what staff made for a registrar is its own.
  element("crID", made.creator.empty() ? made.sponsor : made.creator);
  element("crDate", to_text(made.created_at));
  optional("upID", made.updated_by);
  if (made.updated_at.ms != 0) element("upDate", to_text(made.updated_at));
}

void ObjectWriter::transferred(const core::ProvenanceInfo& made) {
  if (made.transferred_at.ms != 0) element("trDate", to_text(made.transferred_at));
}

std::optional<core::TransferStep> transfer_step(const Asked& asked) {
  const std::string_view op = asked.tree.attribute(asked.frame.command, "op");
  if (op == "request") return core::TransferStep::request;
  if (op == "approve") return core::TransferStep::approve;
  if (op == "reject") return core::TransferStep::reject;
  if (op == "cancel") return core::TransferStep::cancel;
  return std::nullopt;
}

unsigned parse_number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace stele::epp
