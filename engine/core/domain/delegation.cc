#include "engine/core/domain/delegation.h"

#include <algorithm>

namespace stele::core {

namespace {

// One whose data have been erased stands for nobody any more: what has it keeps it, nothing new gets it.
std::optional<ObjectNumber> require_contact_with_data(const State& state, RepositoryId repository,
                                                      const std::string& id, Field field,
                                                      Problems& problems) {
  const auto number = state.find_contact_number(repository, id);
  const auto contact = number ? state.find_contact(*number) : std::nullopt;
  if (!contact)
    problems.add(Reason::contact_does_not_exist, field, id);
  else if (contact->erased)
    problems.add(Reason::erased, field, id);
  else
    return number;
  return std::nullopt;
}

}  // namespace

std::vector<Named<DomainContact>> require_contacts(const State& state, RepositoryId repository,
                                                   const ZonePolicy& policy,
                                                   const std::vector<NamedContact>& contacts,
                                                   Problems& problems) {
  std::vector<Named<DomainContact>> found;
  if (policy.contact_model == ContactModel::minimal) {
    for (const NamedContact& contact : contacts)
      problems.add(Reason::contacts_not_held, Field::contact, contact.id);
    return found;
  }
  found.reserve(contacts.size());
  for (const NamedContact& contact : contacts) {
    if (const auto number = require_contact_with_data(state, repository, contact.id, Field::contact, problems))
      found.push_back({DomainContact{contact.role, *number}, contact.id});
  }
  return found;
}

bool can_be_reached(const State& state, ObjectNumber host) {
  const auto found = state.find_host(host);
  return found && (!found->superordinate || !found->addresses.empty());
}

std::vector<Named<ObjectNumber>> require_hosts(const State& state, RepositoryId repository,
                                               const std::vector<HostName>& hosts,
                                               Problems& problems) {
  std::vector<Named<ObjectNumber>> found;
  found.reserve(hosts.size());
  for (const HostName& host : hosts) {
    const auto number = state.find_host_number(repository, host);
    if (!number) {
      problems.add(Reason::host_does_not_exist, Field::host, host.text());
      continue;
    }
    if (!can_be_reached(state, *number))
      problems.add(Reason::address_required, Field::host, host.text());
    found.push_back({*number, host.text()});
  }
  return found;
}

ObjectNumber require_registrant(const State& state, RepositoryId repository,
                                const ZonePolicy& policy, const std::string& id,
                                Problems& problems) {
  const bool holds_contacts = policy.contact_model == ContactModel::full;
  if (id.empty()) {
    if (policy.registrant_required && holds_contacts) problems.add(Reason::registrant_required, Field::registrant);
    return {};
  }
  if (!holds_contacts) {
    problems.add(Reason::contacts_not_held, Field::registrant, id);
    return {};
  }
  return require_contact_with_data(state, repository, id, Field::registrant, problems).value_or(ObjectNumber{});
}

namespace {

ContactRule rule_of(const ZonePolicy& policy, ContactRole role) {
  switch (role) {
    case ContactRole::admin: return policy.admin;
    case ContactRole::billing: return policy.billing;
    case ContactRole::tech: return policy.tech;
  }
  return policy.admin;
}

}  // namespace

void require_contact_count(const ZonePolicy& policy, ContactRole role,
                           const std::vector<DomainContact>& contacts, Problems& problems) {
  if (policy.contact_model == ContactModel::minimal) return;
  const auto count = std::count_if(contacts.begin(), contacts.end(),
                                   [&](const DomainContact& c) { return c.role == role; });
  const ContactRule rule = rule_of(policy, role);
  if (count < rule.least) problems.add(Reason::too_few_contacts, Field::contact, to_text(role));
  if (count > rule.most) problems.add(Reason::too_many_contacts, Field::contact, to_text(role));
}

void require_host_count(const ZonePolicy& policy, std::size_t hosts, Problems& problems) {
  if (hosts < policy.least_hosts)
    problems.add(Reason::too_few_hosts, Field::host, std::to_string(hosts));
  if (hosts > policy.most_hosts)
    problems.add(Reason::too_many_hosts, Field::host, std::to_string(hosts));
}

}  // namespace stele::core
