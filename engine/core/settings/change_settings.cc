// ChangeSettings. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 details  nothing_to_change 2003 (alone) · value_out_of_range 2004 · bad_syntax 2005 (setting;
//             the value begins with its name)
#include <algorithm>
#include <string>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"
#include "engine/core/settings/number_settings.h"
#include "events/values/ip_prefix.h"

namespace stele::core {
namespace {

constexpr std::size_t kMostNotice = 4096;
constexpr std::size_t kMostExempt = 4096;

bool changes_nothing(const ChangeSettings& c) {
  return !c.server_id && !c.whois_notice && !c.query_exempt &&
         std::none_of(std::begin(kNumberSettings), std::end(kNumberSettings),
                      [&](const NumberSetting& number) { return (c.*number.wished).has_value(); });
}

// RFC 5730 sIDType: 3 to 64 characters.
void require_server_id(const std::string& id, Problems& problems) {
  const auto characters = count_characters(id);
  if (!characters)
    problems.add(Reason::bad_syntax, Field::setting, "server_id=" + to_printable(id));
  else if (*characters < 3 || *characters > 64)
    problems.add(Reason::value_out_of_range, Field::setting, "server_id=" + id);
}

void require_notice(std::string_view notice, Problems& problems) {
  if (notice.size() > kMostNotice)
    problems.add(Reason::value_out_of_range, Field::setting, "whois_notice");
  std::string_view rest = notice;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    if (!count_characters(line))
      problems.add(Reason::bad_syntax, Field::setting, "whois_notice=" + to_printable(line));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
}

// "192.0.2.0/24,2001:db8::/32"; empty: everybody is limited.
void require_ranges(std::string_view text, Problems& problems) {
  if (text.size() > kMostExempt)
    return problems.add(Reason::value_out_of_range, Field::setting, "query_exempt");
  while (!text.empty()) {
    const std::string_view range = text.substr(0, text.find(','));
    if (!parse_ip_prefix(range))
      problems.add(Reason::bad_syntax, Field::setting, "query_exempt=" + to_printable(range));
    text.remove_prefix(std::min(range.size() + 1, text.size()));
  }
}

void require_number(const NumberSetting& number, std::uint32_t value, Problems& problems) {
  if (value < number.least || value > number.most)
    problems.add(Reason::value_out_of_range, Field::setting,
                 std::string(number.name) + "=" + std::to_string(value));
}

}  // namespace

Decided<Decision> decide(const Context& context, const ChangeSettings& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  if (changes_nothing(command)) return refuse(Reason::nothing_to_change);

  if (command.server_id) require_server_id(*command.server_id, problems);
  if (command.whois_notice) require_notice(*command.whois_notice, problems);
  if (command.query_exempt) require_ranges(*command.query_exempt, problems);
  for (const NumberSetting& number : kNumberSettings)
    if (const auto& wished = command.*number.wished) require_number(number, *wished, problems);
  if (problems.any()) return problems.refusal();

  events::SettingsChanged changed{.server_id = command.server_id,
                                  .whois_notice = command.whois_notice,
                                  .query_exempt = command.query_exempt};
  for (const NumberSetting& number : kNumberSettings)
    changed.*number.changed = command.*number.wished;
  Decision decision;
  decision.events.emplace_back(std::move(changed));
  return decision;
}

}  // namespace stele::core
