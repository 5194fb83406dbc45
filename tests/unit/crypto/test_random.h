// A reproducible source that keeps what it gave: tests can look for those bytes elsewhere.
#pragma once

#include <algorithm>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "engine/base/random.h"

namespace stele::crypto {

class TestRandom final : public Random {
 public:
  void fill(std::span<unsigned char> out) override {
    const std::lock_guard lock(mutex_);
    std::ranges::generate(out, [this] { return static_cast<unsigned char>(engine_()); });
    given_.emplace_back(reinterpret_cast<const char*>(out.data()), out.size());
  }
  std::vector<std::string> given() {
    const std::lock_guard lock(mutex_);
    return given_;
  }

 private:
  std::mutex mutex_;
  std::mt19937 engine_{20260301};
  std::vector<std::string> given_;
};

}  // namespace stele::crypto
