#include "engine/core/contact/transfer.h"

#include "engine/base/check.h"

namespace stele::core {

events::Event approve_transfer(const Context& context, const Contact& contact,
                               TransferStatus status, ObjectNumber acted_by, Instant at) {
  CHECK(contact.transfer && contact.transfer->pending(), "only a pending transfer is approved");
  const auto gainer = context.state.find_registrar(contact.transfer->requested_by);
  CHECK(gainer, "the registrar that asks for a contact exists");
  if (!gainer->enabled)
    return events::ContactTransferEnded{.repository = contact.repository,
                                        .number = contact.number,
                                        .status = TransferStatus::server_cancelled,
                                        .acted_at = at};
  return events::ContactTransferred{.repository = contact.repository,
                                    .number = contact.number,
                                    .status = status,
                                    .loser = contact.made.sponsor,
                                    .gainer = gainer->number,
                                    .acted_by = acted_by,
                                    .transferred_at = at};
}

}  // namespace stele::core
