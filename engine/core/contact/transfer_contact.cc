// TransferContact (RFC 5733 §3.2.4). Refusals in order of precedence; a group is reported as a whole.
// A request:
//
//  1 who       registrar_disabled 2201 · not_allowed 2201 (a registrar asks for another); from staff:
//              missing_parameter 2003 · object_does_not_exist 2303 (the gainer)
//  2 what      object_does_not_exist 2303
//  3 whose     already_sponsor 2106
//  4 proof     missing_parameter 2003 · bad_auth_info 2202; not asked of staff
//  5 state     erased 2304 (alone) · object_pending_transfer 2300 (alone) · status_prohibits 2304
//              (clientTransferProhibited, serverTransferProhibited; they do not bind staff)
//
// Approve, reject and cancel:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//  3 may       not_sponsor 2201 (approve, reject) · object_not_pending_transfer 2301 ·
//              not_requester 2201 (cancel) · bad_auth_info 2202 (only where one is sent)
//
// A request waits as many days as the registry's settings say, then the registry approves it; with
// none, and when staff ask, the contact changes hands at once.
#include "engine/core/checks.h"
#include "engine/core/contact/transfer.h"
#include "engine/core/evolve.h"
#include "engine/core/transfer_rules.h"

namespace stele::core {
namespace {

Decision decided(const Context& context, Contact contact, events::Event event) {
  evolve_with(contact, event);
  Decision decision;
  decision.answer = {.number = contact.number, .id = contact.id};
  decision.answer.pending = contact.transfer->pending();
  decision.answer.transfer = describe_transfer(context.state, contact);
  decision.events.push_back(std::move(event));
  return decision;
}

void require_transferable(const Context& context, const Contact& contact, Problems& problems) {
  if (contact.erased) return problems.add(Reason::erased, Field::id, contact.id);
  if (contact.transfer && contact.transfer->pending())
    return problems.add(Reason::object_pending_transfer, Field::id, contact.id);
  if (context.caller.is_staff()) return;
  require_no_status(contact.statuses,
                    {Status::client_transfer_prohibited, Status::server_transfer_prohibited},
                    problems);
}

Decided<Decision> request(const Context& context, const TransferContact& command) {
  Problems problems;
  const auto gainer = require_acting_for(context, command.gainer, problems);
  if (!gainer) return problems.refusal();
  const auto contact =
      require_contact(context.state, context.caller.repository, command.id, problems);
  if (!contact) return problems.refusal();
  if (contact->made.sponsor == gainer->number)
    return refuse(Reason::already_sponsor, Field::id, command.id);
  require_transfer_proof(context, contact->auth_info, command.auth_info, problems);
  if (problems.any()) return problems.refusal();
  require_transferable(context, *contact, problems);
  if (problems.any()) return problems.refusal();

  const bool staff = context.caller.is_staff();
  const std::uint32_t days = context.state.settings()->contact_transfer_days;
  if (staff || days == 0)
    return decided(context, *contact,
                   events::ContactTransferred{
                       .repository = contact->repository,
                       .number = contact->number,
                       .status = staff ? TransferStatus::server_approved
                                       : TransferStatus::client_approved,
                       .loser = contact->made.sponsor,
                       .gainer = gainer->number,
                       .acted_by = acting_registrar(context.caller),
                       .transferred_at = context.now});
  return decided(context, *contact,
                 events::ContactTransferRequested{.repository = contact->repository,
                                                  .number = contact->number,
                                                  .requested_by = gainer->number,
                                                  .requested_at = context.now,
                                                  .acts_at = context.now + days * kDay});
}

Decided<Decision> end(const Context& context, const TransferContact& command) {
  Problems problems;
  require_enabled(context, problems);
  if (problems.any()) return problems.refusal();
  const auto contact =
      require_contact(context.state, context.caller.repository, command.id, problems);
  if (!contact) return problems.refusal();
  require_end_of_transfer(context,
                          {command.step, contact->made.sponsor, contact->transfer,
                           contact->auth_info, command.auth_info, Field::id, command.id},
                          problems);
  if (problems.any()) return problems.refusal();

  const TransferStatus status = status_after(context.caller, command.step);
  const ObjectNumber by = acting_registrar(context.caller);
  if (command.step == TransferStep::approve)
    return decided(context, *contact,
                   approve_transfer(context, *contact, status, by, context.now));
  return decided(context, *contact,
                 events::ContactTransferEnded{.repository = contact->repository,
                                              .number = contact->number,
                                              .status = status,
                                              .acted_by = by,
                                              .acted_at = context.now});
}

}  // namespace

Decided<Decision> decide(const Context& context, const TransferContact& command) {
  return command.step == TransferStep::request ? request(context, command)
                                               : end(context, command);
}

}  // namespace stele::core
