// CdsSight: what the scan for CDS records has come to since the start: its walks over each zone and the
// last result of names about which there is something to say. Kept in memory and bounded; written by
// frontends/cds, read by the control socket, which also asks for a look at one name through it.
// Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/core/domain/cds_answer.h"
#include "engine/core/rejection.h"

namespace stele::gateway {

// One walk over the names of a zone.
struct CdsPass {
  Instant started_at, ended_at;      // 0: never; under way
  std::uint64_t names = 0;           // looked at
  std::uint64_t locked = 0;          // left alone
  std::uint64_t silent = 0;          // no name server gave an answer to use
  std::uint64_t published = 0;       // have CDS or CDNSKEY records
  std::uint64_t accepted = 0;        // their DS records were changed
  std::uint64_t waiting = 0;         // on their way to first DS records
  std::uint64_t refused = 0;
};

// What became of one name. `outcome`: "nothing", "accepted", "waits", "refused", "locked", "failed".
struct CdsResult {
  Instant at;
  std::string outcome;
  std::string wish;                  // "bootstrap", "rollover", "deletion", "nothing"
  core::Rejections problems;
  std::string fault;                 // of the registry: the report could not be recorded
};

struct CdsScan {
  std::string problem;               // why nothing was asked; the rest is empty then
  CdsResult result;
  std::vector<core::CdsAnswer> answers;
};

class CdsSight {
 public:
  // A look at one name now; `dry`: nothing is recorded. Blocks for as long as the servers take.
  using Scan = std::function<CdsScan(const std::string& name, bool dry, std::stop_token stop)>;

  void set_scan(Scan scan) {
    const std::lock_guard lock(mutex_);
    scan_ = std::move(scan);
  }
  Scan scan() const {
    const std::lock_guard lock(mutex_);
    return scan_;
  }

  template <class Change>
  void change_pass(const std::string& zone, const Change& change) {
    const std::lock_guard lock(mutex_);
    change(passes_[zone]);
  }
  CdsPass pass(const std::string& zone) const {
    const std::lock_guard lock(mutex_);
    const auto at = passes_.find(zone);
    return at == passes_.end() ? CdsPass{} : at->second;
  }

  // Whether it differs from the one before, as far as that is known.
  bool keep(const std::string& name, CdsResult result) {
    const std::lock_guard lock(mutex_);
    const auto at = results_.find(name);
    if (at != results_.end()) {
      const bool other = at->second.outcome != result.outcome || reason(at->second) != reason(result);
      at->second = std::move(result);
      return other;
    }
    if (order_.size() >= kMost) {
      results_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(name);
    results_.emplace(name, std::move(result));
    return true;
  }
  std::optional<CdsResult> result(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto at = results_.find(name);
    return at == results_.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  static constexpr std::size_t kMost = 50'000;

  static std::optional<core::Reason> reason(const CdsResult& result) {
    if (result.problems.empty()) return std::nullopt;
    return result.problems.front().reason;
  }

  mutable std::mutex mutex_;
  Scan scan_;
  std::map<std::string, CdsPass> passes_;    // by zone
  std::map<std::string, CdsResult> results_;  // by name
  std::deque<std::string> order_;             // of their first results
};

}  // namespace stele::gateway
