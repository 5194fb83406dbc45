#include "tools/stele/ote_profile.h"

#include "engine/base/check.h"
#include "frontends/epp/xml/names.h"

namespace stele::cli {
namespace {

namespace json = boost::json;

json::array required_contacts(const ZonePolicy& policy) {
  json::array out;
  if (policy.contact_model == ContactModel::minimal) return out;
  if (policy.admin.least > 0) out.emplace_back("admin");
  if (policy.tech.least > 0) out.emplace_back("tech");
  if (policy.billing.least > 0) out.emplace_back("billing");
  return out;
}

json::array dnssec_interfaces(DnssecModel model) {
  switch (model) {
    case DnssecModel::none: return {};
    case DnssecModel::ds_data: return {"dsData"};
    case DnssecModel::key_data: return {"keyData"};
    case DnssecModel::both: return {"dsData", "keyData"};
  }
  return {};
}

}  // namespace

json::object describe_profile(const core::State& state, std::string_view zone,
                              const epp::Profile& profile) {
  const auto found = state.find_zone(zone);
  CHECK(found, "the sandbox has its zones");
  const ZonePolicy& policy = found->policy;
  const bool minimal = policy.contact_model == ContactModel::minimal;
  const bool sec_dns = profile.extensions.contains(Extension::sec_dns);
  json::array objects, extensions;  // as the greeting has them: objURI and extURI
  objects.emplace_back(epp::xml::kDomainUri);
  if (profile.hosts) objects.emplace_back(epp::xml::kHostUri);
  if (profile.contacts) objects.emplace_back(epp::xml::kContactUri);
  for (const Extension extension : profile.extensions.list())
    (is_object_mapping(extension) ? objects : extensions).emplace_back(uri_of(extension));
  json::array tolerances;
  for (const epp::Tolerance tolerance : profile.tolerances.list())
    tolerances.emplace_back(epp::to_text(tolerance));
  return {{"name", profile.name},
          {"data_model", minimal ? "minimum" : "maximum"},
          {"host_model", policy.host_objects ? "objects" : "attributes"},
          {"secdns", sec_dns ? dnssec_interfaces(policy.dnssec_model) : json::array{}},
          {"registrant_required", policy.registrant_required && !minimal},
          {"required_contacts", required_contacts(policy)},
          {"repository", state.find_repository(found->repository)->roid_suffix},
          // Addresses of every host in the zone that a delegation uses; of attributes those at or
          // below the delegated name only.
          {"glue", policy.host_objects ? "wide" : "narrow"},
          {"auth_info_bits", profile.auth_info_bits},
          {"max_years", policy.most_years_ahead},
          {"objects", std::move(objects)},
          {"extensions", std::move(extensions)},
          {"tolerances", std::move(tolerances)}};
}

}  // namespace stele::cli
