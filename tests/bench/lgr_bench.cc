// What a label costs under IDN tables. Tables are the arguments: lgr_bench --table=FILE …
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/file.h"
#include "engine/idn/label.h"
#include "engine/idn/lgr/table.h"

namespace {

using namespace stele;
using namespace stele::idn;

// As many code points of the repertoire as make an A-label of 63 octets, variants before others.
std::u32string long_label(const std::string& part) {
  const std::u32string unit = from_utf8(part).value_or(U"a");
  std::u32string label;
  while (label.size() < lgr::kMaxLabel) {
    std::u32string longer = label + unit;
    if (!parse_u_label(to_utf8(longer))) break;
    label = std::move(longer);
  }
  return label;
}

void index_label(benchmark::State& state, const lgr::TableSet& set, const std::u32string& label) {
  for (auto _ : state) benchmark::DoNotOptimize(set.index_label(label));
}
void evaluation(benchmark::State& state, const lgr::TableSet& set, const std::u32string& label) {
  for (auto _ : state) benchmark::DoNotOptimize(set.evaluate(label));
}
void variants(benchmark::State& state, const lgr::TableSet& set, const std::u32string& label) {
  for (auto _ : state) benchmark::DoNotOptimize(set.allocatable(label));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> units;
  std::vector<std::unique_ptr<lgr::TableSet>> sets;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("--label=")) units.emplace_back(argument.substr(8));
  }
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!argument.starts_with("--table=")) continue;
    const std::string path(argument.substr(8));
    const auto bytes = read_file(path, lgr::kMaxTable);
    const auto table = bytes ? lgr::read_table(*bytes) : lgr::read_table("");
    if (!table) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), lgr::to_text(table.error()).c_str());
      return 1;
    }
    sets.push_back(std::make_unique<lgr::TableSet>(std::vector{*table}));
    const lgr::TableSet& set = *sets.back();
    const std::string name = path.substr(path.find_last_of('/') + 1);
    for (const std::string& unit : units) {
      const std::u32string label = long_label(unit);
      const std::string of = " " + unit + "×" + std::to_string(label.size()) + " " + name;
      benchmark::RegisterBenchmark(("index" + of).c_str(), [&set, label](auto& s) { index_label(s, set, label); });
      benchmark::RegisterBenchmark(("evaluate" + of).c_str(), [&set, label](auto& s) { evaluation(s, set, label); });
      benchmark::RegisterBenchmark(("variants" + of).c_str(), [&set, label](auto& s) { variants(s, set, label); });
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
