#include "engine/core/query/as_of.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/clock/due_work.h"
#include "engine/core/domain/expiry.h"
#include "engine/core/evolve.h"

namespace stele::core {

namespace {

// Due work draws no random bytes: it would not be the same each time.
class NoRandom final : public Random {
 public:
  void fill(std::span<unsigned char>) override { CHECK(false, "due work draws no random bytes"); }
};

bool is_due(Instant due, Instant now) { return due.ms != 0 && due <= now; }

bool has_due(const State& state, Instant now) {
  const auto due = state.first_due();
  return due && due->at <= now;
}

// Whether the step took the object further. `gone` where it ended it.
struct Step {
  bool further = false;
  bool gone = false;
};

// Events of one step on the object with this number.
template <class Object>
struct Follow {
  Object& object;
  Step& step;

  template <class Event>
  void operator()(const Event& event) const {
    if constexpr (requires { evolve(object, event); event.number; }) {
      if (event.number != object.number) return;
      evolve(object, event);
      step.further = true;
    }
  }
  void operator()(const events::DomainPurged& event) const {
    if (event.number == object.number) step.gone = true;
  }
};

template <class Object>
Step take_step(const State& state, Object& object) {
  NoRandom random;
  const Context context{state, due_at(object), clock_caller(), random};
  Step step;
  for (const events::Event& event : decide_due(context, object))
    std::visit(Follow<Object>{object, step}, event);
  return step;
}

}  // namespace

AsOf::AsOf(std::shared_ptr<const State> recorded, Instant now)
    : recorded_(std::move(recorded)),
      now_(std::max(now, recorded_->time())),
      anything_due_(has_due(*recorded_, now_)) {}

std::shared_ptr<const Zone> AsOf::shown(std::shared_ptr<const Zone> zone) const {
  if (!zone || !is_due(due_at(*zone), now_)) return zone;
  auto later = std::make_shared<Zone>(*zone);
  later->policy = *later->scheduled;
  later->updated_at = later->scheduled_at;
  later->scheduled_at = {};
  later->scheduled.reset();
  return later;
}

// A name that stands still goes on when its zone's policy to come says how.
bool AsOf::takes_up(Domain& domain) const {
  const auto zone = recorded_->find_zone(domain.zone);
  if (!zone || !is_due(zone->scheduled_at, now_) || !zone->scheduled->lifecycle) return true;
  NoRandom random;
  const Context context{*recorded_, zone->scheduled_at, clock_caller(), random};
  Till till(*recorded_, zone->scheduled_at);
  std::vector<events::Event> events;
  take_up(context, domain, *zone->scheduled, till, events);
  Step step;
  for (const events::Event& event : events) std::visit(Follow<Domain>{domain, step}, event);
  return !step.gone;
}

// A step that leaves the name as it is makes way for its purge, which follows at the same moment.
std::optional<Domain> AsOf::stepped(Domain domain) const {
  if (can_take_up(domain) && !takes_up(domain)) return std::nullopt;
  while (is_due(due_at(domain), now_)) {
    const Step step = take_step(*recorded_, domain);
    if (step.gone || !step.further) return std::nullopt;
  }
  return domain;
}

// Hosts below a name that is purged are taken from the names that use them.
std::optional<Domain> AsOf::shown(Domain domain) const {
  auto later = stepped(std::move(domain));
  if (later)
    std::erase_if(later->hosts, [&](ObjectNumber host) { return !find_host(host); });
  return later;
}

Contact AsOf::shown(Contact contact) const {
  while (is_due(due_at(contact), now_))
    if (!take_step(*recorded_, contact).further) break;
  return contact;
}

std::optional<Domain> AsOf::find_domain(ObjectNumber number) const {
  auto domain = recorded_->find_domain(number);
  return domain && anything_due_ ? shown(std::move(*domain)) : domain;
}

std::optional<ObjectNumber> AsOf::find_domain_number(const Zone& zone,
                                                     std::string_view index_label) const {
  const auto number = recorded_->find_domain_number(zone, index_label);
  return number && anything_due_ && !find_domain(*number) ? std::nullopt : number;
}

// A host goes with the name it lies under.
std::optional<Host> AsOf::find_host(ObjectNumber number) const {
  auto host = recorded_->find_host(number);
  if (!host || !anything_due_ || !host->superordinate) return host;
  const auto above = recorded_->find_domain(host->superordinate);
  const auto later = above ? stepped(*above) : std::nullopt;
  if (!later) return std::nullopt;
  if (later->made.sponsor != above->made.sponsor)
    evolve(*host, events::HostTransferred{.repository = host->repository,
                                          .number = number,
                                          .gainer = later->made.sponsor,
                                          .transferred_at = later->made.transferred_at});
  return host;
}

std::optional<ObjectNumber> AsOf::find_host_number(RepositoryId repository,
                                                   const HostName& name) const {
  const auto number = recorded_->find_host_number(repository, name);
  return number && anything_due_ && !find_host(*number) ? std::nullopt : number;
}

std::optional<Contact> AsOf::find_contact(ObjectNumber number) const {
  auto contact = recorded_->find_contact(number);
  return contact && anything_due_ ? shown(std::move(*contact)) : contact;
}

void AsOf::for_each_domain_using(ObjectNumber contact_or_host, const Visit& visit) const {
  recorded_->for_each_domain_using(contact_or_host, [&](ObjectNumber domain) {
    return anything_due_ && !find_domain(domain) ? true : visit(domain);
  });
}

void AsOf::for_each_host_below(ObjectNumber domain, const Visit& visit) const {
  recorded_->for_each_host_below(domain, [&](ObjectNumber host) {
    return anything_due_ && !find_host(host) ? true : visit(host);
  });
}

void AsOf::for_each_host_at(const IpAddress& address, const Visit& visit) const {
  recorded_->for_each_host_at(address, [&](ObjectNumber host) {
    return anything_due_ && !find_host(host) ? true : visit(host);
  });
}

void AsOf::for_each_domain_from(const Zone& zone, std::string_view from,
                                const std::function<bool(const Domain&)>& visit) const {
  if (!anything_due_) return recorded_->for_each_domain_from(zone, from, visit);
  recorded_->for_each_domain_from(zone, from, [&](const Domain& domain) {
    const auto later = shown(domain);
    return later ? visit(*later) : true;
  });
}

bool AsOf::is_gone(ObjectNumber number) const {
  return (recorded_->find_domain(number) && !find_domain(number)) ||
         (recorded_->find_host(number) && !find_host(number));
}

bool AsOf::has_changed_hands(ObjectNumber number) const {
  if (const auto domain = recorded_->find_domain(number)) {
    const auto now = find_domain(number);
    return now && now->made.sponsor != domain->made.sponsor;
  }
  if (const auto host = recorded_->find_host(number)) {
    const auto now = find_host(number);
    return now && now->made.sponsor != host->made.sponsor;
  }
  const auto contact = recorded_->find_contact(number);
  return contact && find_contact(number)->made.sponsor != contact->made.sponsor;
}

// What changes hands keeps the registry's organisations only (org/links.h).
std::vector<OrganisationLink> AsOf::organisations_of(ObjectNumber object) const {
  auto links = recorded_->organisations_of(object);
  if (anything_due_ && !links.empty() && has_changed_hands(object))
    std::erase_if(links, [&](const OrganisationLink& link) {
      const auto organisation = recorded_->find_organisation(link.organisation);
      return organisation && organisation->made.sponsor;
    });
  return links;
}

void AsOf::for_each_object_linked(ObjectNumber organisation, std::optional<OrganisationRole> role,
                                  const Visit& visit) const {
  recorded_->for_each_object_linked(organisation, role, [&](ObjectNumber object) {
    return anything_due_ && is_gone(object) ? true : visit(object);
  });
}

// ---- as recorded

std::shared_ptr<const Repository> AsOf::find_repository(RepositoryId id) const {
  return recorded_->find_repository(id);
}

std::shared_ptr<const Administrator> AsOf::find_administrator(std::string_view name) const {
  return recorded_->find_administrator(name);
}

std::shared_ptr<const Registrar> AsOf::find_registrar(ObjectNumber number) const {
  return recorded_->find_registrar(number);
}

std::shared_ptr<const Registrar> AsOf::find_registrar(std::string_view id) const {
  return recorded_->find_registrar(id);
}

Amount AsOf::balance(Account account, Currency currency) const {
  return recorded_->balance(account, currency);
}

std::optional<Message> AsOf::first_message(ObjectNumber registrar) const {
  return recorded_->first_message(registrar);
}

std::optional<Message> AsOf::find_message(ObjectNumber registrar, std::uint64_t id) const {
  return recorded_->find_message(registrar, id);
}

std::shared_ptr<const Zone> AsOf::find_zone(ObjectNumber number) const {
  return shown(recorded_->find_zone(number));
}

std::shared_ptr<const Zone> AsOf::find_zone(std::string_view name) const {
  return shown(recorded_->find_zone(name));
}

std::shared_ptr<const Zone> AsOf::zone_of(const DomainName& name) const {
  return shown(recorded_->zone_of(name));
}

std::optional<ListedName> AsOf::find_listed_name(ObjectNumber zone,
                                                 std::string_view index_label) const {
  return recorded_->find_listed_name(zone, index_label);
}

void AsOf::for_each_listed_name(
    ObjectNumber zone,
    const std::function<bool(std::string_view label, const ListedName&)>& visit) const {
  recorded_->for_each_listed_name(zone, visit);
}

std::optional<ObjectNumber> AsOf::find_contact_number(RepositoryId repository,
                                                      std::string_view id) const {
  return recorded_->find_contact_number(repository, id);
}

std::optional<KeySlot> AsOf::find_deleted_subject(ObjectNumber number) const {
  return recorded_->find_deleted_subject(number);
}

Result<std::optional<std::string>> AsOf::unseal_bytes(ObjectNumber subject, KeySlot slot,
                                                      std::string_view sealed) const {
  return recorded_->unseal_bytes(subject, slot, sealed);
}

void AsOf::for_each_host_of(RepositoryId repository,
                            const std::function<bool(const HostName&)>& visit) const {
  recorded_->for_each_host_of(repository, visit);
}

void AsOf::for_each_registrar(const Visit& visit) const { recorded_->for_each_registrar(visit); }

}  // namespace stele::core
