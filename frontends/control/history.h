// History: what happened to one object, by walking the whole journal. The simple form: an index by
// object comes with the history projection.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "engine/base/result.h"
#include "events/event.h"
#include "events/journal/transaction.h"

namespace stele::control {

// Which events concern the object that is (or was) called so: a domain, host, zone or registrar
// name, a contact id, or an object identifier such as D42-STELE. A name that was registered again
// is followed through all its lives.
class ObjectFilter {
 public:
  explicit ObjectFilter(const std::string& object);
  // In journal order, every transaction: a later event may name the object by its number alone.
  // Keeps the events that concern it; false when none does.
  bool keep(events::Transaction& transaction);

 private:
  bool concerns(const events::Event& event);

  std::string name_;
  std::set<ObjectNumber> numbers_;
};

}  // namespace stele::control
