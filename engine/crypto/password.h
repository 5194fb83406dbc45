// Passwords: Argon2id (19 MiB, t=2, p=1), PHC string format. Hashing is slow on purpose: never on
// the reactor or the writer. PasswordChecker runs at most two at once and remembers a success as an
// in-memory HMAC, so that repeats are cheap.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/random.h"
#include "engine/base/result.h"

namespace stele::crypto {

// Fault::busy when the machine has not the memory that either takes: whether the password is right
// is not known then.
Result<std::string> hash_password(std::string_view password, Random& random);
Result<bool> verify_password(std::string_view encoded, std::string_view password);

class PasswordChecker {
 public:
  // `random` must be safe from any thread.
  explicit PasswordChecker(Random& random, int threads = 2, std::size_t max_waiting = 256);
  ~PasswordChecker();  // answers what still waits: Fault::closed
  PasswordChecker(const PasswordChecker&) = delete;
  PasswordChecker& operator=(const PasswordChecker&) = delete;

  // `done` runs at once (on the caller's thread) when a remembered success decides, else on a
  // worker. Fault::busy when the queue is full: `done` is then not called.
  Done check(std::string encoded, std::string password, std::move_only_function<void(Result<bool>)> done);
  // Hashes on a worker.
  Done hash(std::string password, std::move_only_function<void(Result<std::string>)> done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stele::crypto
