// What poll messages and transfer commands carry in <resData>: trnData and panData of domains and
// contacts (RFC 5731 §3.1.3, §3.3; RFC 5733 §3.1.3, §3.3), panData of hosts (RFC 5732 §3.3).
#pragma once

#include "events/values/notice.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

Part write_transfer(const TransferNotice& transfer);

// `object`: domain, host, contact or org.
Part write_pending_action(xml::Ns object, const PendingActionNotice& notice);

}  // namespace stele::epp
