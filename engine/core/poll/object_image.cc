#include "engine/core/poll/object_image.h"

#include <algorithm>

#include "engine/core/checks.h"
#include "engine/core/query/describe.h"

namespace stele::core {
namespace {

StatusSet set_of(const std::vector<Status>& list) {
  StatusSet set;
  for (const Status status : list) set.insert(status);
  return set;
}

template <class Image>
void put(Image& image, const ProvenanceInfo& made) {
  image.sponsor = made.sponsor;
  image.creator = made.creator;
  image.updated_by = made.updated_by;
  image.created_at = made.created_at;
  image.updated_at = made.updated_at;
  if constexpr (requires { image.transferred_at; }) image.transferred_at = made.transferred_at;
}

std::string contact_id(const State& state, ObjectNumber number) {
  const auto contact = state.find_contact(number);
  return contact ? contact->id : std::string();
}

}  // namespace

ObjectImage image_of(const State& state, const Domain& domain) {
  ObjectImage image;
  image.name = domain.name.text();
  image.roid = roid_of(state, ObjectKind::domain, domain.number, domain.repository);
  image.statuses = set_of(complete_statuses(domain));
  if (domain.registrant) image.registrant = contact_id(state, domain.registrant);
  for (const DomainContact& contact : domain.contacts)
    image.contacts.push_back(std::string(to_text(contact.role)) + ":" +
                             contact_id(state, contact.contact));
  for (const ObjectNumber number : domain.hosts)
    if (const auto host = state.find_host(number)) image.hosts.push_back(host->name.text());
  for (const HostAttribute& host : domain.host_attributes) image.hosts.push_back(host.name.text());
  std::sort(image.hosts.begin(), image.hosts.end());
  put(image, describe(state, domain.made));
  image.expires_at = domain.expires_at;
  image.host_attributes = !domain.host_attributes.empty();
  image.ds = domain.ds;
  image.keys = domain.keys;
  return image;
}

ObjectImage image_of(const State& state, const Host& host) {
  ObjectImage image;
  image.host = true;
  image.name = host.name.text();
  image.roid = roid_of(state, ObjectKind::host, host.number, host.repository);
  image.statuses = set_of(complete_statuses(host.statuses, state.is_linked(host.number)));
  for (const IpAddress& address : host.addresses) image.addresses.push_back(to_text(address));
  put(image, describe(state, host.made));
  return image;
}

ContactImage image_of(const State& state, const Contact& contact) {
  ContactImage image;
  image.id = contact.id;
  image.roid = roid_of(state, ObjectKind::contact, contact.number, contact.repository);
  image.statuses =
      set_of(complete_statuses(statuses_now(contact), state.is_linked(contact.number)));
  image.data = contact.data;
  put(image, describe(state, contact.made));
  return image;
}

OrganisationImage image_of(const State& state, const Organisation& organisation) {
  OrganisationImage image;
  image.id = organisation.id;
  image.roid = roid_of(state, ObjectKind::organisation, organisation.number, organisation.repository);
  for (const RoleGrant& grant : organisation.roles)
    image.roles.push_back(
        {grant.role, grant.id,
         set_of(complete_statuses(grant.statuses, state.is_linked(organisation.number, grant.role)))});
  image.statuses = set_of(complete_statuses(organisation.statuses, state.is_linked(organisation.number)));
  if (const auto parent = state.find_organisation(organisation.parent)) image.parent = parent->id;
  image.data = organisation.data;
  image.url = organisation.url;
  for (const OrganisationContact& contact : organisation.contacts)
    image.contacts.push_back({contact.type, contact.type_name, contact_id(state, contact.contact)});
  put(image, describe(state, organisation.made));
  return image;
}

}  // namespace stele::core
