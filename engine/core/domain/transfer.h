// How a domain comes to another sponsor (RFC 5731 §3.2.4): what a transfer does once it is agreed
// on. Shared by the commands of registrars and by the clock, which approves what nobody ended.
//
// The gainer is charged when the transfer is completed, as registries of generic names do it. A
// request that could not be paid for is refused; when the money (or the right to work in the zone)
// has gone by the time of the approval, the registry cancels the transfer instead.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/decide.h"
#include "engine/core/problems.h"

namespace stele::core {

// The expiry after a transfer at `at` that adds `years`. A renewal by the clock that can still be
// taken back is undone first: the gainer's year takes its place. Never beyond what the zone allows
// from `at` on, and never before the expiry the name has anyway.
Instant expiry_after_transfer(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                              Instant at);

// Whether so many years can be added in full.
bool fits(const Domain& domain, const ZonePolicy& policy, std::uint8_t years, Instant at);

struct TransferTerms {
  ObjectNumber gainer{};
  std::uint8_t years = 0;
  TransferStatus status = TransferStatus::server_approved;
  ObjectNumber acted_by{};  // 0: the registry
  Instant at;
  std::optional<FeeOffer> fee;
  bool by_registrar = false;  // the gainer itself asks: must_name_fee
};

// The renewal by the clock that a transfer at `at` undoes: one that can be taken back, when the
// transfer adds years of its own. Where nothing of its price would come back, its year stays.
const Grace* undone_renewal(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                            Instant at);

// DomainTransferred, HostTransferred for every host below the domain, the gainer's AccountDebited,
// and the loser's AccountRefunded of a renewal by the clock that the transfer undoes. Refusals:
// no_such_price; fee_required, wrong_currency, fee_too_low; low_credit; then nothing is returned.
std::vector<events::Event> transfer_now(const Context& context, const Domain& domain,
                                        const TransferTerms& terms, Problems& problems);

// Approves the pending transfer at `at`: transfer_now(), or DomainTransferEnded with
// serverCancelled when the gainer can no longer pay or work in the zone.
// Precondition: a transfer is pending.
std::vector<events::Event> approve_transfer(const Context& context, const Domain& domain,
                                            TransferStatus status, ObjectNumber acted_by,
                                            Instant at);

// What ends with the name: a deletion cancels a transfer that is pending (serverCancelled).
void cancel_transfer(const Domain& domain, Instant at, std::vector<events::Event>& events);

}  // namespace stele::core
