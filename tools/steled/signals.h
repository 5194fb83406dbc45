// The signals that end a server. Blocked in all threads and waited for in one, so that nothing runs
// in a signal handler.
#pragma once

namespace stele::server {

// Before any thread is started: SIGTERM and SIGINT wait for wait_for_stop(), SIGPIPE does nothing.
void hold_signals();
// Blocks until one of them arrives.
void wait_for_stop();

}  // namespace stele::server
