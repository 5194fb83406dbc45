#include "engine/core/state.h"

namespace stele::core {

namespace {

template <class T>
Result<std::optional<T>> unsealed(const State& state, ObjectNumber subject, const Personal<T>& data,
                                  Result<T> (*decode)(std::string_view)) {
  if (data.clear) return data.clear;
  if (data.sealed.empty()) return std::nullopt;
  const auto clear = state.unseal_bytes(subject, data.slot, data.sealed);
  if (!clear) return std::unexpected(clear.error());
  if (!*clear) return std::nullopt;
  auto decoded = decode(**clear);
  if (!decoded) return std::unexpected(decoded.error());
  return std::move(*decoded);
}

}  // namespace

Result<std::optional<ContactData>> State::unseal(ObjectNumber subject,
                                                 const Personal<ContactData>& data) const {
  return unsealed(*this, subject, data, &decode_contact_data);
}

Result<std::optional<TsigSecret>> State::unseal(ObjectNumber subject,
                                                const Personal<TsigSecret>& secret) const {
  return unsealed(*this, subject, secret, &decode_tsig_secret);
}

bool State::is_linked(ObjectNumber number) const {
  bool found = false;
  const auto stop = [&](ObjectNumber) {
    found = true;
    return false;
  };
  for_each_domain_using(number, stop);
  if (!found) for_each_organisation_using(number, stop);
  if (!found) for_each_object_linked(number, std::nullopt, stop);
  return found;
}

bool State::is_linked(ObjectNumber organisation, OrganisationRole role) const {
  bool found = false;
  for_each_object_linked(organisation, role, [&](ObjectNumber) {
    found = true;
    return false;
  });
  return found;
}

bool State::has_hosts_below(ObjectNumber domain) const {
  bool found = false;
  for_each_host_below(domain, [&](ObjectNumber) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace stele::core
