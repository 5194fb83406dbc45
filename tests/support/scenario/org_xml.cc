#include "tests/support/scenario/org_xml.h"

#include <algorithm>

#include "frontends/epp/xml/fragment.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;
using gateway::Word;
using Words = std::vector<Word>;

std::string element(const std::string& name, std::string_view text,
                    const std::string& attributes = {}) {
  std::string out = "<org:" + name + attributes + ">";
  epp::xml::append_escaped(out, text);
  return out + "</org:" + name + ">";
}

std::string enclose(const std::string& name, const std::string& inside) {
  return inside.empty() ? "" : "<org:" + name + ">" + inside + "</org:" + name + ">";
}

// An element for the word of this key, when it is there.
std::string optional(const Words& words, const std::string& name, std::string_view key) {
  const Word* const word = find_word(words, key);
  return word ? element(name, word->value) : std::string();
}

std::vector<std::string> list(const Words& words, std::string_view key) {
  std::vector<std::string> out;
  for (const Word& word : words)
    if (word.key == key && !word.value.empty())
      out.insert(out.end(), word.items.begin(), word.items.end());
  return out;
}

// "reseller:4711" in two; the second may be empty.
std::pair<std::string, std::string> split(const std::string& text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  return {text.substr(0, colon), text.substr(std::min(colon + 1, text.size()))};
}

// A role's statuses stand with its type; those of a role that role= does not name make an element of
// their own.
std::string roles(const Words& words, const std::string& prefix) {
  const auto statuses = list(words, prefix + "role.status");
  std::vector<std::string> named;
  std::string out;
  const auto add = [&](const std::string& type, const std::string& id) {
    std::string inside = element("type", type);
    for (const std::string& status : statuses)
      if (split(status).first == type) inside += element("status", split(status).second);
    if (!id.empty()) inside += element("roleID", id);
    named.push_back(type);
    out += enclose("role", inside);
  };
  for (const std::string& role : list(words, prefix + "role"))
    add(split(role).first, split(role).second);
  for (const std::string& status : statuses)
    if (std::find(named.begin(), named.end(), split(status).first) == named.end())
      add(split(status).first, "");
  return out;
}

std::string statuses(const Words& words, std::string_view key) {
  std::string out;
  for (const std::string& status : list(words, key)) out += element("status", status);
  return out;
}

std::string contacts(const Words& words, const std::string& prefix) {
  std::string out;
  for (const std::string type : {"admin", "billing", "tech", "abuse", "custom"})
    for (const std::string& item : list(words, prefix + type)) {
      const std::size_t colon = type == "custom" ? item.rfind(':') : std::string::npos;
      std::string attributes = " type=\"" + type + "\"";
      if (colon != std::string::npos)
        attributes += " typeName=\"" + item.substr(0, colon) + "\"";
      out += element("contact", colon == std::string::npos ? item : item.substr(colon + 1),
                     attributes);
    }
  return out;
}

std::string postal_info(const Words& words, const std::string& type, const std::string& prefix) {
  std::string address;
  for (const Word& word : words)
    if (word.key == prefix + "street" && !word.value.empty())
      address += element("street", word.value);
  address += optional(words, "city", prefix + "city") + optional(words, "sp", prefix + "sp") +
             optional(words, "pc", prefix + "pc") + optional(words, "cc", prefix + "cc");
  const std::string inside =
      optional(words, "name", prefix + "name") + enclose("addr", address);
  const auto removed = list(words, "rem.postal");
  if (inside.empty() && std::find(removed.begin(), removed.end(), type) == removed.end())
    return {};
  return "<org:postalInfo type=\"" + type + "\">" + inside + "</org:postalInfo>";
}

std::string phone(const Words& words, const std::string& name) {
  const Word* const word = find_word(words, name);
  if (!word) return {};
  const auto x = word->value.find('x');
  if (x == std::string::npos) return element(name, word->value);
  return element(name, word->value.substr(0, x), " x=\"" + word->value.substr(x + 1) + "\"");
}

// What create and update have alike, in the order of both.
std::string data(const Words& words) {
  const bool prefixed = find_word(words, "int.name") || find_word(words, "int.city");
  return optional(words, "parentId", "parent") +
         postal_info(words, "int", prefixed ? "int." : "") + postal_info(words, "loc", "loc.") +
         phone(words, "voice") + phone(words, "fax") + optional(words, "email", "email") +
         optional(words, "url", "url");
}

std::string update(const Words& words) {
  const auto part = [&](const std::string& verb) {
    return enclose(verb, contacts(words, verb + ".") + roles(words, verb + ".") +
                             statuses(words, verb + ".status"));
  };
  return part("add") + part("rem") + enclose("chg", data(words));
}

void add(Facts& facts, const std::string& key, std::string_view text) {
  auto& values = facts[key];
  if (!text.empty()) values.emplace_back(text);
}

void read_role(const Tree& tree, Index role, Facts& facts) {
  const std::string type(tree.text(role, "type"));
  const std::string id(tree.text(role, "roleID"));
  add(facts, "role", type + (id.empty() ? "" : ":" + id));
  for (const Index i : tree.children(role))
    if (tree[i].name == "status") add(facts, "role.status", type + ":" + std::string(tree[i].text));
}

void read_postal_info(const Tree& tree, Index info, Facts& facts) {
  const std::string prefix = tree.attribute(info, "type") == "loc" ? "loc." : "";
  for (const Index child : tree.children(info)) {
    if (tree[child].name == "name") add(facts, prefix + "name", tree[child].text);
    else
      for (const Index line : tree.children(child))
        add(facts, prefix + std::string(tree[line].name), tree[line].text);
  }
}

}  // namespace

std::optional<std::string> org_payload(const std::string& verb, const Words& words) {
  for (const char* const key : {"sponsor", "creator", "crdate", "repository"})
    if (find_word(words, key)) return std::nullopt;
  std::string ids;
  for (const std::string& id : list(words, "org")) ids += element("id", id);
  if (verb == "check" || verb == "info" || verb == "delete") return ids;
  if (verb == "create")
    return ids + roles(words, "") + statuses(words, "status") + data(words) + contacts(words, "");
  if (verb == "update") return ids + update(words);
  return std::nullopt;
}

std::string org_links_extension(const Words& words) {
  const auto ids = [&](const std::string& key) {
    std::string out;
    for (const std::string& link : list(words, key)) {
      out += "<orgext:id role=\"" + split(link).first + "\">";
      epp::xml::append_escaped(out, split(link).second);
      out += "</orgext:id>";
    }
    return out;
  };
  const auto within = [](const std::string& name, const std::string& inside) {
    return inside.empty() ? "" : "<orgext:" + name + ">" + inside + "</orgext:" + name + ">";
  };
  const bool create = words[0].value == "create";
  const std::string inside = create ? ids("link")
                                    : within("add", ids("add.link")) + within("rem", ids("rem.link")) +
                                          within("chg", ids("chg.link"));
  if (inside.empty()) return {};
  const std::string name = create ? "orgext:create" : "orgext:update";
  return "<" + name + " xmlns:orgext=\"urn:ietf:params:xml:ns:epp:orgext-1.0\">" + inside + "</" +
         name + ">";
}

void read_org_links(const Tree& tree, Index data, Facts& facts) {
  for (const Index i : tree.children(data))
    add(facts, "link",
        std::string(tree.attribute(i, "role")) + ":" + std::string(tree[i].text));
}

void read_org_info(const Tree& tree, Index data, Facts& facts) {
  for (const Index i : tree.children(data)) {
    const std::string_view name = tree[i].name;
    const std::string_view text = tree[i].text;
    if (name == "id") add(facts, "org", text);
    else if (name == "role") read_role(tree, i, facts);
    else if (name == "parentId") add(facts, "parent", text);
    else if (name == "postalInfo") read_postal_info(tree, i, facts);
    else if (name == "contact") {
      const std::string_view type_name = tree.attribute(i, "typeName");
      add(facts, std::string(tree.attribute(i, "type")),
          (type_name.empty() ? "" : std::string(type_name) + ":") + std::string(text));
    } else if (name == "voice" || name == "fax") {
      const std::string_view x = tree.attribute(i, "x");
      add(facts, std::string(name), std::string(text) + (x.empty() ? "" : "x" + std::string(x)));
    } else if (name == "clID") add(facts, "sponsor", text);
    else if (name == "crID") add(facts, "creator", text);
    else if (name == "crDate") add(facts, "created", text);
    else if (name == "upID") add(facts, "updated_by", text);
    else if (name == "upDate") add(facts, "updated", text);
    else add(facts, std::string(name), text);  // roid, status, email, url
  }
}

}  // namespace stele::test
