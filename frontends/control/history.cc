#include "frontends/control/history.h"

#include <algorithm>

#include "engine/idn/name.h"
#include "events/values/roid.h"

namespace stele::control {

namespace {

const std::string& text_of(const std::string& name) { return name; }
const std::string& text_of(const DomainName& name) { return name.text(); }
const std::string& text_of(const HostName& name) { return name.text(); }
std::string text_of(const std::optional<std::string>& name) { return name.value_or(std::string()); }
std::string text_of(const std::optional<HostName>& name) {
  return name ? name->text() : std::string();
}

// The number of the object an event is about.
template <class Event>
ObjectNumber number_of(const Event& event) {
  if constexpr (requires { event.number; }) return event.number;
  if constexpr (requires { event.subject; }) return event.subject;
  if constexpr (requires { event.registrar; }) return event.registrar;
  return ObjectNumber{};
}

// Whether the event gives its object this name. A registrar's `name` is its organisation, its `id`
// what it is called by; an id that is a number (a message's) is no name.
template <class Event>
bool names(const Event& event, const std::string& name) {
  if constexpr (requires { text_of(event.id); }) return text_of(event.id) == name;
  else if constexpr (requires { event.name; }) return text_of(event.name) == name;
  else return false;
}

// A charge stands under its registrar, and under the object it paid for.
template <class Event>
ObjectNumber paid_for(const Event& event) {
  if constexpr (requires { event.object; }) return event.object;
  return ObjectNumber{};
}

}  // namespace

ObjectFilter::ObjectFilter(const std::string& object) : name_(object) {
  if (const auto roid = parse_roid(object)) numbers_.insert(roid->number);
  const bool in_unicode = std::ranges::any_of(object, [](char c) { return static_cast<signed char>(c) < 0; });
  if (const auto name = idn::parse_name(object);
      name && (in_unicode || object.find('.') != std::string::npos))
    name_ = name->text();
}

bool ObjectFilter::concerns(const events::Event& event) {
  return std::visit(
      [this](const auto& one) {
        const ObjectNumber number = number_of(one);
        if (names(one, name_)) {
          if (number) numbers_.insert(number);
          return true;
        }
        return numbers_.contains(number) || numbers_.contains(paid_for(one));
      },
      event);
}

bool ObjectFilter::keep(events::Transaction& transaction) {
  std::erase_if(transaction.events, [this](const events::Event& event) { return !concerns(event); });
  return !transaction.events.empty();
}

}  // namespace stele::control
