// Metadata and data of RFC 7940 (§4.3 and §5).
#include <algorithm>
#include <map>

#include "engine/base/bytes.h"
#include "engine/idn/code_point.h"
#include "engine/idn/lgr/reader.h"

namespace stele::idn::lgr {

namespace {

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

bool is_date(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  const int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// "11.0.0" as 11 and 0; nullopt unless three numbers.
std::optional<std::pair<int, int>> parse_version(std::string_view text) {
  int numbers[3] = {0, 0, 0};
  int part = 0;
  bool digit = false;
  for (const char c : text) {
    if (c == '.') {
      if (!digit || ++part == 3) return std::nullopt;
      digit = false;
    } else if (c >= '0' && c <= '9' && numbers[part] < 1000) {
      numbers[part] = numbers[part] * 10 + (c - '0');
      digit = true;
    } else {
      return std::nullopt;
    }
  }
  if (part != 2 || !digit) return std::nullopt;
  return std::pair(numbers[0], numbers[1]);
}

// RFC 5646 in outline: subtags of one to eight letters and digits.
bool is_language(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == '-' ? length == 0 : !alphanumeric || ++length > 8) return false;
    if (c == '-') length = 0;
  }
  return length > 0;
}

class XmlReader {
 public:
  Result<Table, TableFault> read(std::string_view bytes);

 private:
  void read_sections(const Element& root);
  void read_meta(const Element& meta);
  void read_meta_element(const Element& element);
  void read_references(const Element& references);
  void check_unicode(const Element& element, const std::string& version);
  void read_data(const Element& section);
  void read_char(const Element& element);
  void read_range(const Element& element);
  void read_variant(const Element& element, Entry& entry);
  void read_tags(const Element& element, char32_t first, char32_t last);
  void check_references(const Element& element);
  std::optional<std::u32string> code_points(const Element& element);
  Condition condition(const Element& element);

  Reader reader_;
  std::map<std::string, int, std::less<>> references_;  // id to line
  std::map<std::string, std::vector<CodePointSet::Range>> tags_;
  const Element* rules_ = nullptr;
};

Result<Table, TableFault> XmlReader::read(std::string_view bytes) {
  auto root = parse_xml(bytes);
  if (!root) return std::unexpected(TableFault{{std::move(root.error())}});
  if (root->name != "lgr" || root->foreign) {
    reader_.bad(root->line, "the root element is not lgr of urn:ietf:params:xml:ns:lgr-1.0");
    return reader_.finish();
  }
  read_sections(*root);
  return reader_.finish();
}

void XmlReader::read_sections(const Element& root) {
  const Element* meta = nullptr;
  const Element* section = nullptr;
  for (const Element& child : root.children) {
    const bool late_meta = child.name == "meta" && (meta || section || rules_);
    const bool late_data = child.name == "data" && (section || rules_);
    const bool late_rules = child.name == "rules" && (!section || rules_);
    if (child.foreign || (child.name != "meta" && child.name != "data" && child.name != "rules"))
      reader_.bad(child.line, "lgr has an element " + child.name + "; it may have meta, data and rules");
    else if (late_meta || late_data || late_rules)
      reader_.bad(child.line, "lgr has " + child.name + " a second time, or out of order: meta, data, rules");
    else
      (child.name == "meta" ? meta : child.name == "data" ? section : rules_) = &child;
  }
  if (!section) return reader_.bad(root.line, "lgr has no data");
  if (meta) read_meta(*meta);

  // Conditions name rules, and rules name classes by the tags of the data.
  Tags tags;
  for (const Element& child : section->children) {
    const std::string* const first = child.find(child.name == "range" ? "first-cp" : "cp");
    const std::string* const last = child.name == "range" ? child.find("last-cp") : first;
    if (!first || !last) continue;
    const auto from = parse_code_point(*first), to = parse_code_point(*last);
    if (from && to && *from <= *to) read_tags(child, *from, *to);
  }
  for (auto& [tag, ranges] : tags_) tags.emplace(tag, CodePointSet(std::move(ranges)));
  if (rules_) read_rules(*rules_, tags, reader_);
  if (rules_)
    for (const Element& child : rules_->children) check_references(child);
  read_data(*section);
}

void XmlReader::read_meta(const Element& meta) {
  std::map<std::string, int> seen;
  for (const Element& child : meta.children) {
    if (child.foreign) continue;  // §4.3.4 lets others describe scopes in their own words
    const bool many = child.name == "language" || child.name == "scope";
    const auto [first, fresh] = seen.emplace(child.name, child.line);
    if (!fresh && !many)
      reader_.bad(child.line, "meta has " + child.name + " twice, first in line " + std::to_string(first->second));
    else
      read_meta_element(child);
  }
}

void XmlReader::read_meta_element(const Element& element) {
  Metadata& meta = reader_.data.metadata;
  const std::string text = trimmed(element.text);
  const auto date = [&](std::string& to) {
    if (!is_date(text)) reader_.bad(element.line, element.name + " is not a date such as 2026-03-01: " + to_printable(text));
    to = text;
  };
  if (element.name == "version") {
    meta.version = text;
  } else if (element.name == "date") {
    date(meta.date);
  } else if (element.name == "validity-start") {
    date(meta.validity_start);
  } else if (element.name == "validity-end") {
    date(meta.validity_end);
  } else if (element.name == "language") {
    if (!is_language(text)) reader_.bad(element.line, "language is not a language tag: " + to_printable(text));
    meta.languages.push_back(text);
  } else if (element.name == "scope") {
    const std::string* const type = element.find("type");
    if (type && *type == "domain") meta.scopes.push_back(text);
  } else if (element.name == "unicode-version") {
    check_unicode(element, text);
  } else if (element.name == "description") {
    meta.description = text;
  } else if (element.name == "references") {
    read_references(element);
  } else {
    reader_.bad(element.line, "meta has an element " + element.name + ", which RFC 7940 does not know");
  }
}

// An older version is taken: the properties that tables use are stable. A newer one may assign what
// this ICU does not know.
void XmlReader::check_unicode(const Element& element, const std::string& text) {
  const auto wanted = parse_version(text);
  const auto ours = parse_version(unicode_version() + ".0");
  if (!wanted)
    reader_.bad(element.line, "unicode-version is not a version such as 15.0.0: " + to_printable(text));
  else if (ours && *wanted > *ours)
    reader_.bad(element.line, "the table needs Unicode " + text + ", this program has " + unicode_version());
  reader_.data.metadata.unicode_version = text;
}

void XmlReader::read_references(const Element& references) {
  for (const Element& child : references.children) {
    const std::string* const id = child.find("id");
    if (child.name != "reference" || child.foreign) {
      reader_.bad(child.line, "references has an element " + child.name + "; it may have reference");
    } else if (!id || id->empty() || id->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:") != std::string::npos) {
      reader_.bad(child.line, "a reference needs an id of digits, capital letters and -_.:");
    } else if (const auto [first, fresh] = references_.emplace(*id, child.line); !fresh) {
      reader_.bad(child.line, "reference " + *id + " stands twice, first in line " + std::to_string(first->second));
    }
  }
}

void XmlReader::read_data(const Element& section) {
  for (const Element& child : section.children) {
    if (reader_.full()) return;
    check_references(child);
    if (child.name == "char" && !child.foreign)
      read_char(child);
    else if (child.name == "range" && !child.foreign)
      read_range(child);
    else
      reader_.bad(child.line, "data has an element " + child.name + "; it may have char and range");
  }
}

std::optional<std::u32string> XmlReader::code_points(const Element& element) {
  const std::string* const cp = element.find("cp");
  auto out = cp ? parse_code_points(*cp) : std::nullopt;
  if (!cp) {
    reader_.bad(element.line, element.name + " has no cp");
  } else if (!out) {
    reader_.bad(element.line, "cp is not code points such as 0628 or 006C 00B7 006C: " + to_printable(*cp));
  } else if (out->size() > kMaxSequence) {
    reader_.bad(element.line, "a sequence has more than " + std::to_string(kMaxSequence) + " code points");
    return std::nullopt;
  }
  return out;
}

Condition XmlReader::condition(const Element& element) {
  const std::string* const when = element.find("when");
  const std::string* const not_when = element.find("not-when");
  if (when && not_when) reader_.bad(element.line, element.name + " has both when and not-when");
  const std::string* const name = when ? when : not_when;
  if (!name) return {};
  const auto rule = find_rule(reader_.data, *name);
  if (!rule) {
    reader_.bad(element.line, (when ? "when" : "not-when") + std::string(" names the rule ") + to_printable(*name) + ", which is not defined");
    return {};
  }
  return {*rule, when == nullptr};
}

void XmlReader::read_char(const Element& element) {
  has_only(element, {"cp", "comment", "when", "not-when", "tag", "ref"}, reader_);
  auto source = code_points(element);
  if (!source) return;
  Entry entry{std::move(*source), condition(element), {}, element.line};
  if (entry.source.size() != 1 && element.find("tag"))
    reader_.bad(element.line, "a sequence has a tag; only single code points may (RFC 7940 §5.5)");
  for (const Element& child : element.children) {
    check_references(child);
    if (child.name == "var" && !child.foreign)
      read_variant(child, entry);
    else
      reader_.bad(child.line, "char has an element " + child.name + "; it may have var");
  }
  if (entry.source.empty() && element.children.empty())
    reader_.bad(element.line, "an empty cp needs a var (RFC 7940 §5.3.3)");
  if (entry.variants.size() > kMaxVariantsOfOne)
    return reader_.bad(element.line, "a char has more than " + std::to_string(kMaxVariantsOfOne) + " variants");
  reader_.add(std::move(entry));
}

void XmlReader::read_variant(const Element& element, Entry& entry) {
  has_only(element, {"cp", "comment", "when", "not-when", "type", "ref"}, reader_);
  if (!element.children.empty()) reader_.bad(element.line, "var has elements; it is empty");
  auto target = code_points(element);
  if (!target) return;
  Variant variant{std::move(*target), 0, condition(element), element.line};
  if (const std::string* const type = element.find("type")) {
    if (type->empty() || type->front() == '_' || words_of(*type).size() != 1 || words_of(*type)[0] != *type)
      reader_.bad(element.line, "type is one word and does not begin with an underscore: " + to_printable(*type));
    else
      variant.type = reader_.type_of(*type, element.line);
  }
  for (const Variant& other : entry.variants)
    if (other.to == variant.to && other.condition == variant.condition)
      reader_.bad(element.line, "the variant " + to_text(variant.to) + " stands twice, first in line " + std::to_string(other.line));
  if (entry.variants.size() <= kMaxVariantsOfOne) entry.variants.push_back(std::move(variant));
}

void XmlReader::read_range(const Element& element) {
  has_only(element, {"first-cp", "last-cp", "comment", "when", "not-when", "tag", "ref"}, reader_);
  if (!element.children.empty()) reader_.bad(element.line, "range has elements; it is empty");
  const std::string* const first = element.find("first-cp");
  const std::string* const last = element.find("last-cp");
  if (!first || !last) return reader_.bad(element.line, "range needs first-cp and last-cp");
  const auto from = parse_code_point(*first), to = parse_code_point(*last);
  if (!from || !to || *from > *to)
    return reader_.bad(element.line, "first-cp and last-cp are not a rising pair of code points such as 0030 and 0039");
  reader_.add(EntryRange{*from, *to, condition(element), element.line});
}

void XmlReader::read_tags(const Element& element, char32_t first, char32_t last) {
  const std::string* const list = element.find("tag");
  if (!list) return;
  const auto tags = words_of(*list);
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (std::find(tags.begin(), tags.begin() + static_cast<std::ptrdiff_t>(i), tags[i]) != tags.begin() + static_cast<std::ptrdiff_t>(i))
      reader_.bad(element.line, "the tag " + to_printable(tags[i]) + " stands twice");
    tags_[std::string(tags[i])].push_back({first, last});
  }
}

void XmlReader::check_references(const Element& element) {
  if (const std::string* const ref = element.find("ref")) {
    const auto ids = words_of(*ref);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto before = ids.begin() + static_cast<std::ptrdiff_t>(i);
      if (!references_.contains(ids[i]))
        reader_.bad(element.line, "ref names the reference " + to_printable(ids[i]) + ", which is not declared");
      if (std::find(ids.begin(), before, ids[i]) != before)
        reader_.bad(element.line, "ref names the reference " + to_printable(ids[i]) + " twice");
    }
  }
  if (element.name != "char" && element.name != "range" )
    for (const Element& child : element.children) check_references(child);
}

}  // namespace

bool has_only(const Element& element, std::initializer_list<std::string_view> attributes, Reader& reader) {
  bool good = true;
  for (const Attribute& attribute : element.attributes)
    if (std::find(attributes.begin(), attributes.end(), attribute.name) == attributes.end()) {
      reader.bad(element.line, element.name + " has an attribute " + to_printable(attribute.name) + ", which it must not have here");
      good = false;
    }
  return good;
}

Result<Table, TableFault> read_xml_table(std::string_view bytes) { return XmlReader().read(bytes); }

}  // namespace stele::idn::lgr
