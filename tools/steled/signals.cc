#include "tools/steled/signals.h"

#include <pthread.h>
#include <signal.h>

namespace stele::server {

namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

void hold_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void wait_for_stop() {
  const sigset_t set = stop_signals();
  int which = 0;
  while (sigwait(&set, &which) != 0) {
  }
}

}  // namespace stele::server
