#include "tests/support/scenario/dns_xml.h"

#include <algorithm>
#include <sstream>

#include "frontends/epp/xml/fragment.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;
using gateway::Word;

std::string element(const std::string& name, const std::string& text,
                    const std::string& attributes = {}) {
  std::string out = "<" + name + attributes + ">";
  epp::xml::append_escaped(out, text);
  return out + "</" + name + ">";
}

std::string ttl_element(const std::string& setting) {
  const std::size_t colon = std::min(setting.find(':'), setting.size());
  const std::string type = setting.substr(0, colon);
  const bool known =
      type == "NS" || type == "DS" || type == "DNAME" || type == "A" || type == "AAAA";
  return element("ttl:ttl", setting.substr(std::min(colon + 1, setting.size())),
                 known ? " for=\"" + type + "\""
                       : " for=\"custom\" custom=\"" + type + "\"");
}

}  // namespace

std::string host_attributes(const std::vector<Word>& words, std::string_view key) {
  std::string out;
  for (const Word& word : words) {
    if (word.key != key) continue;
    for (const std::string& item : word.items) {
      std::istringstream text(item);
      std::string part;
      text >> part;
      std::string inside = element("domain:hostName", part);
      while (text >> part)
        inside += element("domain:hostAddr", part,
                          part.find(':') == part.npos ? " ip=\"v4\"" : " ip=\"v6\"");
      out += "<domain:hostAttr>" + inside + "</domain:hostAttr>";
    }
  }
  return out;
}

void read_host_attribute(const Tree& tree, Index host, Facts& facts) {
  std::string whole;
  for (const Index part : tree.children(host)) {
    if (tree[part].name == "hostName") facts["ns"].emplace_back(tree[part].text);
    whole += (whole.empty() ? "" : " ") + std::string(tree[part].text);
  }
  facts["hostattr"].push_back(std::move(whole));
}

std::string ttl_extension(const std::vector<Word>& words) {
  const std::string& verb = words[0].value;
  const std::string space = " xmlns:ttl=\"urn:ietf:params:xml:ns:epp:ttl-1.0\"";
  for (const Word& word : words) {
    if (word.key != "ttl") continue;
    if (verb == "info")
      return "<ttl:info" + space + (word.value == "policy" ? " policy=\"true\"/>" : "/>");
    std::string inside;
    for (const std::string& item : word.items) inside += ttl_element(item);
    return "<ttl:" + verb + space + ">" + inside + "</ttl:" + verb + ">";
  }
  return {};
}

void read_ttl_answer(const Tree& tree, Index data, Facts& facts) {
  if (tree[data].ns != epp::xml::Ns::ttl || tree[data].name != "infData") return;
  for (const Index ttl : tree.children(data)) {
    const std::string type(tree.attribute(ttl, "for"));
    if (!tree[ttl].text.empty()) facts["ttl"].push_back(type + ':' + std::string(tree[ttl].text));
    if (const auto least = tree.attribute(ttl, "min"); !least.empty())
      facts["ttl_policy"].push_back(type + ':' + std::string(least) + ".." +
                                    std::string(tree.attribute(ttl, "default")) + ".." +
                                    std::string(tree.attribute(ttl, "max")));
  }
}

}  // namespace stele::test
