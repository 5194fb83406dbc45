#include "frontends/epp/map_links.h"

#include "frontends/epp/extensions/org_ext.h"

namespace stele::epp {
namespace {

using xml::Index;
using xml::kNoElement;
using xml::Ns;

// The element below `parent` that names this role.
Index element_of(const Reader& reader, Index parent, std::string_view role) {
  for (const Index child : reader.tree().children(parent))
    if (reader.tree().attribute(child, "role") == role) return child;
  return parent;
}

std::vector<core::NamedLink> named(Reader& reader, Index parent, const std::vector<OrgLink>& read) {
  std::vector<core::NamedLink> list;
  for (const OrgLink& link : read) {
    if (const auto role = parse_organisation_role(link.role))
      list.push_back({*role, link.id});
    else if (!link.role.empty())
      reader.refuse(element_of(reader, parent, link.role), core::Reason::value_out_of_range);
  }
  return list;
}

}  // namespace

core::LinkChange read_links(Reader& reader) {
  core::LinkChange change;
  Source source = reader.source();
  if (const Index at = reader.extension(Ns::org_ext, "create"); at != kNoElement)
    change.added = named(reader, at, read_org_links(source, at));
  if (const Index at = reader.extension(Ns::org_ext, "update"); at != kNoElement) {
    const OrgLinkChange read = read_org_link_change(source, at);
    change.added = named(reader, reader.find(at, "add"), read.added);
    change.removed = named(reader, reader.find(at, "rem"), read.removed);
    change.changed = named(reader, reader.find(at, "chg"), read.changed);
  }
  return change;
}

void add_links(Reply& reply, const std::vector<core::NamedLink>& links) {
  if (links.empty()) return;
  std::vector<OrgLink> told;
  for (const core::NamedLink& link : links)
    told.push_back({std::string(to_text(link.role)), link.id});
  reply.extensions.push_back(write_org_links(told));
}

}  // namespace stele::epp
