// Image: every published zone, made from the journal alone in rows of a store of its own, with one
// serial for all changes of a second and the differences between serials. It never asks the registry
// state, so it may lag behind it, be thrown away and be built anew: the zones and serials are the same.
// Rows of another journal are thrown away.
//
// One thread takes the journal in; any thread finds zones.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "events/journal/transaction.h"
#include "projections/registry/store.h"
#include "projections/zone/published.h"
#include "projections/zone/work.h"

namespace stele::zone {

// How far these rows have come. Format 0: they are none, or of another format.
Progress read_progress(const registry::Snapshot& rows);

class Image final : public Zones {
 public:
  explicit Image(std::unique_ptr<registry::Store> store) : store_(std::move(store)) {}

  struct Reading {
    // No transaction from before it is to come after `end`: what changed before it gets its serial.
    Instant settled;
    std::stop_token stop;
    // Asked at every serial that is made; false ends the reading there.
    std::function<bool(const DomainName& zone, std::uint32_t serial)> go_on;
    // Told of every part that is written: the first position that is not in it.
    std::function<void(Position next)> progress;
  };
  // Takes in what the journal holds before `end`, then shows the zones as they are. Cut off by `stop`
  // it keeps what it has read.
  Done catch_up(journal::Journal& journal, Position end, const Reading& reading);
  Done flush() { return store_->flush(); }
  // As written last; any thread.
  std::shared_ptr<const registry::Snapshot> rows() const { return store_->snapshot(); }

  // First of the journal that was not read.
  Position next() const;
  // When the next serial is due, as far as is known; 0: nothing waits.
  Instant next_due() const;

  std::shared_ptr<const Published> find(const DomainName& name) const override;
  std::vector<DomainName> list() const override;
  void on_new_serial(NewSerial call) override { new_serial_.push_back(std::move(call)); }

 private:
  bool is_of(journal::Journal& journal, const Progress& progress) const;
  Done clear();
  Done open(journal::Journal& journal);
  Done write(const Reading& reading);
  Done read(journal::Journal& journal, Position end, const Reading& reading);
  void show();

  std::unique_ptr<registry::Store> store_;
  // Null: not opened, or not what is written; it is read again then.
  std::unique_ptr<Work> work_;
  Progress at_;         // how far it has come
  bool shown_ = false;  // what is written is what is found
  std::vector<NewSerial> new_serial_;
  mutable std::mutex mutex_;  // guards what follows
  std::map<DomainName, std::shared_ptr<const Published>> published_;
  Position next_{};
  Instant next_due_;
};

}  // namespace stele::zone
