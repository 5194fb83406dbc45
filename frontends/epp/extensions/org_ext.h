// Organizations an object belongs to (reseller, privacy proxy, …): orgext-1.0 (RFC 8544).
#pragma once

#include <string>
#include <vector>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping org_ext_mapping();

struct OrgLink {
  std::string role;  // at most one organization per role (§3.1)
  std::string id;
  bool operator==(const OrgLink&) const = default;
};

struct OrgLinkChange {
  std::vector<OrgLink> added, removed, changed;
};

std::vector<OrgLink> read_org_links(Source& source, xml::Index at);  // <orgext:create>
OrgLinkChange read_org_link_change(Source& source, xml::Index at);   // <orgext:update>

Part write_org_links(const std::vector<OrgLink>& links);

}  // namespace stele::epp
