// The disk under a RocksdbJournal, for tests that forget unsynced bytes or fail writes. Kept apart
// so that RocksDB's headers do not reach everyone who opens a journal.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>

#include "events/journal/head_file.h"

namespace stele::journal {

struct RocksdbJournalEnv {
  std::shared_ptr<rocksdb::FileSystem> file_system;  // none: the operating system's
  std::shared_ptr<HeadWatch> head_watch;             // none: HEAD is written unobserved
  bool preallocate = true;  // logs ahead of their use; on a memory file system that costs pages
};

}  // namespace stele::journal
