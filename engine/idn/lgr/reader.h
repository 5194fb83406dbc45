// What the readers of the formats share: the table they fill and the problems they find.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/idn/lgr/table_data.h"
#include "engine/idn/lgr/xml.h"

namespace stele::idn::lgr {

class Reader {
 public:
  TableData data;
  std::vector<Problem> problems;

  void bad(int line, std::string what);
  void warn(int line, std::string what);
  bool full() const { return problems.size() >= kMaxProblems; }

  // The bit of a variant type; 0 once there are too many of them.
  TypeSet type_of(const std::string& name, int line);

  // Complains of a second one, of too many, of a code point in two ranges.
  void add(Entry entry);
  void add(const EntryRange& range);
  Result<Table, TableFault> finish();

 private:
  void find_double_sources();
};

// The rules element: classes, rules, actions (RFC 7940 §6 and §7). `tags` are those of the data.
using Tags = std::map<std::string, CodePointSet, std::less<>>;
void read_rules(const Element& rules, const Tags& tags, Reader& reader);
// The index of a rule that has been read.
std::optional<int> find_rule(const TableData& data, std::string_view name);

// False, with a problem for each, when an element has attributes it must not have.
bool has_only(const Element& element, std::initializer_list<std::string_view> attributes,
              Reader& reader);

Result<Table, TableFault> read_xml_table(std::string_view bytes);
Result<Table, TableFault> read_rfc4290_table(std::string_view bytes);
Result<Table, TableFault> read_rfc3743_table(std::string_view bytes);

}  // namespace stele::idn::lgr
