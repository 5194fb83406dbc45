#include "tools/bench/process_cpu.h"

#include <time.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <iterator>
#include <sstream>
#include <string>

namespace stele::bench {

// proc(5) fields 14 and 15. The name in field 2 may hold blanks and parentheses, so counting begins
// after its last one.
double process_cpu_us(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string skipped;
  double user = 0, system = 0;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  fields >> user >> system;
  return (user + system) * 1e6 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double reactor_cpu_us(net::Reactor& reactor) {
  double total = 0;
  for (std::size_t i = 0; i < reactor.threads(); ++i) {
    std::promise<double> used;
    reactor.post(i, [&used] {
      timespec t{};
      ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
      used.set_value(static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3);
    });
    total += used.get_future().get();
  }
  return total;
}

}  // namespace stele::bench
