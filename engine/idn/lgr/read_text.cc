// The text tables of RFC 4290 §5 and RFC 3743 §5, as rulesets of RFC 7940 (its §9 and appendix B).
#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/idn/lgr/reader.h"

namespace stele::idn::lgr {

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = text.find(at);
    out.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// Calls back with each line that says something, without its comment, and its number.
template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    if (const auto said = trimmed(line.substr(0, line.find('#'))); !said.empty()) visit(said, number);
    if (end == std::string_view::npos) return;
    text.remove_prefix(text.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
}

void add_action(TableData& data, const char* disposition, Action::Trigger trigger, TypeSet types, const char* text) {
  Action action;
  action.disposition = disposition;
  action.trigger = trigger;
  action.types = types;
  action.text = text;
  data.actions.push_back(std::move(action));
}

void add_variant(Entry& entry, std::u32string to, TypeSet type, int line, Reader& reader) {
  const bool known = std::any_of(entry.variants.begin(), entry.variants.end(),
                                 [&](const Variant& other) { return other.to == to; });
  if (known) return;  // the second column may repeat what the first said
  if (entry.variants.size() == kMaxVariantsOfOne)
    return reader.bad(line, "a code point has more than " + std::to_string(kMaxVariantsOfOne) + " variants");
  entry.variants.push_back({std::move(to), type, {}, line});
}

// --- RFC 4290: U+2237|U+003A-U+003A:U+2236 ---

std::optional<std::u32string> parse_u_string(std::string_view text) {
  std::u32string out;
  for (const std::string_view one : split(text, '-')) {
    const auto code_point = one.starts_with("U+") ? parse_code_point(one.substr(2)) : std::nullopt;
    if (!code_point || out.size() == kMaxSequence) return std::nullopt;
    out.push_back(*code_point);
  }
  return out;
}

void read_base_line(std::string_view line, int number, TypeSet type, Reader& reader) {
  const std::size_t bar = line.find('|');
  const auto base = parse_u_string(trimmed(line.substr(0, bar)));
  if (!base || base->size() != 1)
    return reader.bad(number, "a line begins with one base character such as U+0628: " + to_printable(line));
  Entry entry{*base, {}, {}, number};
  if (bar != std::string_view::npos)
    for (const std::string_view text : split(line.substr(bar + 1), ':')) {
      auto to = parse_u_string(text);
      if (!to)
        reader.bad(number, "a variant is not code points such as U+0628 or U+003A-U+003A: " + to_printable(text));
      else
        add_variant(entry, std::move(*to), type, number, reader);
    }
  reader.add(std::move(entry));
}

// --- RFC 3743: 5718(1);56E2(4);56E2(2),56E3(2) ---

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class ColumnReader {
 public:
  Result<Table, TableFault> read(std::string_view text);

 private:
  void read_line(std::string_view line, int number);
  void read_reference(std::string_view line, int number);
  void read_version(std::string_view line, int number);
  void read_entry(std::string_view line, int number);
  std::optional<std::u32string> code_points(std::string_view text, int number);
  bool check_references(std::string_view list, int number);

  Reader reader_;
  std::vector<std::string> references_;
  TypeSet preferred_ = 0, preferred_itself_ = 0, other_ = 0;
};

Result<Table, TableFault> ColumnReader::read(std::string_view text) {
  TableData& data = reader_.data;
  data.metadata.format = Format::rfc3743;
  preferred_ = reader_.type_of("preferred", 0);
  preferred_itself_ = reader_.type_of("r-preferred", 0);
  other_ = reader_.type_of("blocked", 0);
  for_each_line(text, [&](std::string_view line, int number) { read_line(line, number); });
  if (data.metadata.version.empty()) reader_.bad(0, "the table has no line Version NUMBER YYYYMMDD");
  // RFC 7940 appendix B: a label of preferred characters alone is the registrant's; a mixture, and
  // whatever holds another variant, is nobody's.
  using Trigger = Action::Trigger;
  add_action(data, "blocked", Trigger::any_variant, other_, "a character variant");
  add_action(data, "activated", Trigger::only_variants, preferred_ | preferred_itself_, "preferred variants");
  add_action(data, "blocked", Trigger::any_variant, preferred_, "a mixture of preferred variants");
  return reader_.finish();
}

void ColumnReader::read_line(std::string_view line, int number) {
  if (reader_.full()) return;
  if (line.starts_with("Reference "))
    read_reference(line, number);
  else if (line.starts_with("Version "))
    read_version(line, number);
  else
    read_entry(line, number);
}

void ColumnReader::read_reference(std::string_view line, int number) {
  const auto words = words_of(line);
  if (words.size() < 2 || !is_number(words[1]))
    return reader_.bad(number, "a reference is written: Reference NUMBER DESCRIPTION");
  references_.emplace_back(words[1]);
}

void ColumnReader::read_version(std::string_view line, int number) {
  const auto words = words_of(line);
  Metadata& meta = reader_.data.metadata;
  if (words.size() != 3 || !is_number(words[1]) || !is_number(words[2]) || words[2].size() != 8)
    return reader_.bad(number, "the version is written: Version NUMBER YYYYMMDD");
  if (!meta.version.empty()) return reader_.bad(number, "the version stands twice");
  meta.version = words[1];
  meta.date = std::string(words[2].substr(0, 4)) + "-" + std::string(words[2].substr(4, 2)) + "-" + std::string(words[2].substr(6));
}

bool ColumnReader::check_references(std::string_view list, int number) {
  for (const std::string_view one : split(list, ','))
    if (std::find(references_.begin(), references_.end(), one) == references_.end()) {
      reader_.bad(number, "the reference " + to_printable(one) + " is not declared");
      return false;
    }
  return true;
}

// "56E2(4)", "0061 0065(1)"; an optional U+ before each.
std::optional<std::u32string> ColumnReader::code_points(std::string_view text, int number) {
  std::u32string out;
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t("), text.size());
    std::string_view digits = text.substr(0, end);
    if (digits.starts_with("U+")) digits.remove_prefix(2);
    const auto code_point = parse_code_point(digits);
    if (!code_point || out.size() == kMaxSequence) {
      reader_.bad(number, "this is no code point such as 56E2 or 56E2(1): " + to_printable(text));
      return std::nullopt;
    }
    out.push_back(*code_point);
    text = trimmed(text.substr(end));
    if (!text.starts_with('(')) continue;
    const std::size_t close = text.find(')');
    if (close == std::string_view::npos) {
      reader_.bad(number, "a bracket is not closed: " + to_printable(text));
      return std::nullopt;
    }
    if (!check_references(text.substr(1, close - 1), number)) return std::nullopt;
    text.remove_prefix(close + 1);
  }
  return out;
}

void ColumnReader::read_entry(std::string_view line, int number) {
  const auto columns = split(line, ';');
  if (columns.size() != 3)
    return reader_.bad(number, "a line has three columns, code point;preferred;others: " + to_printable(line));
  const auto base = code_points(columns[0], number);
  if (!base) return;
  if (base->size() != 1) return reader_.bad(number, "the first column has one code point");
  Entry entry{*base, {}, {}, number};
  for (const std::size_t column : {std::size_t{1}, std::size_t{2}}) {
    if (columns[column].empty()) continue;
    // The commas of a reference list stand in brackets.
    std::string_view rest = columns[column];
    while (!rest.empty()) {
      std::size_t end = 0;
      for (bool inside = false; end < rest.size() && (inside || rest[end] != ','); ++end)
        inside = rest[end] == '(' || (inside && rest[end] != ')');
      auto to = code_points(rest.substr(0, end), number);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!to) continue;
      if (to->empty()) {
        reader_.bad(number, "a variant is missing between two commas");
        continue;
      }
      const bool itself = *to == entry.source;
      if (column == 2 && itself) continue;  // assumed anyway (RFC 3743 §5.2)
      add_variant(entry, std::move(*to), column == 2 ? other_ : itself ? preferred_itself_ : preferred_, number, reader_);
    }
  }
  reader_.add(std::move(entry));
}

}  // namespace

// A variant may be the registrant's where it can be registered at all, which is where its own
// characters are base characters; the rest is kept from everybody.
Result<Table, TableFault> read_rfc4290_table(std::string_view text) {
  Reader reader;
  reader.data.metadata.format = Format::rfc4290;
  const TypeSet type = reader.type_of("allocatable", 0);
  for_each_line(text, [&](std::string_view line, int number) {
    if (!reader.full()) read_base_line(line, number, type, reader);
  });
  return reader.finish();
}

Result<Table, TableFault> read_rfc3743_table(std::string_view text) { return ColumnReader().read(text); }

}  // namespace stele::idn::lgr
