#include "events/values/notice.h"

#include <utility>

namespace stele {

std::string_view to_text(MessageKind kind) {
  switch (kind) {
    case MessageKind::text: return "text";
    case MessageKind::transfer: return "transfer";
    case MessageKind::pending_action: return "pending_action";
    case MessageKind::life_cycle: return "life_cycle";
    case MessageKind::low_balance: return "low_balance";
    case MessageKind::change: return "change";
    case MessageKind::maintenance: return "maintenance";
  }
  std::unreachable();
}

}  // namespace stele
