// EPP <transfer op="query"> (RFC 5731 §3.1.3, RFC 5733 §3.1.3). Refusals: query.h.
#include "engine/core/checks.h"
#include "engine/core/transfer_rules.h"

namespace stele::core {

Decided<TransferNotice> info_transfer(const State& state, const Caller& caller,
                                      const DomainName& name,
                                      const std::optional<std::string>& auth_info) {
  Problems problems;
  const auto domain = require_domain(state, name, problems);
  if (!domain) return problems.refusal();
  if (caller.is_registrar() && domain->repository != caller.repository)
    return refuse(Reason::object_does_not_exist, Field::name, name.text());
  require_transfer_visible(caller, domain->made.sponsor, domain->transfer, domain->auth_info,
                           auth_info, Field::name, name.text(), problems);
  if (problems.any()) return problems.refusal();
  return describe_transfer(state, *domain);
}

Decided<TransferNotice> info_transfer(const State& state, const Caller& caller,
                                      std::string_view contact_id,
                                      const std::optional<std::string>& auth_info) {
  Problems problems;
  const auto contact = require_contact(state, caller.repository, contact_id, problems);
  if (!contact) return problems.refusal();
  require_transfer_visible(caller, contact->made.sponsor, contact->transfer, contact->auth_info,
                           auth_info, Field::id, contact_id, problems);
  if (problems.any()) return problems.refusal();
  return describe_transfer(state, *contact);
}

}  // namespace stele::core
