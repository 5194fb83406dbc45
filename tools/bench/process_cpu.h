// What a process has used of the processor.
#pragma once

namespace stele::bench {

// User and system time so far, in microseconds; 0 where the process is not there.
double process_cpu_us(int pid);

}  // namespace stele::bench
