// apply: what each event does to the rows. It never judges: whatever the journal says happened, and
// a row that should be there and is not is a broken store.
#pragma once

#include "events/event.h"
#include "projections/registry/pending.h"

namespace stele::registry {

struct Applier {
  Pending& pending;

  void operator()(const events::NoEvent&) const;
#define X(number, Type) void operator()(const events::Type& event) const;
#include "events/event_list.inc"
#undef X

 private:
  template <class T>
  T get(char tag, ObjectNumber number) const;
  template <class T>
  void put(char tag, ObjectNumber number, const T& object) const;
  template <class T>
  void put_new(const std::string& key, const T& object) const;
  void erase(const std::string& key) const;
  void took_number(ObjectNumber number) const;
  void took_slot(KeySlot slot) const;
  // An object by its event: read, changed, written.
  template <class T, class Event>
  T change(char tag, ObjectNumber number, const Event& event) const;
  // The same for objects that the clock may have to look at.
  template <class T, class Event>
  T change_due(char tag, const Event& event) const;
  template <class Event>
  void change_cds(const Event& event) const;
  void set_due(Instant before, Instant after, ObjectNumber object) const;
  void set_standing(bool before, const core::Domain& domain) const;
  // The organisations of an object; none: it has no row.
  void set_organisations(ObjectNumber object, const std::vector<OrganisationLink>& before,
                         const std::vector<OrganisationLink>& after) const;
  void drop_organisations(ObjectNumber object) const;
  // Rows for the addresses of a host, from one sorted list to another.
  void set_addresses(ObjectNumber host, const std::vector<IpAddress>& before,
                     const std::vector<IpAddress>& after) const;
  void add_to_account(core::Account account, Currency currency, Amount amount) const;
  // Rows of `tag` for what an object refers to, changed from one sorted list to another.
  void set_links(char tag, ObjectNumber object, const std::vector<ObjectNumber>& before,
                 const std::vector<ObjectNumber>& after) const;
};

}  // namespace stele::registry
