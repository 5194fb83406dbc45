#include "engine/runtime/seal.h"

#include "projections/registry/state_reader.h"

namespace stele::runtime {

namespace {

template <class T>
Done seal_data(Personal<T>& data, ObjectNumber subject, crypto::KeyVault& vault) {
  if (!data.clear) return {};
  if (!data.slot) {
    auto slot = vault.allocate();
    if (!slot) return std::unexpected(slot.error());
    data.slot = *slot;
  }
  auto sealed = vault.seal(data.slot, registry::seal_context(subject), encode(*data.clear));
  if (!sealed) return std::unexpected(sealed.error());
  data.sealed = std::move(*sealed);
  data.clear.reset();
  return {};
}

}  // namespace

Done seal(events::Event& event, crypto::KeyVault& vault) {
  if (auto* created = std::get_if<events::ContactCreated>(&event))
    return seal_data(created->data, created->number, vault);
  if (auto* updated = std::get_if<events::ContactUpdated>(&event))
    return updated->data ? seal_data(*updated->data, updated->number, vault) : Done{};
  if (auto* created = std::get_if<events::OrganisationCreated>(&event))
    return seal_data(created->data, created->number, vault);
  if (auto* updated = std::get_if<events::OrganisationUpdated>(&event))
    return updated->data ? seal_data(*updated->data, updated->number, vault) : Done{};
  if (auto* created = std::get_if<events::RegistrarCreated>(&event))
    return seal_data(created->contact, created->number, vault);
  if (auto* updated = std::get_if<events::RegistrarUpdated>(&event))
    return updated->contact ? seal_data(*updated->contact, updated->number, vault) : Done{};
  if (auto* set = std::get_if<events::TsigKeySet>(&event)) return seal_data(set->secret, set->zone, vault);
  return {};
}

KeySlot ended_slot(const events::Event& event) {
  if (const auto* erased = std::get_if<events::SubjectErased>(&event)) return erased->slot;
  if (const auto* set = std::get_if<events::TsigKeySet>(&event)) return set->replaced;
  if (const auto* removed = std::get_if<events::TsigKeyRemoved>(&event)) return removed->slot;
  return {};
}

}  // namespace stele::runtime
