#include "tests/support/scenario/sec_dns_xml.h"

#include <initializer_list>
#include <sstream>

#include "frontends/epp/xml/fragment.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;
using gateway::Word;

std::string element(const std::string& name, const std::string& text) {
  std::string out = "<secDNS:" + name + ">";
  epp::xml::append_escaped(out, text);
  return out + "</secDNS:" + name + ">";
}
std::string enclose(const std::string& name, const std::string& inside,
                    const std::string& attributes = {}) {
  return "<secDNS:" + name + attributes + ">" + inside + "</secDNS:" + name + ">";
}

// The blank-separated parts of a record in the elements named; missing ones stay empty.
std::string parts(std::istringstream& text, std::initializer_list<const char*> names) {
  std::string out;
  for (const char* const name : names) {
    std::string part;
    text >> part;
    out += element(name, part);
  }
  return out;
}

std::string key_data(std::istringstream& text) {
  return enclose("keyData", parts(text, {"flags", "protocol", "alg", "pubKey"}));
}

std::string ds_data(const std::string& record) {
  std::istringstream text(record);
  std::string inside = parts(text, {"keyTag", "alg", "digestType", "digest"});
  if (text >> std::ws; text.good()) inside += key_data(text);
  return enclose("dsData", inside);
}

std::string max_sig_life(const std::vector<Word>& words) {
  const Word* const life = find_word(words, "max_sig_life");
  return life ? element("maxSigLife", life->value) : std::string();
}

std::string records(const std::vector<Word>& words, const std::string& prefix) {
  std::string out;
  for (const Word& word : words) {
    if (word.key == prefix + "ds")
      for (const std::string& item : word.items) out += ds_data(item);
    if (word.key == prefix + "key")
      for (const std::string& item : word.items) {
        std::istringstream text(item);
        out += key_data(text);
      }
  }
  return out;
}

std::string in_namespace(const std::string& verb, const std::string& inside,
                         const std::string& attributes = {}) {
  return enclose(verb, inside,
                 " xmlns:secDNS=\"urn:ietf:params:xml:ns:secDNS-1.1\"" + attributes);
}

}  // namespace

std::string sec_dns_extension(const std::vector<Word>& words) {
  const std::string& verb = words[0].value;
  if (verb == "create") {
    const std::string inside = max_sig_life(words) + records(words, "");
    return inside.empty() ? inside : in_namespace(verb, inside);
  }
  if (verb != "update") return {};
  std::string removed = find_word(words, "rem.dnssec") ? element("all", "true") : "";
  removed += records(words, "rem.");
  const std::string added = records(words, "add.");
  const std::string life = max_sig_life(words);
  const Word* const urgent = find_word(words, "urgent");
  std::string inside;
  if (!removed.empty()) inside += enclose("rem", removed);
  if (!added.empty()) inside += enclose("add", added);
  if (!life.empty() || (inside.empty() && urgent)) inside += enclose("chg", life);
  if (inside.empty()) return {};
  return in_namespace(verb, inside,
                      urgent && urgent->value == "yes" ? " urgent=\"true\"" : "");
}

void read_sec_dns_answer(const Tree& tree, Index data, Facts& facts) {
  if (tree[data].ns != epp::xml::Ns::sec_dns || tree[data].name != "infData") return;
  const auto joined = [&](Index record) {
    std::string out;
    for (const Index part : tree.children(record))
      if (tree[part].name != "keyData")
        out += (out.empty() ? "" : " ") + std::string(tree[part].text);
    return out;
  };
  for (const Index record : tree.children(data)) {
    if (tree[record].name == "dsData") facts["ds"].push_back(joined(record));
    if (tree[record].name == "keyData") facts["keys"].push_back(joined(record));
  }
}

}  // namespace stele::test
