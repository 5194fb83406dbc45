// CreateRegistrar. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 where    object_does_not_exist 2303 (repository)
//  3 free     object_exists 2302 (ids are unique in the whole server: a login names no repository)
//  4 details  bad_syntax 2005 (id, clIDType of RFC 5730) · missing_parameter 2003 · bad_syntax 2005
//             · value_out_of_range 2004 (name) · bad_syntax 2005 (url)
//             the problems of contact data, as for a contact
//             bad_syntax 2005 (password) · bad_syntax 2005 · given_twice 2306 (fingerprint)
//             object_does_not_exist 2303 · given_twice 2306 (zone)
//             bad_syntax 2005 (currency) · value_out_of_range 2004 (credit limit) ·
//             value_out_of_range 2004 (limits of access) · given_twice 2306 · too_many_addresses
//             2306 (network)
//             bad_syntax 2005 (price group) · value_out_of_range 2004 · given_twice 2306 (low balance)
//             bad_name · bad_syntax · bad_email · bad_phone_number 2005 (its entry in the directory)
#include "engine/core/checks.h"
#include "engine/core/contact/contact_rules.h"
#include "engine/core/directory/directory_rules.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateRegistrar& command) {
  const State& state = context.state;
  Problems problems;

  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  require_repository(state, command.repository, problems);
  if (problems.any()) return problems.refusal();
  if (state.find_registrar(command.id))
    return refuse(Reason::object_exists, Field::id, command.id);

  if (!is_identifier(command.id)) problems.add(Reason::bad_syntax, Field::id, command.id);
  require_line(command.name, 1, 255, Field::name, problems);
  require_url(command.url, problems);
  if (command.contact) require_contact_data(*command.contact, problems);
  require_password_hash(command.password_hash, problems);
  const auto fingerprints = require_fingerprints(command.fingerprints, problems);
  auto distinct_fingerprints = require_distinct(fingerprints, Field::fingerprint, problems);
  const auto zones = require_zones(state, command.repository, command.zones, problems);
  auto distinct_zones = require_distinct(zones, Field::zone, problems);
  if (command.currency == Currency{})
    problems.add(Reason::bad_syntax, Field::currency, to_text(command.currency));
  require_credit_limit(command.credit_limit, problems);
  RegistrarAccess access = require_access({}, command.access, problems);
  access.networks =
      require_distinct(network_texts(command.networks), Field::address, problems);
  require_network_count(access.networks.size(), problems);
  require_price_group(command.price_group, problems);
  const auto thresholds = require_thresholds(command.low_balances, problems);
  auto low_balances = require_distinct(thresholds, Field::amount, problems);
  RegistrarDirectory directory = require_directory({}, command.directory, problems);
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = state.next_number();
  Decision decision;
  decision.answer = {.number = number, .id = command.id, .created_at = context.now};
  decision.events.emplace_back(
      events::RegistrarCreated{.repository = command.repository,
                               .number = number,
                               .id = command.id,
                               .name = command.name,
                               .url = command.url,
                               .contact = {.clear = command.contact},
                               .password_hash = command.password_hash,
                               .fingerprints = std::move(distinct_fingerprints),
                               .zones = std::move(distinct_zones),
                               .currency = command.currency,
                               .credit_limit = command.credit_limit,
                               .enabled = true,
                               .created_at = context.now,
                               .access = std::move(access),
                               .price_group = command.price_group,
                               .tax_exempt = command.tax_exempt,
                               .low_balances = std::move(low_balances),
                               .variants = command.variants,
                               .directory = std::move(directory)});
  return decision;
}

}  // namespace stele::core
