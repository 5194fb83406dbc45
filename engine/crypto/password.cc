#include "engine/crypto/password.h"

#include <argon2.h>

#include <array>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <variant>
#include <vector>

#include "engine/base/check.h"
#include "engine/crypto/aead.h"
#include "engine/crypto/hash.h"

namespace stele::crypto {

namespace {

constexpr std::uint32_t kMemoryKib = 19456;
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kRememberedMost = 4096;

// What an imported PHC string may ask of this machine.
constexpr std::uint32_t kMemoryKibMost = 256 * 1024;
constexpr std::uint32_t kPassesMost = 16;
constexpr std::uint32_t kLanesMost = 8;
constexpr std::size_t kEncodedBytesMost = 512;
constexpr std::size_t kPasswordBytesMost = 1024;

bool take(std::string_view& in, std::string_view word) {
  if (!in.starts_with(word)) return false;
  in.remove_prefix(word.size());
  return true;
}

bool take_number(std::string_view& in, std::uint32_t most) {
  std::uint32_t v = 0;
  const auto [end, error] = std::from_chars(in.data(), in.data() + in.size(), v);
  if (error != std::errc() || v > most) return false;
  in.remove_prefix(static_cast<std::size_t>(end - in.data()));
  return true;
}

bool is_affordable(std::string_view encoded) {
  return encoded.size() <= kEncodedBytesMost && take(encoded, "$argon2id$v=19$m=") &&
         take_number(encoded, kMemoryKibMost) && take(encoded, ",t=") &&
         take_number(encoded, kPassesMost) && take(encoded, ",p=") &&
         take_number(encoded, kLanesMost) && take(encoded, "$");
}

std::unexpected<Error> no_memory() {
  return fail(Fault::busy, "not enough memory to hash a password");
}

}  // namespace

Result<std::string> hash_password(std::string_view password, Random& random) {
  std::array<unsigned char, kSaltBytes> salt;
  random.fill(salt);
  std::string encoded(argon2_encodedlen(kPasses, kMemoryKib, kLanes, kSaltBytes, kHashBytes,
                                        Argon2_id), '\0');
  const int code = argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(),
                                         password.size(), salt.data(), salt.size(), kHashBytes,
                                         encoded.data(), encoded.size());
  if (code == ARGON2_MEMORY_ALLOCATION_ERROR) return no_memory();
  CHECK(code == ARGON2_OK, argon2_error_message(code));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

Result<bool> verify_password(std::string_view encoded, std::string_view password) {
  if (!is_affordable(encoded) || password.size() > kPasswordBytesMost) return false;
  const int code =
      argon2id_verify(std::string(encoded).c_str(), password.data(), password.size());
  if (code == ARGON2_MEMORY_ALLOCATION_ERROR) return no_memory();
  return code == ARGON2_OK;
}

struct PasswordChecker::Impl {
  struct Check {
    std::string encoded;
    std::string password;
    std::move_only_function<void(Result<bool>)> done;
  };
  struct Hash {
    std::string password;
    std::move_only_function<void(Result<std::string>)> done;
  };
  using Job = std::variant<Check, Hash>;

  Impl(Random& source, std::size_t most_waiting)
      : random(source), max_waiting(most_waiting), memory_key(SecretKey::generate(source)) {}

  // The process-random key makes the table useless outside this process.
  std::string memory_tag(std::string_view encoded, std::string_view password) const {
    std::string bytes;
    put_big_endian(bytes, std::uint64_t{encoded.size()});
    bytes += encoded;
    bytes += password;
    const Digest tag = hmac_sha256(memory_key.view(), bytes);
    wipe(bytes);
    return std::string(view(tag));
  }

  bool is_remembered(const std::string& tag) {
    const std::lock_guard lock(mutex);
    return remembered.contains(tag);
  }

  void remember(const std::string& tag) {
    const std::lock_guard lock(mutex);
    if (!remembered.insert(tag).second) return;
    remembered_order.push_back(tag);
    if (remembered_order.size() <= kRememberedMost) return;
    remembered.erase(remembered_order.front());
    remembered_order.pop_front();
  }

  Done enqueue(Job job) {
    {
      const std::lock_guard lock(mutex);
      if (waiting.size() >= max_waiting)
        return fail(Fault::busy, std::to_string(max_waiting) + " passwords wait already");
      waiting.push_back(std::move(job));
    }
    wake.notify_one();
    return {};
  }

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [this] { return stopping || !waiting.empty(); });
      if (stopping) return;
      Job job = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      std::visit([this](auto& one) { run(one); }, job);
      lock.lock();
    }
  }

  void run(Check& check) {
    const std::string tag = memory_tag(check.encoded, check.password);
    // Another session may have proved the same password while this one waited.
    auto right = is_remembered(tag) ? true : verify_password(check.encoded, check.password);
    if (right && *right) remember(tag);
    wipe(check.password);
    check.done(std::move(right));
  }

  void run(Hash& hash) {
    auto encoded = hash_password(hash.password, random);
    wipe(hash.password);
    hash.done(std::move(encoded));
  }

  static void refuse(auto& job) { job.done(fail(Fault::closed, "the server stops")); }

  Random& random;
  const std::size_t max_waiting;
  const SecretKey memory_key;
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::deque<Job> waiting;
  std::unordered_set<std::string> remembered;
  std::deque<std::string> remembered_order;
  std::vector<std::jthread> workers;
};

PasswordChecker::PasswordChecker(Random& random, int threads, std::size_t max_waiting)
    : impl_(std::make_unique<Impl>(random, max_waiting)) {
  for (int i = 0; i < threads; ++i)
    impl_->workers.emplace_back([impl = impl_.get()] { impl->work(); });
}

PasswordChecker::~PasswordChecker() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_all();
  impl_->workers.clear();
  for (auto& job : impl_->waiting) std::visit([](auto& one) { Impl::refuse(one); }, job);
}

Done PasswordChecker::check(std::string encoded, std::string password,
                            std::move_only_function<void(Result<bool>)> done) {
  if (impl_->is_remembered(impl_->memory_tag(encoded, password))) {
    wipe(password);
    done(true);
    return {};
  }
  return impl_->enqueue(Impl::Check{std::move(encoded), std::move(password), std::move(done)});
}

Done PasswordChecker::hash(std::string password,
                           std::move_only_function<void(Result<std::string>)> done) {
  return impl_->enqueue(Impl::Hash{std::move(password), std::move(done)});
}

}  // namespace stele::crypto
