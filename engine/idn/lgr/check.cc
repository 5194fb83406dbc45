// The report on a table that could be read: what RFC 7940 and RFC 8228 ask of a well-behaved one.
#include <algorithm>

#include "engine/idn/code_point.h"
#include "engine/idn/lgr/table_data.h"

namespace stele::idn::lgr {

namespace {

class Checker {
 public:
  explicit Checker(const Table& table) : data_(table.data()), problems_(data_.warnings) {}

  std::vector<Problem> run() {
    for (const Entry& entry : data_.entries) {
      check_mappings(entry);
      check_code_points(entry.source, entry.line);
      if (entry.source.size() > 1) check_sequence(entry);
    }
    for (const EntryRange& range : data_.ranges)
      for (char32_t c = range.first; c <= range.last && !full(); ++c) check_code_points({&c, 1}, range.line);
    check_overlaps();
    std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return std::move(problems_);
  }

 private:
  bool full() const { return problems_.size() >= kMaxProblems; }
  void add(Severity severity, int line, std::string what) {
    if (!full()) problems_.push_back({severity, line, std::move(what)});
  }

  // "when final", for a message.
  std::string words(const Condition& condition) const {
    if (!condition.exists()) return {};
    return std::string(condition.negated ? " not-when " : " when ") + data_.rules[static_cast<std::size_t>(condition.rule)].name;
  }

  // The text formats let a variant be no base character (RFC 4290 §1.3.2, RFC 3743 §5.2).
  Severity severity(const Entry* target) const {
    return target || data_.metadata.format == Format::lgr_xml ? Severity::error : Severity::warning;
  }

  static bool has(const Entry* entry, std::u32string_view to, const Condition& condition) {
    return entry && std::any_of(entry->variants.begin(), entry->variants.end(), [&](const Variant& one) {
             return one.to == to && one.condition == condition;
           });
  }

  // RFC 7940 §5.3.1, RFC 8228 §3 and §16.
  void check_mappings(const Entry& entry) {
    for (const Variant& variant : entry.variants) {
      if (full()) return;
      if (variant.to == entry.source) {
        if (variant.condition.exists())
          add(Severity::warning, variant.line, "the variant of " + to_text(entry.source) + " to itself has a condition; give it to the char (RFC 8228 §16)");
        continue;
      }
      const Entry* const target = data_.find(variant.to);
      if (!has(target, entry.source, variant.condition))
        add(severity(target), variant.line,
            "asymmetric: " + to_text(entry.source) + " has the variant " + to_text(variant.to) + words(variant.condition) +
                (target ? ", which (line " + std::to_string(target->line) + ") has no such variant back" : ", which is not in the table"));
      if (target) check_transitive(entry, variant, *target);
      if (variant.condition.exists() && has(&entry, variant.to, {}))
        add(Severity::warning, variant.line, "the variant " + to_text(variant.to) + " stands with and without a condition (RFC 8228 §16)");
    }
  }

  void check_transitive(const Entry& entry, const Variant& variant, const Entry& target) {
    for (const Variant& next : target.variants) {
      const bool known = next.to == entry.source || next.to == variant.to ||
                         std::any_of(entry.variants.begin(), entry.variants.end(), [&](const Variant& one) { return one.to == next.to; });
      if (!known && !full())
        add(Severity::error, entry.line,
            "intransitive: " + to_text(entry.source) + " has the variant " + to_text(variant.to) + " and that has " + to_text(next.to) +
                " (line " + std::to_string(next.line) + "), but " + to_text(entry.source) + " has it not");
    }
  }

  void check_code_points(std::u32string_view source, int line) {
    for (const char32_t c : source) {
      const Property property = property_of(c);
      if (property == Property::disallowed || property == Property::unassigned)
        add(Severity::warning, line, to_text(c) + " is " + std::string(to_text(property)) + " in IDNA2008: no label with it can be registered");
    }
  }

  bool is_member(char32_t c) const { return data_.find({&c, 1}) || data_.find_range(c); }

  // RFC 8228 §17: a label can be divided into the sequence or into its parts.
  void check_sequence(const Entry& entry) {
    const bool parts = std::all_of(entry.source.begin(), entry.source.end(), [&](char32_t c) { return is_member(c); });
    if (!parts) return;
    const auto maps = [](const Entry& one) {
      return std::any_of(one.variants.begin(), one.variants.end(), [&](const Variant& v) { return v.to != one.source; });
    };
    const bool parts_map = std::any_of(entry.source.begin(), entry.source.end(), [&](char32_t c) {
      const Entry* const part = data_.find({&c, 1});
      return part && maps(*part);
    });
    if (maps(entry) && parts_map)
      add(Severity::warning, entry.line, "ambiguous: the sequence " + to_text(entry.source) + " has variants, and so have its parts (RFC 8228 §17)");
  }

  // Two sequences of which one begins inside the other: what a label divides into depends on where one
  // begins to read.
  void check_overlaps() {
    std::vector<const Entry*> sequences;
    for (const Entry& entry : data_.entries)
      if (entry.source.size() > 1 && !entry.variants.empty()) sequences.push_back(&entry);
    for (const Entry* first : sequences)
      for (std::size_t shared = 1; shared < first->source.size(); ++shared) {
        const std::u32string_view tail = std::u32string_view(first->source).substr(shared);
        for (const Entry& second : data_.starting_with(tail[0])) {
          if (full()) return;
          if (second.source.size() <= tail.size() || second.variants.empty() || &second == first || !second.source.starts_with(tail)) continue;
          add(Severity::warning, second.line,
              "overlapping sequences: " + to_text(first->source) + " (line " + std::to_string(first->line) + ") ends as " + to_text(second.source) + " begins");
        }
      }
  }

  const TableData& data_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check(const Table& table) { return Checker(table).run(); }

}  // namespace stele::idn::lgr
