// SendMessage: words of the staff to one registrar, or to all. Refusals in order of precedence; a
// group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (the registrar)
//  3 details  missing_parameter 2003 · bad_syntax 2005 · value_out_of_range 2004 (text) ·
//             object_does_not_exist 2303 (there is no registrar to tell)
#include "engine/core/checks.h"

namespace stele::core {
namespace {

constexpr std::size_t kMostText = 1000;

}  // namespace

Decided<Decision> decide(const Context& context, const SendMessage& command) {
  const State& state = context.state;
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  std::vector<std::shared_ptr<const Registrar>> registrars;
  if (command.registrar) {
    registrars.push_back(require_registrar(state, *command.registrar, problems));
    if (problems.any()) return problems.refusal();
  } else {
    state.for_each_registrar([&](ObjectNumber number) {
      auto registrar = state.find_registrar(number);
      if (registrar->repository == context.caller.repository)
        registrars.push_back(std::move(registrar));
      return true;
    });
  }
  require_line(command.text, 1, kMostText, Field::text, problems);
  if (registrars.empty()) problems.add(Reason::object_does_not_exist, Field::registrar);
  if (problems.any()) return problems.refusal();

  Decision decision;
  for (const auto& registrar : registrars)
    decision.events.emplace_back(
        events::MessageQueued{.repository = registrar->repository,
                              .registrar = registrar->number,
                              .id = state.queue(registrar->number).last_id + 1,
                              .queued_at = context.now,
                              .kind = MessageKind::text,
                              .text = command.text});
  return decision;
}

}  // namespace stele::core
