// Changes a registrar did not make itself, as poll messages: changePoll-1.0 (RFC 8590). Responses
// only.
#pragma once

#include <optional>
#include <string>

#include "events/values/notice.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

// §3.1.2, <changePoll:caseId>: what the change was decided in.
struct ChangeCase {
  std::string type;  // "udrp", "urs", or a word of our own, which becomes "custom"
  std::string id;
};

// An operation that §2.1 does not list is told as "custom" with its name.
Part write_change(const ChangeNotice& change, const std::optional<ChangeCase>& decided_in = {});

}  // namespace stele::epp
