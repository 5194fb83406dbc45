// A transaction of the journal as one line, for people and for programs. Sealed fields read as
// "sealed": no key is asked for.
#pragma once

#include <string>

#include "engine/base/result.h"
#include "events/event.h"
#include "events/journal/transaction.h"

namespace stele::control {

// {"position":7,"next":8,"time":…,"actor":…,"source":…,"events":["DomainCreated number=42 …"]}
std::string to_json(const journal::StoredTransaction& stored, const events::Transaction& content);
// "7 2026-03-01T00:00:00.000Z registrar reg-a epp: DomainCreated number=42 …; AccountDebited …"
std::string to_line(const journal::StoredTransaction& stored, const events::Transaction& content);

}  // namespace stele::control
