// IDN tables from outside, and labels under them: the first line is a label, the rest a table. A
// table that is taken answers every question, and a variant that may be allocated is a variant by
// every way there is to ask.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "engine/idn/label.h"
#include "engine/idn/lgr/table.h"

namespace {

using namespace stele::idn;

void hold(const lgr::Table& table, std::u32string_view label) {
  const lgr::TableSet set({table});
  const auto evaluation = lgr::evaluate(table, label);
  CHECK(evaluation.valid() || !evaluation.failure->what.empty(), "a refusal says why");
  const std::u32string index = set.index_label(label);
  const auto found = set.allocatable(label, 8);
  CHECK(found.variants.size() <= 8 && (evaluation.valid() || found.variants.empty()), "the cap holds");
  // Sequences that overlap can be read in several ways; the report says so.
  const bool well_behaved = lgr::check(table).empty();
  for (const lgr::VariantLabel& variant : found.variants) {
    CHECK(variant.label != label, "a label is no variant of itself");
    CHECK(parse_u_label(to_utf8(variant.label)), "a variant is a label");
    CHECK(lgr::disposition_of(table, label, variant.label) == variant.disposition, "one disposition");
    CHECK(!well_behaved || set.index_label(variant.label) == index, "variants have one index label");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  const auto label = from_utf8(text.substr(0, end));
  const auto table = lgr::read_table(end == std::string_view::npos ? std::string_view() : text.substr(end + 1));
  if (!table) {
    CHECK(!table.error().problems.empty() && !table.error().problems[0].what.empty(), "a refusal says why");
    return 0;
  }
  for (const lgr::Problem& problem : lgr::check(*table)) CHECK(!problem.what.empty(), "a problem is named");
  if (label) hold(*table, *label);
  return 0;
}
