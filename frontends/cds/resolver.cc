#include "frontends/cds/resolver.h"

#include <algorithm>

namespace stele::cds {
namespace {

constexpr std::uint32_t kLeastSeconds = 60;
constexpr std::uint32_t kMostSeconds = 3600;
constexpr std::size_t kMostHosts = 100'000;

}  // namespace

std::vector<std::uint16_t> random_ids(Random& random, std::size_t count) {
  std::vector<std::uint16_t> out;
  while (out.size() < count) {
    unsigned char bytes[2];
    random.fill(bytes);
    const auto id = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
    if (std::ranges::find(out, id) == out.end()) out.push_back(id);
  }
  return out;
}

Result<std::vector<IpAddress>> Resolver::addresses(const DomainName& host, std::stop_token stop) {
  if (servers_.empty()) return fail(Fault::not_found, "its address is not known, and no resolver is named");
  {
    const std::lock_guard lock(mutex_);
    const auto at = known_.find(host.text());
    if (at != known_.end() && at->second.until_ms > clock_.monotonic_ms()) {
      if (at->second.list.empty()) return fail(Fault::not_found, "it has no address");
      return at->second.list;
    }
  }
  auto found = look_up(host, std::move(stop));
  if (!found) return std::unexpected(found.error());
  const std::int64_t seconds = std::clamp(found->seconds, kLeastSeconds, kMostSeconds);
  {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kMostHosts) known_.clear();
    known_[host.text()] = {found->list, clock_.monotonic_ms() + seconds * 1000};
  }
  if (found->list.empty()) return fail(Fault::not_found, "it has no address");
  return std::move(found->list);
}

// The first that answers both questions.
Result<Addresses> Resolver::look_up(const DomainName& host, std::stop_token stop) {
  Error last{Fault::timeout, "no resolver answers"};
  for (const Server& server : servers_) {
    const auto ids = random_ids(random_, 2);
    const std::vector<Question> questions = {{host, type::kA, ids[0], true},
                                             {host, type::kAaaa, ids[1], true}};
    const auto answers = exchange_.ask(server, questions, stop);
    if (!answers) {
      last = answers.error();
      continue;
    }
    Addresses out;
    bool good = true;
    for (std::size_t i = 0; i < questions.size() && good; ++i) {
      const auto set = read_answer((*answers)[i], questions[i]);
      good = set.has_value();
      if (!good) {
        last = set.error();
        break;
      }
      const Addresses part = addresses_of(*set);
      if (part.list.empty()) continue;
      out.seconds = out.list.empty() ? part.seconds : std::min(out.seconds, part.seconds);
      out.list.insert(out.list.end(), part.list.begin(), part.list.end());
    }
    if (good) return out;
  }
  return fail(last.fault, "no resolver tells its address: " + last.what);
}

}  // namespace stele::cds
