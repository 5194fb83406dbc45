#include "projections/rdds/kept_answers.h"

#include <functional>
#include <utility>

namespace stele::rdds {

namespace {

constexpr std::size_t kMostQuestion = 300;  // octets: a name has 253
constexpr std::size_t kOverhead = 256;      // of an entry, about

}  // namespace

KeptAnswers::KeptAnswers(std::size_t most_bytes) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>(most_bytes / kShards);
}

KeptAnswers::Shard& KeptAnswers::shard_of(const std::string& question) {
  return *shards_[std::hash<std::string>{}(question) % kShards];
}

std::optional<std::string> KeptAnswers::find(const runtime::Reading& reading, const std::string& question,
                                             std::string_view moment) {
  Shard& shard = shard_of(question);
  std::shared_ptr<const Entry> entry;
  {
    const std::lock_guard lock(shard.mutex);
    if (shard.erasures < reading.erasures()) {
      shard.entries.clear();
      shard.erasures = reading.erasures();
    }
    if (const auto* found = shard.entries.find(question)) entry = *found;
  }
  const Instant now = reading.state()->now();
  if (!entry || now < entry->since || entry->lasting.until <= now || !reading.still_says(entry->footprint))
    return std::nullopt;
  std::string text = entry->text;
  text.replace(entry->lasting.moment_at, moment.size(), moment);
  return text;
}

void KeptAnswers::keep(const runtime::Reading& reading, const std::string& question, std::string_view moment,
                       const std::string& answer, const Lasting& lasting, registry::Footprint footprint) {
  if (footprint.anything || reading.anything_due() || question.size() > kMostQuestion ||
      answer.compare(lasting.moment_at, moment.size(), moment) != 0)
    return;
  const std::size_t weight = kOverhead + 2 * question.size() + answer.size() +
                             footprint.groups.size() * sizeof(std::uint32_t);
  auto entry = std::make_shared<const Entry>(
      Entry{answer, lasting, reading.state()->now(), std::move(footprint)});
  Shard& shard = shard_of(question);
  const std::lock_guard lock(shard.mutex);
  if (shard.erasures <= reading.erasures()) shard.entries.insert(question, std::move(entry), weight);
}

}  // namespace stele::rdds
