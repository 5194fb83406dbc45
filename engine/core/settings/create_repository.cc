// CreateRepository. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 free     object_exists 2302 (name)
//  3 details  missing_parameter 2003 · bad_syntax 2005 · value_out_of_range 2004 (name) ·
//             bad_syntax 2005 (ROID suffix: 1 to 8 letters, digits or underscores, RFC 5730 §2.8)
//
// Repositories are numbered from 1 without gaps; they are few and never removed.
#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"

namespace stele::core {
namespace {

bool is_roid_suffix(std::string_view text) {
  const auto is_word = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= 8 && std::all_of(text.begin(), text.end(), is_word);
}

}  // namespace

Decided<Decision> decide(const Context& context, const CreateRepository& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  RepositoryId id{1};
  while (const auto repository = context.state.find_repository(id)) {
    if (repository->name == command.name)
      return refuse(Reason::object_exists, Field::name, command.name);
    ++id.value;
  }
  require_line(command.name, 1, 64, Field::name, problems);
  if (!is_roid_suffix(command.roid_suffix))
    problems.add(Reason::bad_syntax, Field::repository, to_printable(command.roid_suffix));
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.id = command.name};
  decision.events.emplace_back(events::RepositoryCreated{
      .repository = id, .name = command.name, .roid_suffix = command.roid_suffix});
  return decision;
}

}  // namespace stele::core
