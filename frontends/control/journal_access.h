// What staff tools do with a journal, open in a server or in the tool itself.
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "events/journal/journal.h"
#include "events/journal/transaction.h"

namespace stele::control {

// Stands at the transaction that holds `position`, or at the next one where it is the genesis:
// any position will do, a transaction of several records is given whole.
Result<std::unique_ptr<journal::TransactionReader>> open_at_transaction(journal::Journal& journal,
                                                                        Position position);

// Where the journal ends and who signs for it, as a JSON object: records, leaf, time, origin, uuid,
// key (the checkpoint verifier's).
Result<std::string> head_json(journal::Journal& journal);

// A checkpoint of the whole journal, signed with the key in DIR/log.key.
Result<std::string> sign_checkpoint(journal::Journal& journal, const std::string& dir);

}  // namespace stele::control
