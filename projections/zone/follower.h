// Follower: keeps the image of the zones up with a running registry, on a thread of its own, so that
// writer and readers never wait for it. A change is published when its second is over. What cannot be
// read or written is logged, told by problem(), and tried again.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/runtime/registry.h"
#include "projections/zone/image.h"

namespace stele::zone {

class Follower {
 public:
  // Nothing is read yet. `registry` outlives this.
  Follower(runtime::Registry& registry, std::unique_ptr<registry::Store> store)
      : registry_(registry), image_(std::move(store)) {}
  ~Follower() { stop(); }

  Zones& zones() { return image_; }
  void start();
  void stop();

  // Returns once all that was acknowledged by now is in the zones that it concerns, except in those
  // that make a serial more rarely than every second. Without start() it does the reading itself.
  // Fault::timeout, or what keeps it.
  Done wait_for_now(std::stop_token stop = {});

  // What is written of the zones now.
  std::shared_ptr<const registry::Snapshot> rows() const { return image_.rows(); }

  // How far behind the registry the zones are; why they stand still, empty where they do not.
  Position next() const { return image_.next(); }
  std::string problem() const;

 private:
  Done step(const std::stop_token& stop);
  void run(const std::stop_token& stop);

  runtime::Registry& registry_;
  std::mutex stepping_;   // one step at a time
  Image image_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  Instant settled_;       // of the last step; guarded by mutex_, as the problem is
  std::string problem_;
  std::jthread thread_;   // last
};

}  // namespace stele::zone
