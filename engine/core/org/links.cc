#include "engine/core/org/links.h"

#include <algorithm>
#include <variant>

#include "engine/core/org/org_rules.h"

namespace stele::core {
namespace {

class Links {
 public:
  Links(const State& state, const Linked& object, Problems& problems)
      : state_(state),
        object_(object),
        current_(state.organisations_of(object.number)),
        problems_(problems) {}

  void add(const NamedLink& wish) {
    if (!take(wish)) return;
    if (find(wish.role)) return problem(Reason::role_linked, wish);
    if (const auto target = require_target(wish)) changed_.added.push_back({wish.role, *target});
  }

  void remove(const NamedLink& wish) {
    if (!take(wish)) return;
    const OrganisationLink* const link = find(wish.role);
    if (!link || !(wish.id.empty() || is(*link, wish.id)))
      return problem(Reason::role_not_linked, wish);
    changed_.removed.push_back(*link);
  }

  void change(const NamedLink& wish) {
    if (!take(wish)) return;
    const OrganisationLink* const link = find(wish.role);
    if (!link) return problem(Reason::role_not_linked, wish);
    if (is(*link, wish.id)) return problem(Reason::role_linked, wish);
    const auto target = require_target(wish);
    if (!target) return;
    changed_.removed.push_back(*link);
    changed_.added.push_back({wish.role, *target});
  }

  std::vector<events::Event> finish() {
    if (changed_.added.empty() && changed_.removed.empty()) return {};
    changed_.repository = object_.repository;
    changed_.number = object_.number;
    std::sort(changed_.added.begin(), changed_.added.end());
    std::sort(changed_.removed.begin(), changed_.removed.end());
    return {std::move(changed_)};
  }

 private:
  void problem(Reason reason, const NamedLink& wish) {
    problems_.add(reason, Field::role, to_text(wish.role));
  }

  bool take(const NamedLink& wish) {
    if (std::find(taken_.begin(), taken_.end(), wish.role) != taken_.end()) {
      problem(Reason::given_twice, wish);
      return false;
    }
    taken_.push_back(wish.role);
    return true;
  }

  const OrganisationLink* find(OrganisationRole role) const {
    const auto at = std::find_if(current_.begin(), current_.end(), [&](const OrganisationLink& link) {
      return link.role == role;
    });
    return at == current_.end() ? nullptr : &*at;
  }

  bool is(const OrganisationLink& link, const std::string& id) const {
    return state_.find_organisation_number(object_.repository, id) == link.organisation;
  }

  std::optional<ObjectNumber> require_target(const NamedLink& wish) {
    const auto found = require_linkable(state_, object_.repository, object_.sponsor, wish.id,
                                        Field::role, problems_);
    if (!found) return std::nullopt;
    const auto grant = std::find_if(found->roles.begin(), found->roles.end(),
                                    [&](const RoleGrant& one) { return one.role == wish.role; });
    if (grant == found->roles.end()) {
      problem(Reason::organisation_lacks_role, wish);
      return std::nullopt;
    }
    if (!grant->statuses.empty()) {
      problem(Reason::link_prohibited, wish);
      return std::nullopt;
    }
    return found->number;
  }

  const State& state_;
  const Linked& object_;
  const std::vector<OrganisationLink> current_;
  Problems& problems_;
  std::vector<OrganisationRole> taken_;
  events::OrganisationLinksChanged changed_;
};

template <class Event>
constexpr bool kHandsOver = std::is_same_v<Event, events::DomainTransferred> ||
                            std::is_same_v<Event, events::HostTransferred> ||
                            std::is_same_v<Event, events::ContactTransferred>;

}  // namespace

std::vector<events::Event> require_links(const State& state, const Linked& object,
                                         const LinkChange& change, Problems& problems) {
  if (change.empty()) return {};
  Links links(state, object, problems);
  for (const NamedLink& wish : change.added) links.add(wish);
  for (const NamedLink& wish : change.removed) links.remove(wish);
  for (const NamedLink& wish : change.changed) links.change(wish);
  return links.finish();
}

void append_links(std::vector<events::Event> links, std::vector<events::Event>& events) {
  for (events::Event& event : links) events.push_back(std::move(event));
}

void end_links(const State& state, std::vector<events::Event>& events) {
  std::vector<events::Event> ended;
  const auto look_at = [&]<class Event>(const Event& event) {
    if constexpr (kHandsOver<Event>) {
      events::OrganisationLinksChanged change{.repository = event.repository,
                                              .number = event.number};
      for (const OrganisationLink& link : state.organisations_of(event.number)) {
        const auto organisation = state.find_organisation(link.organisation);
        if (organisation && organisation->made.sponsor &&
            organisation->made.sponsor != event.gainer)
          change.removed.push_back(link);
      }
      if (!change.removed.empty()) ended.emplace_back(std::move(change));
    }
  };
  for (const events::Event& event : events) std::visit(look_at, event);
  append_links(std::move(ended), events);
}

}  // namespace stele::core
