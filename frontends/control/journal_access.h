// What staff tools do with a journal, open in a server or in the tool itself.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "engine/base/result.h"
#include "events/journal/journal.h"
#include "events/journal/transaction.h"

namespace stele::control {

// Stands at the transaction that holds `position`, or at the next one where it is the genesis:
// any position will do, a transaction of several records is given whole.
Result<std::unique_ptr<journal::TransactionReader>> open_at_transaction(journal::Journal& journal,
                                                                        Position position);

// `end` below: the first position that does not count. Of a running registry that is the published
// position, never the journal's own head: what lies between may still not be acknowledged.

// Where the journal ends and who signs for it, as a JSON object: records, leaf, time, origin, uuid,
// key (the checkpoint verifier's).
Result<std::string> head_json(journal::Journal& journal, Position end);

// A checkpoint of the journal before `end`, signed with the key in DIR/log.key. A long walk:
// Fault::closed when `stop` is asked for.
Result<std::string> sign_checkpoint(journal::Journal& journal, Position end, const std::string& dir,
                                    std::stop_token stop = {});

}  // namespace stele::control
