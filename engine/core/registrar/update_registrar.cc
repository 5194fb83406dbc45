// UpdateRegistrar. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303
//  3 details  nothing_to_change 2003 (alone)
//             missing_parameter 2003 · bad_syntax 2005 · value_out_of_range 2004 (name) ·
//             bad_syntax 2005 (url) · the problems of contact data, as for a contact
//             bad_syntax 2005 · given_twice · added_and_removed · already_there · not_there 2306
//             (fingerprint) · object_does_not_exist 2303 · given_twice · added_and_removed ·
//             already_there · not_there 2306 (zone) · value_out_of_range 2004 (credit limit) ·
//             value_out_of_range 2004 (limits of access) · given_twice · added_and_removed ·
//             already_there · not_there · too_many_addresses 2306 (network) ·
//             bad_syntax 2005 (price group) · value_out_of_range 2004 · given_twice ·
//             added_and_removed · already_there · not_there 2306 (low balance) ·
//             bad_name · bad_syntax · bad_email · bad_phone_number 2005 (its entry in the directory)
//  4 vault    unreadable 2400 (contact data are to be replaced and the vault cannot be read)
#include <algorithm>

#include "engine/core/checks.h"
#include "engine/core/contact/contact_rules.h"
#include "engine/core/directory/directory_rules.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {
namespace {

bool changes_nothing(const UpdateRegistrar& c) {
  return !c.name && !c.url && !c.contact && c.fingerprints_added.empty() &&
         c.fingerprints_removed.empty() && c.zones_added.empty() && c.zones_removed.empty() &&
         !c.credit_limit && !c.enabled && c.networks_added.empty() &&
         c.networks_removed.empty() && c.access == AccessChange{} && !c.price_group &&
         !c.tax_exempt && !c.variants && c.directory == DirectoryChange{} && c.low_balances_added.empty() && c.low_balances_removed.empty();
}

void change_networks(std::vector<std::string>& networks, const UpdateRegistrar& command,
                     Problems& problems) {
  const auto change = require_change(networks, network_texts(command.networks_added),
                                     network_texts(command.networks_removed), {Field::address},
                                     problems);
  std::erase_if(networks, [&](const std::string& network) {
    return std::binary_search(change.removed.begin(), change.removed.end(), network);
  });
  networks.insert(networks.end(), change.added.begin(), change.added.end());
  std::sort(networks.begin(), networks.end());
  require_network_count(networks.size(), problems);
}

// New data go under the subject's own key, unless that key was destroyed: then under a new one.
// Whether it was destroyed must be known: a second key would be one the erasure does not name.
Decided<Personal<ContactData>> replaced(const State& state, const Registrar& registrar,
                                        const ContactData& data) {
  const auto before = state.unseal(registrar.number, registrar.contact);
  if (!before) return refuse(Reason::unreadable, Field::id, registrar.id);
  Personal<ContactData> contact{.clear = data};
  if (*before) contact.slot = registrar.contact.slot;
  return contact;
}

}  // namespace

Decided<Decision> decide(const Context& context, const UpdateRegistrar& command) {
  const State& state = context.state;
  Problems problems;

  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const auto registrar = require_registrar(state, command.id, problems);
  if (!registrar) return problems.refusal();
  if (changes_nothing(command)) return refuse(Reason::nothing_to_change);

  const RepositoryId repository = registrar->repository;
  if (command.name) require_line(*command.name, 1, 255, Field::name, problems);
  if (command.url) require_url(*command.url, problems);
  if (command.contact) require_contact_data(*command.contact, problems);
  const auto prints_added = require_fingerprints(command.fingerprints_added, problems);
  const auto prints_removed = require_fingerprints(command.fingerprints_removed, problems);
  auto fingerprints = require_change(registrar->fingerprints, prints_added, prints_removed,
                                     {Field::fingerprint}, problems);
  const auto zones_added = require_zones(state, repository, command.zones_added, problems);
  const auto zones_removed = require_zones(state, repository, command.zones_removed, problems);
  auto zones =
      require_change(registrar->zones, zones_added, zones_removed, {Field::zone}, problems);
  if (command.credit_limit) require_credit_limit(*command.credit_limit, problems);
  RegistrarAccess access = require_access(registrar->access, command.access, problems);
  change_networks(access.networks, command, problems);
  if (command.price_group) require_price_group(*command.price_group, problems);
  const auto low_added = require_thresholds(command.low_balances_added, problems);
  const auto low_removed = require_thresholds(command.low_balances_removed, problems);
  auto low_balances = require_change(registrar->low_balances, low_added, low_removed,
                                     {Field::amount}, problems);
  RegistrarDirectory directory =
      require_directory(registrar->directory, command.directory, problems);
  if (problems.any()) return problems.refusal();

  events::RegistrarUpdated updated{.repository = repository,
                                   .number = registrar->number,
                                   .name = command.name,
                                   .url = command.url,
                                   .fingerprints_added = std::move(fingerprints.added),
                                   .fingerprints_removed = std::move(fingerprints.removed),
                                   .zones_added = std::move(zones.added),
                                   .zones_removed = std::move(zones.removed),
                                   .credit_limit = command.credit_limit,
                                   .enabled = command.enabled,
                                   .updated_at = context.now,
                                   .price_group = command.price_group,
                                   .tax_exempt = command.tax_exempt,
                                   .low_balances_added = std::move(low_balances.added),
                                   .low_balances_removed = std::move(low_balances.removed),
                                   .variants = command.variants};
  if (access != registrar->access) updated.access = std::move(access);
  if (directory != registrar->directory) updated.directory = std::move(directory);
  if (command.contact) {
    auto contact = replaced(state, *registrar, *command.contact);
    if (!contact) return std::unexpected(std::move(contact.error()));
    updated.contact = std::move(*contact);
  }
  Decision decision;
  decision.answer = {.number = registrar->number, .id = registrar->id};
  decision.events.emplace_back(std::move(updated));
  return decision;
}

}  // namespace stele::core
