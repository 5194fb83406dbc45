// What a label of 63 octets costs under IDN tables: lgr_bench --table=FILE … --label=TEXT … fills it
// with the text. Each table alone, and all of them as those of one zone.
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
// As a command has it: from the A-label.
void index_of_a_label(benchmark::State& state, const lgr::TableSet& set, const std::string& label) {
  for (auto _ : state) benchmark::DoNotOptimize(set.index_label(parse_a_label(label)->unicode));
}
void evaluation(benchmark::State& state, const lgr::TableSet& set, const std::u32string& label) {
  for (auto _ : state) benchmark::DoNotOptimize(set.evaluate(label));
}
void variants(benchmark::State& state, const lgr::TableSet& set, const std::u32string& label) {
  for (auto _ : state) benchmark::DoNotOptimize(set.allocatable(label));
}

void register_all(const lgr::TableSet& set, const std::string& name,
                  const std::vector<std::string>& units) {
  for (const std::string& unit : units) {
    const std::u32string label = long_label(unit);
    const std::string of = " " + unit + "×" + std::to_string(label.size()) + " " + name;
    const auto add = [](const std::string& what, auto run) {
      benchmark::RegisterBenchmark(what.c_str(), run);
    };
    add("index" + of, [&set, label](auto& s) { index_label(s, set, label); });
    if (const auto parsed = parse_u_label(to_utf8(label)); parsed && parsed->ascii.starts_with("xn--"))
      add("index from A-label" + of,
          [&set, ascii = parsed->ascii](auto& s) { index_of_a_label(s, set, ascii); });
    add("evaluate" + of, [&set, label](auto& s) { evaluation(s, set, label); });
    add("variants" + of, [&set, label](auto& s) { variants(s, set, label); });
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> units;
  std::vector<lgr::Table> tables;
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
    tables.push_back(*table);
    sets.push_back(std::make_unique<lgr::TableSet>(std::vector{*table}));
    register_all(*sets.back(), path.substr(path.find_last_of('/') + 1), units);
  }
  if (tables.size() > 1) {
    sets.push_back(std::make_unique<lgr::TableSet>(tables));
    register_all(*sets.back(), "all", units);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
