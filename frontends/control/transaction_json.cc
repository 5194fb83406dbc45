#include "frontends/control/transaction_json.h"

#include <boost/json.hpp>

namespace stele::control {

namespace json = boost::json;

namespace {

std::string actor_text(const events::Actor& actor) {
  switch (actor.kind) {
    case events::ActorKind::registrar: return "registrar " + actor.name;
    case events::ActorKind::administrator: return "administrator " + actor.name;
    case events::ActorKind::system: return "system";
  }
  return {};
}

}  // namespace

std::string to_json(const journal::StoredTransaction& stored, const events::Transaction& content) {
  json::array list;
  for (const events::Event& event : content.events) list.emplace_back(events::to_text(event));
  const json::object object{{"position", stored.first.value},
                            {"next", stored.next.value},
                            {"time", stele::to_text(stored.time)},
                            {"actor", actor_text(content.actor)},
                            {"source", events::to_text(content.source)},
                            {"client_trid", content.client_trid},
                            {"server_trid", content.server_trid},
                            {"reason", content.reason},
                            {"events", std::move(list)}};
  return json::serialize(object);
}

std::string to_line(const journal::StoredTransaction& stored, const events::Transaction& content) {
  std::string out = std::to_string(stored.first.value) + " " + stele::to_text(stored.time) + " " +
                    actor_text(content.actor) + " " + std::string(events::to_text(content.source));
  if (!content.server_trid.empty()) out += " " + content.server_trid;
  if (!content.reason.empty()) out += " (" + to_printable(content.reason, 200) + ")";
  std::string_view separator = ": ";
  for (const events::Event& event : content.events) {
    out += separator;
    out += events::to_text(event);
    separator = "; ";
  }
  return out;
}

}  // namespace stele::control
