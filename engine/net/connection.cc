#include "engine/net/connection.h"

namespace stele::net {

const char* to_text(EndReason reason) {
  switch (reason) {
    case EndReason::closed_by_peer: return "closed_by_peer";
    case EndReason::closed_by_session: return "closed_by_session";
    case EndReason::refused_by_session: return "refused_by_session";
    case EndReason::query_refused: return "query_refused";
    case EndReason::server_stopping: return "server_stopping";
    case EndReason::handshake_failed: return "handshake_failed";
    case EndReason::handshake_timeout: return "handshake_timeout";
    case EndReason::idle_timeout: return "idle_timeout";
    case EndReason::frame_timeout: return "frame_timeout";
    case EndReason::slow_client: return "slow_client";
    case EndReason::input_overflow: return "input_overflow";
    case EndReason::too_many_connections: return "too_many_connections";
    case EndReason::too_many_from_address: return "too_many_from_address";
    case EndReason::accept_failed: return "accept_failed";
    case EndReason::connect_failed: return "connect_failed";
    case EndReason::io_error: return "io_error";
  }
  return "unknown";
}

bool is_noteworthy(EndReason reason) {
  switch (reason) {
    case EndReason::closed_by_peer:
    case EndReason::closed_by_session:
    case EndReason::server_stopping: return false;
    case EndReason::refused_by_session:
    case EndReason::query_refused:
    case EndReason::handshake_failed:
    case EndReason::handshake_timeout:
    case EndReason::idle_timeout:
    case EndReason::frame_timeout:
    case EndReason::slow_client:
    case EndReason::input_overflow:
    case EndReason::too_many_connections:
    case EndReason::too_many_from_address:
    case EndReason::accept_failed:
    case EndReason::connect_failed:
    case EndReason::io_error: return true;
  }
  return true;
}

}  // namespace stele::net
