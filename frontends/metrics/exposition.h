// Exposition: figures as Prometheus reads them, its text format 0.0.4 (docs/operations/metrics.md).
// A family is begun with its name, type and help; all its samples follow before the next one begins.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace stele::metrics {

enum class Type { counter, gauge };

using Label = std::pair<std::string_view, std::string_view>;

class Exposition {
 public:
  // Precondition: a counter's name ends with "_total"; no family is begun twice.
  void family(std::string_view name, Type type, std::string_view help);
  void sample(std::initializer_list<Label> labels, double value);
  // Whole numbers are written out whatever their size: positions and serials stay exact.
  template <std::integral Int>
  void sample(std::initializer_list<Label> labels, Int value) {
    put(labels, std::to_string(value));
  }

  // A family with one sample and no labels.
  template <class Value>
  void single(std::string_view name, Type type, std::string_view help, Value value) {
    family(name, type, help);
    sample({}, value);
  }

  std::string take() { return std::move(out_); }

 private:
  void put(std::initializer_list<Label> labels, std::string_view value);
  std::string out_;
  std::string name_;  // of the family
};

}  // namespace stele::metrics
