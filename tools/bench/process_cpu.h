// What a process, or the network threads of this one, have used of the processor.
#pragma once

#include "engine/net/reactor.h"

namespace stele::bench {

// User and system time so far, in microseconds; 0 where the process is not there.
double process_cpu_us(int pid);
// The same of a reactor's threads. Not on one of them.
double reactor_cpu_us(net::Reactor& reactor);

}  // namespace stele::bench
