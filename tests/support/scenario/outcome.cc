#include "tests/support/scenario/outcome.h"

#include <algorithm>
#include <utility>

namespace stele::test {
namespace {

using gateway::Word;

std::optional<std::string> compare_epp_reasons(const Got& got, const Words& expected) {
  std::vector<std::string> wanted;
  for (const Word& word : expected) wanted.push_back(word.key.empty() ? word.value : word.key);
  if (got.reasons.empty()) return std::nullopt;
  // Reasons of one code share a result, so only the decisive one keeps its place.
  const bool first = got.reasons.front() == wanted.front();
  const bool all = std::is_permutation(wanted.begin(), wanted.end(), got.reasons.begin(),
                                       got.reasons.end());
  return first && all ? std::nullopt : std::optional<std::string>("other reasons than told:");
}

// `reason` or `reason=value`, all of them, the decisive one first.
std::optional<std::string> compare_reasons(const Got& got, const Words& expected) {
  if (expected.empty()) return "the line does not say why it is refused:";
  for (const Word& word : expected)
    if (!is_reason(word.key.empty() ? word.value : word.key))
      return word.key + word.value + " is no reason (engine/core/refusal_list.inc)";
  if (got.by_epp) return compare_epp_reasons(got, expected);
  if (expected.size() != got.rejections.size()) return "other reasons than told:";
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const core::Rejection& rejection = got.rejections[i];
    const std::string& reason = expected[i].key.empty() ? expected[i].value : expected[i].key;
    if (reason != core::name_of(rejection.reason)) return "other reasons than told:";
    if (!expected[i].key.empty() && expected[i].value != rejection.value)
      return "another value than told:";
  }
  return std::nullopt;
}

}  // namespace

std::string to_text(const Got& got) {
  std::string out = std::to_string(got.code);
  for (const std::string& kind : got.kinds) out += " " + kind;
  for (const core::Rejection& rejection : got.rejections)
    out += " " + std::string(core::name_of(rejection.reason)) +
           (rejection.value.empty() ? "" : "=" + rejection.value);
  for (const std::string& word : got.available) out += " " + word;
  for (const std::string& text : got.texts) out += " [" + text + "]";
  return out;
}

Got refused(core::Rejections rejections) {
  const int code = core::epp_code(rejections.front().reason);
  return Got{.code = code, .rejections = std::move(rejections)};
}

bool is_code(std::string_view word) {
  return word.size() == 4 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_reason(std::string_view name) {
  static constexpr std::string_view kNames[] = {
#define X(reason, code, text) #reason,
#include "engine/core/refusal_list.inc"
#undef X
  };
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::optional<std::string> compare(const Got& got, const Words& expected) {
  const std::string& code = expected[0].value;
  const bool ok = code == "ok" ? got.accepted() : code == std::to_string(got.code);
  if (!ok) return "another outcome than told:";
  const Words rest(expected.begin() + 1, expected.end());
  if (!got.accepted()) {
    if (!got.kinds.empty()) return "refused, and yet the journal has grown:";
    return compare_reasons(got, rest);
  }
  Words facts;
  std::vector<std::string> kinds;
  for (const Word& word : rest)
    if (word.key.empty()) kinds.push_back(word.value);
    else facts.push_back(word);
  if (kinds != got.kinds) return "the journal holds other events than told:";
  return unmet(got.facts, facts);
}

std::optional<std::string> compare_check(const Got& got, const Words& expected) {
  if (got.code != 1000) return "the check was refused:";
  if (expected.size() != got.available.size()) return "other answers than told:";
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string& wanted = expected[i].value;
    const std::string& is = got.available[i];
    const bool same = got.by_epp && !got.claims ? (wanted == "avail") == (is == "avail") : wanted == is;
    if (!same) return "other answers than told:";
  }
  return std::nullopt;
}

}  // namespace stele::test
