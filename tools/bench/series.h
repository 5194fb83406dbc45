// Series: the rounds of one service, each measured by a fleet of clients, and the CPU its server took.
#pragma once

#include <cstdio>
#include <vector>

#include "tools/bench/fleet.h"
#include "tools/bench/report.h"

namespace stele::bench {

struct Series {
  std::vector<double> rates, p50, p99, cpu;
  std::size_t failures = 0;
  template <class Measurement>
  void add(const Measurement& measured, double cpu_us) {
    rates.push_back(measured.rate());
    p50.push_back(percentile(measured.latencies_us, 50));
    p99.push_back(percentile(measured.latencies_us, 99));
    if (measured.answers > 0) cpu.push_back(cpu_us / static_cast<double>(measured.answers));
    failures += measured.failures;
  }
  void print(const char* name) const {
    std::printf("%-8s %11.0f %8.0f %8.0f %9zu %14.1f\n", name, median(rates), median(p50), median(p99), failures,
                median(cpu));
  }
  JsonObject json() const {
    return JsonObject()
        .add("answers_per_second", median(rates))
        .add("p50_us", median(p50))
        .add("p99_us", median(p99))
        .add("failures", failures)
        .add("cpu_us_per_answer", median(cpu))
        .add("rounds", rates);
  }
};

}  // namespace stele::bench
