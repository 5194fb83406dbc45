// CDS: what a name asks of its DS records through its own zone (RFC 7344, RFC 8078), judged against the
// state. Pure: the same for the command that reports it and for who only wants to know.
//
//              no CDS, or the same as DS ──► nothing
//   no DS ──── CDS ──► first seen ──► seen again ──► … ──► after the zone's time: DS (bootstrap)
//                        └─ other or contradictory records, or a gap: from the beginning
//   DS ─────── CDS signed by a key of the DS records ──► DS as the CDS say (rollover), or none (deletion)
#pragma once

#include <vector>

#include "engine/core/domain/cds_answer.h"
#include "engine/core/problems.h"
#include "engine/core/state.h"
#include "events/event.h"

namespace stele::core {

enum class CdsWish : std::uint8_t { nothing, bootstrap, rollover, deletion };
std::string_view to_text(CdsWish wish);

struct CdsVerdict {
  CdsWish wish = CdsWish::nothing;
  Rejections problems;                 // why the wish is not fulfilled, or not yet
  std::vector<events::Event> events;   // what has to be recorded; may be some beside problems
};

// Problems in order of precedence, each alone but where said:
//
//   cds_no_answer 2306      no name server of the delegation gave an answer to use
//   cds_servers_disagree 2306 · cds_records_disagree 2306 (CDS and CDNSKEY; RFC 7344 §4)
//   wrong_dnssec_form 2306 and what else dnssec.h finds, as a whole; of several digests of one key,
//                           those of types that the zone does not take are left out first
//   cds_bootstrap_off 2306 · cds_deletion_off 2306 (the zone's policy)
//   cds_server_silent 2306  bootstrap: one address of a name server; else: all addresses of one
//   cds_not_signed 2306     by a key that is in the DNSKEY records, which it or another such one has
//                           signed, and in the DS records there are (RFC 7344 §4.1), of a bootstrap: in
//                           those to come. On each server that answered
//   cds_breaks_chain 2306   of an algorithm of the new DS records, none is of a key that has signed the
//                           DNSKEY records (RFC 7344 §4.1, RFC 4035 §2.2). On each server, too
//   cds_outdated 2306       signed before the records that were accepted last (RFC 7344 §4.1)
//   cds_too_soon 2304       bootstrap: not seen for long enough; the value is until when
CdsVerdict judge_cds(const State& state, Instant now, const Zone& zone, const Domain& domain,
                     const std::vector<CdsAnswer>& answers);

// 2304 status_prohibits. What the registrar or the registry has locked is not changed from outside.
void require_cds_unlocked(const Domain& domain, Problems& problems);

// The name servers of a delegation, lower case, sorted.
std::vector<std::string> name_servers(const State& state, const Domain& domain);

}  // namespace stele::core
