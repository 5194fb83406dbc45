// EPP <info> for announced interruptions (RFC 9167 §4.1.1): one, or the list. Refusal:
// object_does_not_exist.
#include <algorithm>

#include "engine/core/query.h"

namespace stele::core {
namespace {

// What comes or goes on first, by its start; then what is over, the last first.
bool comes_before(const Maintenance& a, const Maintenance& b, Instant now) {
  const bool a_over = a.plan.ends_at <= now;
  const bool b_over = b.plan.ends_at <= now;
  if (a_over != b_over) return b_over;
  if (a.plan.starts_at != b.plan.starts_at)
    return a_over ? b.plan.starts_at < a.plan.starts_at : a.plan.starts_at < b.plan.starts_at;
  return a.number < b.number;
}

}  // namespace

Decided<Maintenance> info_maintenance(const State& state, const Caller& caller,
                                      std::string_view id) {
  const auto number = parse_maintenance_id(id);
  auto found = number ? state.find_maintenance(*number) : std::nullopt;
  if (!found || found->repository != caller.repository)
    return refuse(Reason::object_does_not_exist, Field::maintenance, std::string(id));
  return std::move(*found);
}

std::vector<Maintenance> list_maintenance(const State& state, const Caller& caller) {
  const Instant now = state.now();
  const std::int64_t kept = state.settings()->maintenance_kept_days * kDay;
  std::vector<Maintenance> list;
  state.for_each_maintenance([&](const Maintenance& item) {
    if (item.repository == caller.repository && now < item.plan.ends_at + kept)
      list.push_back(item);
    return true;
  });
  std::sort(list.begin(), list.end(), [&](const Maintenance& a, const Maintenance& b) {
    return comes_before(a, b, now);
  });
  return list;
}

}  // namespace stele::core
