// What the mappers of domain, host and contact share: reading values out of the tree with a problem
// for each that does not parse, and writing the parts every infData has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/status.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/map.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {

// Reads from one frame; collects what is wrong with it.
class Reader {
 public:
  explicit Reader(const Asked& asked)
      : tree_(asked.tree),
        object_(asked.frame.object),
        payload_(asked.frame.payload),
        auth_info_bits_(asked.auth_info_bits),
        unread_(asked.frame.extensions) {}

  const xml::Tree& tree() const { return tree_; }
  xml::Index payload() const { return payload_; }
  xml::Index find(xml::Index parent, std::string_view name) const {
    return tree_.find(parent, name);
  }
  std::string text(xml::Index parent, std::string_view name) const {
    return std::string(tree_.text(parent, name));
  }

  void refuse(xml::Index at, core::Reason reason);

  DomainName domain_name(xml::Index at);
  HostName host_name(xml::Index at);
  // All <status> below `parent`; it may be absent.
  std::vector<Status> statuses(xml::Index parent);
  // All addresses below `parent`, in elements called `name`.
  std::vector<IpAddress> addresses(xml::Index parent, std::string_view name);
  // The password inside `parent`'s <authInfo>; nullopt without one; "" for <null/>.
  std::optional<std::string> auth_info(xml::Index parent) const;
  // The same for one to be set: 2202 where it cannot hold the chance the profile asks for (RFC 9154
  // §5.2), 2005 where that cannot be said.
  std::optional<std::string> new_auth_info(xml::Index parent);

  // An extension's element of this frame, and that it is dealt with; kNoElement without one.
  xml::Index extension(xml::Ns ns, std::string_view name);
  // For the readers of extensions.
  Source source() { return {tree_, problems_}; }
  // 2103 for every extension nobody asked for: what a client sends is never silently ignored.
  void refuse_unread_extensions();

  bool good() const { return problems_.empty(); }
  // The command, or every problem found on the way to it.
  Mapped finish(core::Command command);
  std::vector<Problem> take_problems() { return std::move(problems_); }

 private:
  template <class Name>
  Name parsed_name(xml::Index at);

  const xml::Tree& tree_;
  xml::Ns object_;
  xml::Index payload_;
  std::uint32_t auth_info_bits_;
  std::vector<xml::Index> unread_;  // extensions
  std::vector<Problem> problems_;
};

// Writes one object's data: what the schemas of domain, host and contact have in common.
class ObjectWriter : public Writer {
 public:
  using Writer::Writer;
  void check_result(std::string_view name, std::string_view text, const core::Availability& result);
  void statuses(const std::vector<Status>& statuses);
  // clID, crID, crDate, upID, upDate.
  void provenance(const core::ProvenanceInfo& made);
  // trDate, where it stands after other elements.
  void transferred(const core::ProvenanceInfo& made);
};

// A check that no extension has a part in: one answer for each name or identifier.
using CheckPlain = core::Availability (*)(const core::State&, const core::Caller&, std::string_view);
Mapped map_plain_check(const Asked& asked, xml::Ns object, std::string_view element, CheckPlain check);

// What a <transfer> changes; nullopt for its query.
std::optional<core::TransferStep> transfer_step(const Asked& asked);

// "12" of a grammar-checked number.
unsigned parse_number(std::string_view digits);

}  // namespace stele::epp
