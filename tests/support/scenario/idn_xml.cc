#include "tests/support/scenario/idn_xml.h"

#include <algorithm>

#include "engine/idn/name.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Ns;
using epp::xml::Tree;
using gateway::Word;

constexpr const char* kVariants = " xmlns:variants=\"urn:stele:params:xml:ns:variants-1.0\"";

std::string element(const std::string& name, const std::string& text) {
  std::string out = "<" + name + ">";
  epp::xml::append_escaped(out, text);
  return out + "</" + name + ">";
}

// The content of a choice: all, or names.
std::string choice(const Word& word) {
  if (word.value == "all") return "<variants:all/>";
  std::string out;
  for (const std::string& name : word.items) out += element("variants:name", in_a_labels(name));
  return out;
}

std::string table_and_label(const std::vector<Word>& words) {
  std::string inside;
  for (const char* key : {"idn", "uname"})
    for (const Word& word : words)
      if (word.key == key)
        inside += element(word.key == "idn" ? "idn:table" : "idn:uname", word.value);
  if (inside.empty()) return {};
  return "<idn:data xmlns:idn=\"urn:ietf:params:xml:ns:idn-1.0\">" + inside + "</idn:data>";
}

std::string variants(const std::vector<Word>& words) {
  const std::string& verb = words[0].value;
  std::string removed, added;
  for (const Word& word : words) {
    if (word.key == "variants" && verb == "info")
      return std::string("<variants:info") + kVariants + "/>";
    if (word.key == "variants")
      return std::string("<variants:create") + kVariants + ">" + choice(word) + "</variants:create>";
    if (word.key == "rem.variant") removed = "<variants:rem>" + choice(word) + "</variants:rem>";
    if (word.key == "add.variant") added = "<variants:add>" + choice(word) + "</variants:add>";
  }
  if (removed.empty() && added.empty()) return {};
  return std::string("<variants:update") + kVariants + ">" + removed + added + "</variants:update>";
}

void read_bundle(const Tree& tree, Index data, Facts& facts) {
  auto& names = facts["variants"] = {};
  const Index bundle = tree.find(data, "bundle");
  if (bundle == epp::xml::kNoElement) return;
  for (const Index name : tree.children(bundle))
    if (tree[name].name == "bdn") names.emplace_back(tree[name].text);
}

void read_variants(const Tree& tree, Index data, Facts& facts) {
  facts.erase("variants");
  for (const Index one : tree.children(data)) {
    if (tree[one].name == "tooMany") facts["too_many"] = {"yes"};
    if (tree[one].name != "variant") continue;
    const bool active = tree.attribute(one, "state") == "active";
    facts[active ? "variants" : "allocatable"].emplace_back(tree[one].text);
  }
}

}  // namespace

std::string in_a_labels(std::string_view name) {
  const bool ascii = std::ranges::all_of(name, [](char c) { return static_cast<signed char>(c) >= 0; });
  const auto parsed = ascii ? std::nullopt : idn::parse_name(name);
  return parsed ? parsed->text() : std::string(name);
}

std::string idn_extension(const std::vector<Word>& words) {
  return table_and_label(words) + variants(words);
}

void read_idn_answer(const Tree& tree, Index data, Facts& facts) {
  if (tree[data].ns == Ns::b_dn) read_bundle(tree, data, facts);
  if (tree[data].ns == Ns::variants) read_variants(tree, data, facts);
  if (tree[data].ns != Ns::idn) return;
  facts["idn"] = {std::string(tree.text(data, "table"))};
  if (const auto label = tree.text(data, "uname"); !label.empty())
    facts["uname"] = {std::string(label)};
}

}  // namespace stele::test
