#include "engine/idn/lgr/reader.h"

#include <algorithm>

#include "engine/base/bytes.h"

namespace stele::idn::lgr {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Result<Table, TableFault> refuse(std::string what) {
  return std::unexpected(TableFault{{Problem{Severity::error, 0, std::move(what)}}});
}

// RFC 3743 has columns, and a line with the version; RFC 4290 has neither.
bool has_columns(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    if (words_of(line).empty()) continue;
    return line.starts_with("Reference ") || line.starts_with("Version ") ||
           line.find(';') != std::string_view::npos;
  }
  return false;
}

}  // namespace

void Reader::bad(int line, std::string what) {
  if (!full()) problems.push_back({Severity::error, line, std::move(what)});
}

void Reader::warn(int line, std::string what) {
  if (data.warnings.size() < kMaxProblems)
    data.warnings.push_back({Severity::warning, line, std::move(what)});
}

TypeSet Reader::type_of(const std::string& name, int line) {
  const auto found = std::find(data.types.begin(), data.types.end(), name);
  const auto index = static_cast<std::size_t>(found - data.types.begin());
  if (found == data.types.end()) {
    if (index == kMaxTypes) {
      bad(line, "there are more than " + std::to_string(kMaxTypes) + " types of variants");
      return 0;
    }
    data.types.push_back(name);
  }
  return TypeSet{1} << index;
}

void Reader::add(Entry entry) {
  if (data.entries.size() == kMaxEntries)
    return bad(entry.line, "there are more than " + std::to_string(kMaxEntries) + " code points and sequences");
  data.entries.push_back(std::move(entry));
}

void Reader::add(const EntryRange& range) {
  if (data.ranges.size() == kMaxEntries)
    return bad(range.line, "there are more than " + std::to_string(kMaxEntries) + " ranges");
  data.ranges.push_back(range);
}

void Reader::find_double_sources() {
  const TableData& d = data;
  for (std::size_t i = 1; i < d.entries.size(); ++i)
    if (d.entries[i].source == d.entries[i - 1].source)
      bad(std::max(d.entries[i].line, d.entries[i - 1].line),
          to_text(d.entries[i].source) + " is defined twice, first in line " +
              std::to_string(std::min(d.entries[i].line, d.entries[i - 1].line)));
  for (std::size_t i = 1; i < d.ranges.size(); ++i)
    if (d.ranges[i].first <= d.ranges[i - 1].last)
      bad(std::max(d.ranges[i].line, d.ranges[i - 1].line),
          "the ranges of lines " + std::to_string(d.ranges[i - 1].line) + " and " +
              std::to_string(d.ranges[i].line) + " overlap");
  for (const Entry& entry : d.entries)
    if (entry.source.size() == 1)
      if (const EntryRange* range = d.find_range(entry.source[0]))
        bad(std::max(entry.line, range->line),
            to_text(entry.source) + " is defined in line " + std::to_string(entry.line) +
                " and in the range of line " + std::to_string(range->line));
}

Result<Table, TableFault> Reader::finish() {
  complete(data);
  find_double_sources();
  if (data.entries.empty() && data.ranges.empty() && problems.empty())
    bad(0, "the table has no code points");
  if (!problems.empty()) {
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return std::unexpected(TableFault{std::move(problems)});
  }
  return Table(std::make_shared<const TableData>(std::move(data)));
}

Result<Table, TableFault> read_table(std::string_view bytes) {
  if (bytes.size() > kMaxTable)
    return refuse("the table has more than " + std::to_string(kMaxTable >> 20) + " MiB");
  std::string_view text = bytes;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return refuse("the table is empty");
  if (text[first] == '<' || text[0] == '\xFE' || text[0] == '\xFF') return read_xml_table(bytes);
  return has_columns(text) ? read_rfc3743_table(text) : read_rfc4290_table(text);
}

}  // namespace stele::idn::lgr
