#include "projections/rdds/kept_answers.h"

#include <lz4.h>

#include <functional>
#include <utility>

#include "engine/base/check.h"

namespace stele::rdds {

namespace {

constexpr std::size_t kMostQuestion = 300;  // octets: a name has 253
constexpr std::size_t kOverhead = 256;      // of an entry, about
constexpr std::size_t kMostText = 1 << 20;  // octets

// An answer says much more than once: it takes a quarter.
std::string pack(const std::string& text) {
  const int size = static_cast<int>(text.size());
  std::string out(static_cast<std::size_t>(LZ4_compressBound(size)), '\0');
  const int packed = LZ4_compress_default(text.data(), out.data(), size, static_cast<int>(out.size()));
  CHECK(packed > 0, "LZ4 packs whatever has room");
  out.resize(static_cast<std::size_t>(packed));
  out.shrink_to_fit();
  return out;
}

std::string unpack(const std::string& packed, std::size_t size) {
  std::string out(size, '\0');
  const int done = LZ4_decompress_safe(packed.data(), out.data(), static_cast<int>(packed.size()), static_cast<int>(size));
  CHECK(done == static_cast<int>(size), "LZ4 gives back what it was given");
  return out;
}

}  // namespace

KeptAnswers::KeptAnswers(std::size_t most_bytes) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>(most_bytes / kShards);
}

KeptAnswers::Shard& KeptAnswers::shard_of(const std::string& question) {
  return *shards_[std::hash<std::string>{}(question) % kShards];
}

void KeptAnswers::forget_all(std::uint64_t erasures) {
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    if (shard->erasures >= erasures) continue;
    shard->entries.clear();
    shard->erasures = erasures;
  }
  erasures_.store(erasures);
}

std::optional<std::string> KeptAnswers::find(const runtime::Reading& reading, const std::string& question,
                                             std::string_view moment) {
  if (erasures_.load() < reading.erasures()) forget_all(reading.erasures());
  Shard& shard = shard_of(question);
  std::shared_ptr<const Entry> entry;
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto* found = shard.entries.find(question)) entry = *found;
  }
  const Instant now = reading.state()->now();
  if (!entry || now < entry->since || entry->lasting.until <= now || !reading.still_says(entry->footprint))
    return std::nullopt;
  std::string text = unpack(entry->packed, entry->size);
  text.replace(entry->lasting.moment_at, moment.size(), moment);
  return text;
}

std::string KeptAnswers::answer(const runtime::Reading& reading, const std::string& question,
                                std::string_view moment, const Make& make) {
  if (auto kept = find(reading, question, moment)) return std::move(*kept);
  if (!is_asked_again(question)) return make(*reading.state()).text;
  registry::Footprint footprint;
  Made made = make(*reading.noting(footprint));
  if (made.lasting) keep(reading, question, moment, made.text, *made.lasting, std::move(footprint));
  return std::move(made.text);
}

bool KeptAnswers::is_asked_again(const std::string& question) {
  const std::uint64_t hash = std::hash<std::string>{}(question);
  const auto rest = static_cast<std::uint32_t>(hash >> 32);
  return asked_[hash % kAsked].exchange(rest, std::memory_order_relaxed) == rest;
}

void KeptAnswers::keep(const runtime::Reading& reading, const std::string& question, std::string_view moment,
                       const std::string& answer, const Lasting& lasting, registry::Footprint footprint) {
  if (footprint.anything || reading.anything_due() || question.size() > kMostQuestion || answer.size() > kMostText ||
      answer.compare(lasting.moment_at, moment.size(), moment) != 0)
    return;
  auto entry = std::make_shared<const Entry>(
      Entry{pack(answer), answer.size(), lasting, reading.state()->now(), std::move(footprint)});
  const std::size_t weight = kOverhead + 2 * question.size() + entry->packed.size() +
                             entry->footprint.groups.size() * sizeof(std::uint32_t);
  Shard& shard = shard_of(question);
  const std::lock_guard lock(shard.mutex);
  if (shard.erasures <= reading.erasures()) shard.entries.insert(question, std::move(entry), weight);
}

}  // namespace stele::rdds
