// LoadIdnTable: a table, or a new version of one, that zones may use. Refusals in order of precedence; a
// group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (repository)
//  3 details  bad_syntax 2005 (identifier) · bad_idn_table 2005, once for each of the first problems the
//             reader finds · already_there 2306 (the newest version is the same text)
//
// Warnings of `stele idn check` do not stand in the way.
#include <algorithm>

#include "engine/core/checks.h"
#include "engine/idn/code_point.h"

namespace stele::core {
namespace {

constexpr std::size_t kMostProblems = 20;

// A token, as the element of idn-1.0 that carries it is; and a word of command lines.
bool is_table_id(std::string_view id) {
  return !id.empty() && id.size() <= 63 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

void require_readable(const std::string& text, Problems& problems) {
  const auto table = idn::lgr::read_table(text);
  if (table) return;
  std::size_t told = 0;
  for (const idn::lgr::Problem& problem : table.error().problems)
    if (problem.severity == idn::lgr::Severity::error && told++ < kMostProblems)
      problems.add(Reason::bad_idn_table, Field::idn_table, idn::lgr::to_text(problem));
}

}  // namespace

Decided<Decision> decide(const Context& context, const LoadIdnTable& command) {
  const State& state = context.state;
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  if (!require_repository(state, command.repository, problems)) return problems.refusal();

  if (!is_table_id(command.id)) problems.add(Reason::bad_syntax, Field::idn_table, command.id);
  require_readable(command.text, problems);
  const auto known = state.find_idn_table_number(command.repository, command.id);
  const auto table = known ? state.find_idn_table(*known) : std::nullopt;
  const std::uint32_t version = table ? table->versions.back().version + 1 : 1;
  if (table && state.idn_table_text({*known, version - 1}) == command.text)
    problems.add(Reason::already_there, Field::idn_table, command.id);
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = known ? *known : state.next_number();
  Decision decision;
  decision.answer = {.number = number, .id = command.id};
  decision.events.emplace_back(events::IdnTableLoaded{.repository = command.repository,
                                                      .number = number,
                                                      .id = command.id,
                                                      .version = version,
                                                      .text = command.text,
                                                      .unicode_version = idn::unicode_version(),
                                                      .loaded_at = context.now});
  return decision;
}

}  // namespace stele::core
