// HEAD: what has been acknowledged, kept outside the store because the store cannot be trusted to
// notice a lost tail. Two slots, each in a disk block of its own; the older one is overwritten and
// synced after every append and before its answer, so that a torn write spares the newer one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "events/journal/journal.h"

namespace stele::journal {

constexpr std::size_t kSlotSize = 50;      // magic, format, next, leaf, CRC32C
constexpr std::size_t kSlotStride = 4096;  // slot 1 begins here: another block of the disk

std::string encode_slot(const Head& head);
std::optional<Head> decode_slot(std::string_view bytes);

struct HeadSlots {
  std::optional<Head> newest;  // of the valid slots; none when both are damaged
  int slot = 0;                // where it stands
  bool damaged = false;        // the other slot is damaged: it may have held a newer head
};
HeadSlots read_slots(std::string_view slot_0, std::string_view slot_1);

// Told of each step on HEAD's file before it happens; a fault returned stops the step. For tests
// that cut the power.
class HeadWatch {
 public:
  virtual ~HeadWatch() = default;
  virtual Done before_write(const std::string& path) = 0;
  virtual Done before_sync(const std::string& path) = 0;
  virtual void after_sync(const std::string& path) = 0;
};

// The open file. It carries the journal's lock too: exclusive for a writer, shared for readers.
class HeadFile {
 public:
  // Writes a new file with both slots set and syncs it. Fault::io when it exists.
  static Done create(const std::string& path, const Head& head, HeadWatch* watch);
  // Fault::not_found when there is no file; Fault::busy when another process holds the lock.
  static Result<std::unique_ptr<HeadFile>> open(const std::string& path, bool read_only,
                                                HeadWatch* watch);
  ~HeadFile();
  HeadFile(const HeadFile&) = delete;
  HeadFile& operator=(const HeadFile&) = delete;

  const HeadSlots& slots() const { return slots_; }
  // Overwrites the slot that does not hold the newest head, and syncs it. After a fault the file
  // must not be written again: what a failed sync left behind cannot be known.
  Done write(const Head& head, bool sync);

 private:
  HeadFile(int fd, std::string path, HeadWatch* watch)
      : fd_(fd), path_(std::move(path)), watch_(watch) {}
  int fd_;
  std::string path_;
  HeadWatch* watch_;
  HeadSlots slots_;
};

}  // namespace stele::journal
