#include "frontends/metrics/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace stele::metrics {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// proc(5): the second field of statm is resident pages.
std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t open_files() {
  std::error_code error;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
       at.increment(error))
    ++count;
  return count;
}

}  // namespace

void put_process(Exposition& out) {
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0)
    out.single("process_cpu_seconds_total", Type::counter, "Processor time used, user and system.",
               seconds(used.ru_utime) + seconds(used.ru_stime));
  out.single("process_resident_memory_bytes", Type::gauge, "Memory in use.", resident_bytes());
  out.single("process_open_fds", Type::gauge, "Open files and sockets.", open_files());
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    out.single("process_max_fds", Type::gauge, "Files and sockets that may be open.", limit.rlim_cur);
}

}  // namespace stele::metrics
