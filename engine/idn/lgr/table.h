// IDN tables: which labels a zone takes, which labels are variants of each other, and what may become
// of a variant. RFC 7940 in XML, and the text tables of RFC 4290 §5 and RFC 3743 §5.
//
// A table is read once and then never changes; every function here is pure and may be called on any
// thread. Labels are code points, not A-labels: idn/label.h makes the one from the other, and judges
// by IDNA2008, which a table never does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace stele::idn::lgr {

constexpr std::size_t kMaxTable = 16 << 20;  // octets
constexpr std::size_t kMaxLabel = 63;        // code points; a label has at most as many octets
constexpr std::size_t kShownVariants = 256;
constexpr std::uint64_t kSearchWork = 1'000'000;  // some 20 ms

enum class Severity { error, warning };

struct Problem {
  Severity severity = Severity::error;
  int line = 0;  // 0: of the whole table
  std::string what;
  bool operator==(const Problem&) const = default;
};
std::string to_text(const Problem& problem);  // "line 12: error: …"

// Why there is no table: all that was found, by line, one error at least.
struct TableFault {
  std::vector<Problem> problems;
};
std::string to_text(const TableFault& fault);  // a line for each

enum class Format { lgr_xml, rfc4290, rfc3743 };
std::string_view to_text(Format format);

struct Metadata {
  Format format = Format::lgr_xml;
  std::string version;
  std::string date;  // YYYY-MM-DD, like the next two
  std::string validity_start;
  std::string validity_end;
  std::vector<std::string> languages;  // as RFC 5646 writes them
  std::vector<std::string> scopes;     // domain names
  std::string unicode_version;
  std::string description;
};

struct TableData;  // table_data.h, for this folder alone

class Table {  // a value, cheap to copy
 public:
  explicit Table(std::shared_ptr<const TableData> data) : data_(std::move(data)) {}
  const Metadata& metadata() const;
  const TableData& data() const { return *data_; }

 private:
  std::shared_ptr<const TableData> data_;
};

// The format is told from the text. Refuses what RFC 7940 says must be rejected.
Result<Table, TableFault> read_table(std::string_view bytes);

// What a table may be and should not be: asymmetric or intransitive variants, ambiguous sequences,
// code points IDNA2008 does not know. By line. At most kMaxProblems.
constexpr std::size_t kMaxProblems = 200;
std::vector<Problem> check(const Table& table);

struct Failure {
  enum class Kind {
    empty_or_too_long,
    code_point,  // not in the repertoire
    context,     // a when or not-when of a code point
    action,      // an action made the label invalid, or blocked
  };
  Kind kind = Kind::code_point;
  std::size_t place = 0;  // of the code point, from 1; 0 when it is the whole label
  char32_t code_point = 0;
  std::string rule;  // name of the rule; for an action without one, its trigger
  int line = 0;      // in the table
  std::string what;  // for people
};

struct Evaluation {
  std::string disposition;  // RFC 7940 §7.3, or a table's own
  std::optional<Failure> failure;
  bool valid() const { return !failure; }  // may be applied for
};
// RFC 7940 §8.1 and §8.3.
Evaluation evaluate(const Table& table, std::u32string_view label);

struct VariantLabel {
  std::u32string label;
  std::string disposition;  // "allocatable" or "activated"
  bool operator==(const VariantLabel&) const = default;
};
struct AllocatableVariants {
  std::vector<VariantLabel> variants;  // by code points; without the label itself
  bool too_many = false;               // there are more, or the search came to its bound
  std::uint64_t work = 0;              // nodes of automata looked at, and states of the search
};
// The variants a registrant may have; none of a label that is not valid. Blocked ones are never
// enumerated (there may be 10^18). Each is valid by the table and by IDNA2008.
AllocatableVariants allocatable(const Table& table, std::u32string_view label,
                                std::size_t cap = kShownVariants);

// What becomes of `variant` when `label` is registered; nullopt when it is no variant of it by this
// table. "invalid" when two ways to make it differ (RFC 7940 §8.4 calls that an error).
std::optional<std::string> disposition_of(const Table& table, std::u32string_view label,
                                          std::u32string_view variant);

class IndexMap;  // index_map.h

// The tables of one zone. Names are unique in the zone by their index label under all of them.
class TableSet {
 public:
  TableSet() = default;  // takes no label; a label is its own index label
  explicit TableSet(std::vector<Table> tables);

  bool empty() const { return tables_.empty(); }
  const std::vector<Table>& tables() const { return tables_; }

  struct Verdict {
    std::size_t table = 0;  // that took it; else the one whose failure is told: the first whose
                            // repertoire has every code point, or the first
    Evaluation evaluation;
  };
  Verdict evaluate(std::u32string_view label) const;  // needs a table

  // One label for all that are variants of each other, by any of the tables; an identifier, not a
  // label to be shown or registered (RFC 7940 §8.5).
  std::u32string index_label(std::u32string_view label) const;

  // By the table that takes the label.
  AllocatableVariants allocatable(std::u32string_view label, std::size_t cap = kShownVariants) const;

 private:
  std::vector<Table> tables_;
  std::shared_ptr<const IndexMap> index_;
};

}  // namespace stele::idn::lgr
