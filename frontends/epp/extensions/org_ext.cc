#include "frontends/epp/extensions/org_ext.h"

#include <algorithm>
#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array kRoleAttribute{AttributeRule{"role", &kToken, true}};
constexpr ElementRule kId{
    .content = Content::text, .text = &kToken, .attributes = kRoleAttribute};
constexpr std::array kIds{some("id", kId)};
constexpr ElementRule kLinks{.particles = kIds};
constexpr std::array kUpdateParts{optional("add", kLinks), optional("rem", kLinks),
                                  optional("chg", kLinks)};
constexpr ElementRule kUpdate{.particles = kUpdateParts};

constexpr std::array kExtensions{
    CommandExtension{"create",
                     &kLinks,
                     {Verb::create},
                     {xml::Ns::domain, xml::Ns::host, xml::Ns::contact}},
    CommandExtension{"update",
                     &kUpdate,
                     {Verb::update},
                     {xml::Ns::domain, xml::Ns::host, xml::Ns::contact}}};

// §4.2.5: to remove a link its role is enough, everywhere else the identifier is required.
std::vector<OrgLink> read_links(Source& source, xml::Index parent, bool needs_id) {
  std::vector<OrgLink> links;
  if (parent == xml::kNoElement) return links;
  for (const xml::Index child : source.tree().children(parent)) {
    OrgLink link{source.attribute(child, "role"), source.text(child)};
    if (link.role.empty()) source.refuse(2004, child, "the role is empty");
    if (needs_id && link.id.empty()) source.refuse(2003, child, "the identifier is empty");
    const bool again = std::any_of(links.begin(), links.end(),
                                   [&](const OrgLink& other) { return other.role == link.role; });
    if (again) source.refuse(2004, child, "a second organization in this role");
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace

Mapping org_ext_mapping() { return {.ns = xml::Ns::org_ext, .extensions = kExtensions}; }

std::vector<OrgLink> read_org_links(Source& source, xml::Index at) {
  return read_links(source, at, true);
}

OrgLinkChange read_org_link_change(Source& source, xml::Index at) {
  if (source.tree()[at].first_child == xml::kNoElement)
    source.refuse(2003, at, "add, rem or chg is missing");
  return {.added = read_links(source, source.find(at, "add"), true),
          .removed = read_links(source, source.find(at, "rem"), false),
          .changed = read_links(source, source.find(at, "chg"), true)};
}

Part write_org_links(const std::vector<OrgLink>& links) {
  Writer writer(xml::Ns::org_ext, "infData");
  for (const OrgLink& link : links) writer.element("id", "role", link.role, link.id);
  return writer.finish();
}

}  // namespace stele::epp
