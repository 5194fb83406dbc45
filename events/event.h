// Event: a stored fact, one of the kinds of event_list.inc. Transaction: the events of one accepted
// command, with who, through what and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/strong.h"
#include "events/idn_events.h"
#include "events/launch_events.h"
#include "events/maintenance_events.h"
#include "events/message_events.h"
#include "events/object_events.h"
#include "events/organisation_events.h"
#include "events/registrar_events.h"
#include "events/registry_events.h"
#include "events/zone_events.h"

namespace stele::events {

// A struct of its own first, so that no event is a default one.
struct NoEvent {
  bool operator==(const NoEvent&) const = default;
};

using EventAlternatives = std::variant<NoEvent
#define X(number, Type) , Type
#include "events/event_list.inc"
#undef X
                                       >;

// One of the alternatives. A class, so that copying, moving and ending fifty kinds is compiled once
// (event.cc) and not in every file that holds an event.
class Event : public EventAlternatives {
 public:
  using EventAlternatives::EventAlternatives;
  using EventAlternatives::operator=;
  Event() noexcept;
  Event(const Event& other);
  Event(Event&& other) noexcept;
  Event& operator=(const Event& other);
  Event& operator=(Event&& other) noexcept;
  ~Event();
  bool operator==(const Event& other) const;
};

enum class EventKind : std::uint16_t {
#define X(number, Type) Type = number,
#include "events/event_list.inc"
#undef X
};

EventKind kind_of(const Event& event);       // precondition: not NoEvent
std::string_view name_of(EventKind kind);    // "DomainCreated"
// "DomainCreated number=42 name=shop.example expires_at=…": for people, logs and scenarios; sealed
// fields read as "sealed".
std::string to_text(const Event& event);

enum class ActorKind : std::uint8_t { registrar, administrator, system };
struct Actor {
  ActorKind kind = ActorKind::system;
  ObjectNumber number{};   // of the registrar or administrator; 0 for the system
  std::string name;        // clID or user name; "system"
  bool operator==(const Actor&) const = default;
};

enum class Source : std::uint8_t { epp, console, api, command_line, import, clock, scan };
std::string_view to_text(Source source);

struct Transaction {
  Actor actor;
  Source source = Source::epp;
  std::string client_trid;
  std::string server_trid;
  std::string reason;
  std::vector<Event> events;
  bool operator==(const Transaction&) const = default;
};

}  // namespace stele::events
