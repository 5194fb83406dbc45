#include "tests/support/scenario/maintenance_xml.h"

#include "frontends/epp/xml/fragment.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;

void add(Facts& facts, const std::string& key, std::string_view text) {
  auto& values = facts[key];
  if (!text.empty()) values.emplace_back(text);
}

std::string yes(std::string_view boolean) { return boolean == "true" || boolean == "1" ? "yes" : "no"; }

std::string description(const Tree& tree, Index i) {
  std::string mark(tree.attribute(i, "lang"));
  if (tree.attribute(i, "type") == "html") mark += " html";
  return (mark.empty() ? "" : "[" + mark + "] ") + std::string(tree[i].text);
}

void read_item(const Tree& tree, Index item, Facts& facts) {
  for (const Index i : tree.children(item)) {
    const std::string_view name = tree[i].name;
    const std::string_view text = tree[i].text;
    if (name == "id") {
      add(facts, "maintenance", text);
      add(facts, "name", tree.attribute(i, "name"));
    } else if (name == "systems") {
      for (const Index system : tree.children(i))
        add(facts, "system", std::string(tree.text(system, "name")) + ":" +
                                 std::string(tree.text(system, "host")) + ":" +
                                 std::string(tree.text(system, "impact")));
    } else if (name == "environment") {
      const std::string_view custom = tree.attribute(i, "name");
      add(facts, "environment", custom.empty() ? tree.attribute(i, "type") : custom);
    } else if (name == "tlds") {
      for (const Index zone : tree.children(i)) add(facts, "zones", tree[zone].text);
    } else if (name == "intervention") {
      for (const Index part : tree.children(i))
        add(facts, std::string(tree[part].name), yes(tree[part].text));
    } else if (name == "description") add(facts, "description", description(tree, i));
    else if (name == "pollType") add(facts, "occasion", text);
    else if (name == "crDate") add(facts, "created", text);
    else if (name == "upDate") add(facts, "updated", text);
    else add(facts, std::string(name), text);  // type, start, end, reason, detail
  }
}

}  // namespace

std::string maintenance_payload(const gateway::Word& object) {
  if (object.key.empty()) return "<maintenance:list/>";
  std::string out = "<maintenance:id>";
  epp::xml::append_escaped(out, object.value);
  return out + "</maintenance:id>";
}

void read_maintenance(const Tree& tree, Index data, Facts& facts) {
  const Index item = tree.find(data, "item");
  if (item != epp::xml::kNoElement) return read_item(tree, item, facts);
  std::string list;
  for (const Index one : tree.children(tree.find(data, "list")))
    list += (list.empty() ? "" : " ") + std::string(tree.text(one, "id"));
  add(facts, "list", list);
}

}  // namespace stele::test
