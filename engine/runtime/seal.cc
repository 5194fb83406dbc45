#include "engine/runtime/seal.h"

#include <concepts>
#include <map>
#include <variant>

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

// The personal data an event brings, with whose they are.
struct Brought {
  Personal<ContactData>* data = nullptr;
  ObjectNumber subject{};
};

template <class Event>
Brought brought_by(Event& e) {
  if constexpr (std::same_as<Event, events::RegistrarCreated>)
    return {&e.contact, e.number};
  else if constexpr (std::same_as<Event, events::RegistrarUpdated>)
    return {e.contact ? &*e.contact : nullptr, e.number};
  else if constexpr (std::same_as<Event, events::ContactCreated> ||
                     std::same_as<Event, events::OrganisationCreated>)
    return {&e.data, e.number};
  else if constexpr (std::same_as<Event, events::ContactUpdated> ||
                     std::same_as<Event, events::OrganisationUpdated>)
    return {e.data ? &*e.data : nullptr, e.number};
  else
    return {};
}

// What is shown of a contact or organisation whose data come with the transaction has none of its own yet.
void show_sealed(events::MessageQueued& message,
                 const std::map<ObjectNumber, const Personal<ContactData>*>& sealed) {
  if (!message.change) return;
  const auto found = sealed.find(message.object);
  if (found == sealed.end()) return;
  const auto show = [&](auto& image) {
    if (image && image->data.sealed.empty()) image->data = *found->second;
  };
  show(message.change->contact);
  show(message.change->organisation);
}

}  // namespace

Done seal(std::span<events::Event> events, crypto::KeyVault& vault) {
  std::map<ObjectNumber, const Personal<ContactData>*> sealed;
  for (events::Event& event : events) {
    const Brought brought = std::visit([](auto& e) { return brought_by(e); }, event);
    if (brought.data != nullptr) {
      if (Done done = seal_data(*brought.data, brought.subject, vault); !done) return done;
      sealed[brought.subject] = brought.data;
    }
    if (auto* set = std::get_if<events::TsigKeySet>(&event))
      if (Done done = seal_data(set->secret, set->zone, vault); !done) return done;
    if (auto* message = std::get_if<events::MessageQueued>(&event)) show_sealed(*message, sealed);
  }
  return {};
}

KeySlot ended_slot(const events::Event& event) {
  if (const auto* erased = std::get_if<events::SubjectErased>(&event)) return erased->slot;
  if (const auto* set = std::get_if<events::TsigKeySet>(&event)) return set->replaced;
  if (const auto* removed = std::get_if<events::TsigKeyRemoved>(&event)) return removed->slot;
  return {};
}

}  // namespace stele::runtime
