// Activity: what the frontends have answered since the start, counted for the operator's graphs.
// Thread-safe, no locks.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace stele::gateway {

class Activity {
 public:
  // Of RFC 5730 §3; one that is none is not counted.
  void epp_result(int code) {
    if (code >= kFirst && code < kFirst + kCodes) ++epp_results_[static_cast<std::size_t>(code - kFirst)];
  }
  void whois_query() { ++whois_queries_; }

  std::uint64_t whois_queries() const { return whois_queries_; }
  // Calls take(code, count) for every code that was answered, in order.
  template <class Take>
  void for_each_epp_result(const Take& take) const {
    for (int code = kFirst; code < kFirst + kCodes; ++code)
      if (const std::uint64_t count = epp_results_[static_cast<std::size_t>(code - kFirst)]) take(code, count);
  }

 private:
  static constexpr int kFirst = 1000, kCodes = 2000;
  std::array<std::atomic<std::uint64_t>, kCodes> epp_results_{};
  std::atomic<std::uint64_t> whois_queries_{0};
};

}  // namespace stele::gateway
