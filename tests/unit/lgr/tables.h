// Small tables for the tests, in words as short as they can be.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/idn/label.h"
#include "engine/idn/lgr/table.h"

namespace stele::idn::lgr {

// An RFC 7940 table of what stands inside data, and inside rules when there is any. Line 1 is all
// before data's content, which begins with line 2.
inline std::string xml(std::string_view data, std::string_view rules = {}) {
  std::string out =
      R"(<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0"><meta><unicode-version>11.0.0</unicode-version></meta><data>)"
      "\n";
  out += std::string(data) + "</data>";
  if (!rules.empty()) out += "\n<rules>\n" + std::string(rules) + "</rules>";
  return out + "</lgr>";
}

inline Table table_of(const std::string& text) {
  auto table = read_table(text);
  EXPECT_TRUE(table) << (table ? "" : to_text(table.error())) << "\n" << text;
  return table ? *table : *read_table(xml("<char cp=\"0061\"/>"));
}

inline Table table_of(std::string_view data, std::string_view rules) { return table_of(xml(data, rules)); }

// The faults a text is refused for, a line each; "taken" when it is not.
inline std::string faults_of(const std::string& text) {
  const auto table = read_table(text);
  return table ? "taken" : to_text(table.error());
}

inline std::u32string u(std::string_view text) { return from_utf8(text).value_or(U"not UTF-8"); }

// "valid", or the disposition and why.
inline std::string verdict_of(const Table& table, std::string_view label) {
  const Evaluation evaluation = evaluate(table, u(label));
  return evaluation.failure ? evaluation.disposition + ": " + evaluation.failure->what : evaluation.disposition;
}

// "bb bc" and "… too many".
inline std::string variants_of(const Table& table, std::string_view label, std::size_t cap = kShownVariants) {
  const AllocatableVariants found = allocatable(table, u(label), cap);
  std::string out;
  for (const VariantLabel& variant : found.variants) out += (out.empty() ? "" : " ") + to_utf8(variant.label);
  return out + (found.too_many ? " too many" : "");
}

inline std::string index_of(const std::vector<Table>& tables, std::string_view label) {
  return to_utf8(TableSet(tables).index_label(u(label)));
}

inline std::string report_of(const Table& table) {
  std::string out;
  for (const Problem& problem : check(table)) out += to_text(problem) + "\n";
  return out;
}

}  // namespace stele::idn::lgr
