#include "frontends/control/messages.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/base/bytes.h"

namespace stele::control {

namespace json = boost::json;

namespace {

json::object to_json(const TransferNotice& transfer) {
  return {{"status", to_text(transfer.status)},
          {"requested_by", transfer.requested_by},
          {"requested_at", to_text(transfer.requested_at)},
          {"acted_by", transfer.acted_by},
          {"acted_at", to_text(transfer.acted_at)}};
}

json::object to_json(const ChangeNotice& change) {
  return {{"state", change.after ? "after" : "before"},
          {"operation", change.operation},
          {"who", change.who},
          {"reason", change.reason}};
}

json::object to_json(const BalanceNotice& balance) {
  return {{"balance", to_text(balance.balance)}, {"threshold", to_text(balance.threshold)}};
}

json::object to_json(const core::Message& message) {
  json::object out{{"id", message.id},
                   {"queued_at", to_text(message.queued_at)},
                   {"kind", to_text(message.kind)},
                   {"text", message.text},
                   {"object", message.object_name}};
  if (message.transfer) out["transfer"] = to_json(*message.transfer);
  if (message.change) out["change"] = to_json(*message.change);
  if (message.balance) out["balance"] = to_json(*message.balance);
  return out;
}

bool passes(const core::Message& message, const MessageFilter& filter) {
  return (filter.kind.empty() || to_text(message.kind) == filter.kind) &&
         (filter.object.empty() || message.object_name == filter.object);
}

}  // namespace

Result<std::string> messages_json(const core::State& state, std::string_view registrar,
                                  const MessageFilter& filter) {
  const auto owner = state.find_registrar(registrar);
  if (!owner) return fail(Fault::not_found, "no registrar " + to_printable(registrar));
  const core::Queue queue = state.queue(owner->number);
  const auto first = state.first_message(owner->number);
  json::array messages;
  // Numbers ascend, and what is not there was acknowledged.
  for (std::uint64_t id = std::max(first ? first->id : queue.last_id + 1, filter.from);
       id <= queue.last_id && messages.size() < filter.most; ++id) {
    const auto message = state.find_message(owner->number, id);
    if (message && passes(*message, filter)) messages.push_back(to_json(*message));
  }
  return json::serialize(
      json::object{{"waiting", queue.waiting}, {"messages", std::move(messages)}});
}

}  // namespace stele::control
