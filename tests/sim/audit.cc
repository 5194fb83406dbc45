#include "tests/sim/audit.h"

#include <algorithm>

#include "engine/core/evolve.h"
#include "events/codec.h"
#include "events/journal/transaction.h"

namespace stele::sim {
namespace {

constexpr core::Account kOwn[] = {core::Account::cash, core::Account::income, core::Account::tax};

std::string text(ObjectNumber number) { return "object " + std::to_string(number.value); }

std::string text(const std::pair<PricedOperation, ObjectNumber>& item) {
  return std::string(to_text(item.first)) + " of " + text(item.second);
}

// To the nearest coin, halves away from zero. Amounts here are small and not negative.
Amount part_of(Amount amount, std::uint8_t percent, Currency currency) {
  if (percent == 100) return amount;
  const std::int64_t coin = smallest_coin(currency).e4;
  return {(amount.e4 * percent + 50 * coin) / (100 * coin) * coin};
}

}  // namespace

std::set<ObjectNumber> Audit::Domain::references() const {
  std::set<ObjectNumber> all = hosts;
  if (registrant) all.insert(registrant);
  for (const DomainContact& contact : contacts) all.insert(contact.contact);
  return all;
}

Problem Audit::read(journal::Journal& journal, const runtime::Outcome& outcome) {
  const Position end = journal.head().next;
  std::optional<Position> commanded;
  if (next_ < end) {
    auto reader = journal::TransactionReader::open(journal, next_);
    if (!reader) return "the journal cannot be read: " + reader.error().what;
    while (next_ < end) {
      const auto stored = (*reader)->next();
      if (!stored) return "the journal cannot be read: " + stored.error().what;
      const auto transaction = events::decode(stored->payload);
      if (!transaction) return "a transaction cannot be read: " + transaction.error().what;
      if (transaction->source != events::Source::clock) {
        if (commanded) return "one command made two transactions";
        commanded = stored->first;
      }
      next_ = stored->next;
      if (Problem problem = take(*transaction))
        return *problem + " (position " + std::to_string(stored->first.value) + ")";
    }
  }
  const auto* accepted = outcome.accepted();
  if (!accepted && commanded)
    return "a refused command stands at position " + std::to_string(commanded->value);
  if (accepted && commanded != accepted->first) return "an accepted command is not in the journal";
  return std::nullopt;
}

// Objects first, then the money they cost: a charge stands behind its cause.
Problem Audit::take(const events::Transaction& transaction) {
  Bill bill;
  // The names that take a life cycle up stand before the policy that brings it.
  for (const events::Event& event : transaction.events)
    if (const auto* zone = std::get_if<events::ZoneUpdated>(&event)) {
      note(*zone, bill);
      if (transaction.events.size() > 1) ++seen_["ZoneUpdated with its names"];
    }
  for (const events::Event& event : transaction.events) {
    ++seen_[std::string(events::name_of(events::kind_of(event)))];
    std::visit([&](const auto& e) { note(e, bill); }, event);
    if (wrong_) return wrong_;
  }
  if (Problem problem = settle(transaction, bill)) return problem;
  return require_no_dangling(bill);
}

// ---- money ----

Problem Audit::settle(const events::Transaction& transaction, Bill& bill) {
  for (const events::Event& event : transaction.events) {
    Problem problem;
    if (const auto* credited = std::get_if<events::AccountCredited>(&event)) {
      own_[{core::Account::cash, credited->money.currency}].e4 -= credited->money.amount.e4;
      problem = move(credited->registrar, credited->money, credited->balance,
                     credited->money.amount < Amount{});
    } else if (const auto* debited = std::get_if<events::AccountDebited>(&event)) {
      problem = pay(*debited, bill);
    } else if (const auto* refunded = std::get_if<events::AccountRefunded>(&event)) {
      problem = give_back(*refunded, bill);
    }
    if (problem) return problem;
  }
  if (!bill.due.empty()) return text(bill.due.begin()->first) + " was not charged";
  if (bill.refunds.empty()) return std::nullopt;
  const Paid& kept = bill.refunds.front();
  return std::string(to_text(kept.kind)) + ": " + to_text(kept.total) + " was not refunded to " +
         text(kept.payer);
}

Problem Audit::pay(const events::AccountDebited& event, Bill& bill) {
  const Bill::Item item{event.operation, event.object};
  auto& list = bill.due.contains(item) ? bill.due : bill.allowed;
  const auto found = list.find(item);
  if (found == list.end()) return text(item) + " was charged and did not happen, or was twice";
  if (found->second != event.registrar)
    return text(item) + " was charged to " + text(event.registrar) + " instead of " +
           text(found->second);
  list.erase(found);
  if (event.money.amount < Amount{} || event.tax < Amount{} || event.tax > event.money.amount)
    return text(item) + " was charged " + to_text(event.money) + " with tax " + to_text(event.tax);
  own_[{core::Account::income, event.money.currency}].e4 += event.money.amount.e4 - event.tax.e4;
  own_[{core::Account::tax, event.money.currency}].e4 += event.tax.e4;
  if (const auto begun = bill.begun.find(item); begun != bill.begun.end()) {
    begun->second.payer = event.registrar;
    begun->second.total = event.money.amount;
    domains_.at(event.object).graces.push_back(begun->second);
  }
  const Money out{event.money.currency, {-event.money.amount.e4}};
  return move(event.registrar, out, event.balance, event.money.amount > Amount{});
}

Problem Audit::give_back(const events::AccountRefunded& event, Bill& bill) {
  ++seen_["AccountRefunded " + std::string(to_text(event.cause))];
  const auto found = std::find_if(bill.refunds.begin(), bill.refunds.end(), [&](const Paid& paid) {
    return paid.kind == event.cause && paid.payer == event.registrar &&
           paid.total == event.money.amount;
  });
  if (found == bill.refunds.end())
    return std::string(to_text(event.cause)) + ": " + to_text(event.money) + " was refunded to " +
           text(event.registrar) + ", which had nothing like it to get";
  bill.refunds.erase(found);
  own_[{core::Account::income, event.money.currency}].e4 -= event.money.amount.e4 - event.tax.e4;
  own_[{core::Account::tax, event.money.currency}].e4 -= event.tax.e4;
  return move(event.registrar, event.money, event.balance, false);
}

Problem Audit::move(ObjectNumber registrar, Money money, Amount after, bool spends) {
  const auto found = registrars_.find(registrar);
  if (found == registrars_.end()) return "an account of nobody: " + text(registrar);
  Registrar& r = found->second;
  if (money.currency != r.currency) return "the account of " + text(registrar) + " has another currency";
  r.balance.e4 += money.amount.e4;
  if (r.balance != after)
    return "the event says " + to_text(after) + " is left to " + text(registrar) + ", it is " +
           to_text(r.balance);
  const Amount limit{-r.limit.e4};
  if (spends && after < limit)
    return text(registrar) + " was let spend down to " + to_text(after) + ", the limit is " +
           to_text(limit);
  r.least = std::min(limit, after);
  return std::nullopt;
}

const Lifecycle* Audit::life_of(const Domain& domain) const {
  const auto& life = zones_.at(domain.zone).lifecycle;
  return life ? &*life : nullptr;
}

void Audit::begin_grace(Bill& bill, Bill::Item paid, GraceKind kind, std::uint16_t days,
                        Instant from) {
  if (days > 0) bill.begun[paid] = {kind, from + days * kDay, ObjectNumber{}, Amount{}};
}

void Audit::expect_refund(Bill& bill, const Paid& paid, std::uint8_t percent, Instant now) const {
  if (paid.ends_at <= now) return;
  Paid back = paid;
  back.total = part_of(paid.total, percent, registrars_.at(paid.payer).currency);
  if (back.total > Amount{}) bill.refunds.push_back(back);
}

// A registrar's updates and deletions cost what the list says, and nothing where it says nothing.
void Audit::charge_if_listed(Bill& bill, Bill::Item item, const Domain& domain) const {
  const auto& prices = zones_.at(domain.zone).prices;
  if (std::any_of(prices.begin(), prices.end(),
                  [&](const Price& price) { return price.operation == item.first; }))
    bill.due[item] = domain.sponsor;
}

// Paid for and waiting for its report: it lapses, or the name is back.
void Audit::end_restore(Bill& bill, Domain& domain, bool lapses) const {
  const Lifecycle* const life = life_of(domain);
  std::erase_if(domain.graces, [&](const Paid& paid) {
    if (paid.kind != GraceKind::restore) return false;
    if (lapses && life) expect_refund(bill, paid, life->restore_refund, paid.ends_at + -1);
    return true;
  });
}

// ---- registrars and zones ----

void Audit::note(const events::RegistrarCreated& e, Bill&) {
  registrars_[e.number] = {e.currency, Amount{}, e.credit_limit, Amount{-e.credit_limit.e4}};
}

void Audit::note(const events::RegistrarUpdated& e, Bill&) {
  Registrar& r = registrars_.at(e.number);
  r.limit = e.credit_limit.value_or(r.limit);
  r.least = std::min(Amount{-r.limit.e4}, r.balance);
}

void Audit::note(const events::ZoneCreated& e, Bill&) { zones_[e.number] = e.policy; }

void Audit::note(const events::ZoneUpdated& e, Bill&) {
  if (e.policy) zones_[e.number] = *e.policy;
}

// ---- contacts and hosts ----

void Audit::note(const events::ContactCreated& e, Bill&) {
  for (const auto& [number, contact] : contacts_)
    if (contact.id == e.id) wrong("contact " + e.id + " is there already");
  if (!contacts_.emplace(e.number, Contact{e.id, e.sponsor}).second)
    wrong(text(e.number) + " is made again");
}

void Audit::note(const events::ContactTransferred& e, Bill&) {
  contacts_.at(e.number).sponsor = e.gainer;
}

void Audit::note(const events::ContactDeleted& e, Bill& bill) {
  if (contacts_.erase(e.number) == 0) wrong("a contact that is not there is deleted");
  bill.ended.insert(e.number);
}

void Audit::note(const events::HostCreated& e, Bill&) {
  for (const auto& [number, host] : hosts_)
    if (host.name == e.name.text()) wrong("host " + host.name + " is there already");
  if (!hosts_.emplace(e.number, Host{e.name.text(), e.superordinate}).second)
    wrong(text(e.number) + " is made again");
  if (!e.superordinate) return;
  if (find(e.superordinate)) below_[e.superordinate].insert(e.number);
}

void Audit::note(const events::HostUpdated& e, Bill&) {
  Host& host = hosts_.at(e.number);
  if (e.name) host.name = e.name->text();
  if (!e.superordinate) return;
  if (host.superordinate) below_[host.superordinate].erase(e.number);
  host.superordinate = *e.superordinate;
  if (host.superordinate && find(host.superordinate)) below_[host.superordinate].insert(e.number);
}

void Audit::note(const events::HostDeleted& e, Bill& bill) {
  const auto host = hosts_.find(e.number);
  if (host == hosts_.end()) return wrong("a host that is not there is deleted");
  if (host->second.superordinate) below_[host->second.superordinate].erase(e.number);
  hosts_.erase(host);
  bill.ended.insert(e.number);
}

// ---- domains ----

Audit::Domain* Audit::find(ObjectNumber domain) {
  const auto found = domains_.find(domain);
  if (found != domains_.end()) return &found->second;
  wrong("no domain is " + text(domain));
  return nullptr;
}

void Audit::set_links(ObjectNumber domain, const std::set<ObjectNumber>& before,
                      const std::set<ObjectNumber>& after) {
  for (const ObjectNumber target : before)
    if (!after.contains(target)) users_[target].erase(domain);
  for (const ObjectNumber target : after) users_[target].insert(domain);
}

void Audit::note(const events::DomainCreated& e, Bill& bill) {
  if (!names_.emplace(std::pair(e.zone, e.index_label), e.number).second)
    return wrong(e.name.text() + " is registered already");
  Domain d;
  d.zone = e.zone;
  d.label = e.index_label;
  d.sponsor = e.sponsor;
  d.expires_at = e.expires_at;
  d.registrant = e.registrant;
  d.contacts = {e.contacts.begin(), e.contacts.end()};
  d.hosts = {e.hosts.begin(), e.hosts.end()};
  set_links(e.number, {}, d.references());
  bill.changed.insert(e.number);
  const Bill::Item item{PricedOperation::create, e.number};
  bill.due[item] = e.sponsor;
  if (const Lifecycle* life = life_of(d))
    begin_grace(bill, item, GraceKind::add, life->add_grace_days, e.created_at);
  domains_[e.number] = std::move(d);
}

void Audit::note(const events::DomainUpdated& e, Bill& bill) {
  Domain* const d = find(e.number);
  if (!d) return;
  const auto before = d->references();
  d->registrant = e.registrant.value_or(d->registrant);
  for (const DomainContact& contact : e.contacts_removed) d->contacts.erase(contact);
  d->contacts.insert(e.contacts_added.begin(), e.contacts_added.end());
  for (const ObjectNumber host : e.hosts_removed) d->hosts.erase(host);
  d->hosts.insert(e.hosts_added.begin(), e.hosts_added.end());
  set_links(e.number, before, d->references());
  bill.changed.insert(e.number);
  if (e.updated_by) charge_if_listed(bill, {PricedOperation::update, e.number}, *d);
}

void Audit::note(const events::DomainRenewed& e, Bill& bill) {
  if (e.automatic) ++seen_["DomainRenewed automatic"];
  Domain* const d = find(e.number);
  if (!d) return;
  if (e.expires_at <= d->expires_at) wrong("a renewal of " + text(e.number) + " adds nothing");
  d->expires_at = e.expires_at;
  const Bill::Item item{PricedOperation::renew, e.number};
  bill.due[item] = d->sponsor;
  if (const Lifecycle* life = life_of(*d))
    begin_grace(bill, item, e.automatic ? GraceKind::auto_renew : GraceKind::renew,
                e.automatic ? life->auto_renew_grace_days : life->renew_grace_days, e.renewed_at);
}

void Audit::note(const events::DomainDeleted& e, Bill& bill) {
  Domain* const d = find(e.number);
  if (!d) return;
  if (const Lifecycle* life = life_of(*d))
    for (const Paid& paid : d->graces) {
      const std::uint8_t percents[] = {life->add_refund, life->auto_renew_refund,
                                       life->renew_refund, life->transfer_refund, 0};
      expect_refund(bill, paid, percents[static_cast<std::size_t>(paid.kind)], e.deleted_at);
    }
  d->graces.clear();
  if (e.expires_at.ms) d->expires_at = e.expires_at;
  if (e.deleted_by) charge_if_listed(bill, {PricedOperation::remove, e.number}, *d);
}

void Audit::note(const events::DomainPhaseChanged& e, Bill& bill) {
  ++seen_["DomainPhaseChanged " + std::string(to_text(e.phase))];
  Domain* const d = find(e.number);
  if (!d) return;
  end_restore(bill, *d, true);
  if (e.phase != DomainPhase::pending_restore) return;
  const Bill::Item item{PricedOperation::restore, e.number};
  bill.due[item] = d->sponsor;
  if (const Lifecycle* life = life_of(*d))
    begin_grace(bill, item, GraceKind::restore, life->restore_report_days, e.began_at);
}

void Audit::note(const events::DomainRestored& e, Bill& bill) {
  Domain* const d = find(e.number);
  if (!d) return;
  end_restore(bill, *d, false);
  if (e.report_reason.empty()) bill.due[{PricedOperation::restore, e.number}] = d->sponsor;
  if (e.expires_at > d->expires_at) bill.due[{PricedOperation::renew, e.number}] = d->sponsor;
  d->expires_at = e.expires_at;
}

void Audit::note(const events::DomainTransferred& e, Bill& bill) {
  Domain* const d = find(e.number);
  if (!d) return;
  if (e.loser != d->sponsor || e.gainer == d->sponsor)
    wrong(text(e.number) + " changes hands and was not the loser's, or is the gainer's already");
  const Lifecycle* const life = life_of(*d);
  // A renewal by the clock is undone by the years a transfer adds.
  if (life && e.years > 0)
    for (const Paid& paid : d->graces)
      if (paid.kind == GraceKind::auto_renew)
        expect_refund(bill, paid, life->auto_renew_refund, e.transferred_at);
  d->graces.clear();
  d->sponsor = e.gainer;
  d->expires_at = e.expires_at;
  const Bill::Item item{PricedOperation::transfer, e.number};
  (e.years > 0 ? bill.due : bill.allowed)[item] = e.gainer;
  if (life) begin_grace(bill, item, GraceKind::transfer, life->transfer_grace_days, e.transferred_at);
}

void Audit::note(const events::DomainPurged& e, Bill& bill) {
  Domain* const d = find(e.number);
  if (!d) return;
  end_restore(bill, *d, true);
  set_links(e.number, d->references(), {});
  names_.erase({d->zone, d->label});
  domains_.erase(e.number);
  bill.ended.insert(e.number);
}

// What has ended is referred to by nobody, and what a domain refers to is there.
Problem Audit::require_no_dangling(const Bill& bill) const {
  for (const ObjectNumber number : bill.ended) {
    if (const auto users = users_.find(number); users != users_.end() && !users->second.empty())
      return text(number) + " ended, and domain " + std::to_string(users->second.begin()->value) +
             " refers to it";
    if (const auto hosts = below_.find(number); hosts != below_.end() && !hosts->second.empty())
      return text(number) + " ended, and host " + hosts_.at(*hosts->second.begin()).name +
             " lies below it";
  }
  for (const ObjectNumber number : bill.changed) {
    const auto domain = domains_.find(number);
    if (domain == domains_.end()) continue;
    for (const ObjectNumber target : domain->second.references())
      if (!contacts_.contains(target) && !hosts_.contains(target))
        return domain->second.label + " refers to " + text(target) + ", which does not exist";
  }
  return std::nullopt;
}

// ---- the state against the books ----

Problem Audit::check_accounts(const core::State& state) const {
  std::map<Currency, std::int64_t> sums;
  for (const auto& [number, r] : registrars_) {
    const Amount balance = state.balance(number);
    if (balance != r.balance)
      return text(number) + " has " + to_text(balance) + " instead of " + to_text(r.balance);
    if (balance < r.least)
      return text(number) + " has " + to_text(balance) + ", below its limit";
    sums[r.currency] += balance.e4;
  }
  for (auto& [currency, sum] : sums) {
    for (const core::Account account : kOwn) {
      const Amount balance = state.balance(account, currency);
      const auto found = own_.find({account, currency});
      if (balance != (found == own_.end() ? Amount{} : found->second))
        return "the registry's " + std::string(core::to_text(account)) + " is " + to_text(balance);
      sum += balance.e4;
    }
    if (sum != 0)
      return "all accounts in " + to_text(currency) + " sum to " + to_text(Amount{sum});
  }
  return std::nullopt;
}

Problem Audit::check_domain(const core::State& state, ObjectNumber number) const {
  const Domain& mine = domains_.at(number);
  const auto found = state.find_domain(number);
  if (!found) return "domain " + mine.label + " is missing";
  Domain theirs = mine;
  theirs.contacts = {found->contacts.begin(), found->contacts.end()};
  theirs.hosts = {found->hosts.begin(), found->hosts.end()};
  theirs.registrant = found->registrant;
  if (theirs.references() != mine.references() || theirs.contacts != mine.contacts)
    return found->name.text() + " refers to other contacts and hosts than the journal says";
  if (found->made.sponsor != mine.sponsor || found->expires_at != mine.expires_at ||
      found->zone != mine.zone || found->index_label != mine.label)
    return found->name.text() + " has another sponsor, expiry or name than the journal says";
  if (found->transfer && found->transfer->pending() &&
      (found->statuses.contains(Status::client_transfer_prohibited) ||
       found->statuses.contains(Status::server_transfer_prohibited)))
    return found->name.text() + " is locked, and its transfer is pending";
  for (const ObjectNumber target : theirs.references())
    if (!state.find_contact(target) && !state.find_host(target))
      return found->name.text() + " refers to " + text(target) + ", which does not exist";
  return std::nullopt;
}

// Every number ever given out, those of the dead too: a link that outlived its object shows here.
Problem Audit::check_links(const core::State& state) const {
  const auto same = [](const auto& books, ObjectNumber number, std::set<ObjectNumber> there) {
    const auto found = books.find(number);
    return there == (found == books.end() ? std::set<ObjectNumber>{} : found->second);
  };
  for (ObjectNumber number{1}; number < state.next_number(); number = ObjectNumber{number.value + 1}) {
    std::set<ObjectNumber> users, hosts;
    const auto into = [](std::set<ObjectNumber>& set) {
      return [&set](ObjectNumber found) { return set.insert(found), true; };
    };
    state.for_each_domain_using(number, into(users));
    state.for_each_host_below(number, into(hosts));
    if (!same(users_, number, users)) return "the links to " + text(number) + " are not its users";
    if (!same(below_, number, hosts)) return "the hosts below " + text(number) + " are others";
    if (state.find_contact(number).has_value() != contacts_.contains(number))
      return "contact " + text(number) + " is there and should not be, or is missing";
    if (state.find_host(number).has_value() != hosts_.contains(number))
      return "host " + text(number) + " is there and should not be, or is missing";
    if (state.find_domain(number).has_value() != domains_.contains(number))
      return "domain " + text(number) + " is there and should not be, or is missing";
  }
  return std::nullopt;
}

Problem Audit::check_calendar(const core::State& state) const {
  std::optional<Instant> first;
  const auto look = [&](Instant due) {
    if (due.ms && (!first || due < *first)) first = due;
  };
  for (const auto& [number, domain] : domains_) look(core::due_at(*state.find_domain(number)));
  for (const auto& [number, contact] : contacts_) look(core::due_at(*state.find_contact(number)));
  for (const auto& [number, policy] : zones_) look(core::due_at(*state.find_zone(number)));
  const auto due = state.first_due();
  if ((due ? std::optional(due->at) : std::nullopt) == first) return std::nullopt;
  return "the calendar begins at " + (due ? to_text(due->at) : "no time") + ", the first work is due at " +
         (first ? to_text(*first) : "no time");
}

Problem Audit::check_objects(const core::State& state) const {
  std::set<ObjectNumber> listed;
  for (const auto& [number, policy] : zones_) {
    std::set<std::string> labels;
    Problem problem;
    state.for_each_domain_of(*state.find_zone(number), [&](const core::Domain& domain) {
      if (!labels.insert(domain.index_label).second || !listed.insert(domain.number).second)
        problem = domain.name.text() + " is owned twice";
      return !problem;
    });
    if (problem) return problem;
  }
  if (listed.size() != domains_.size())
    return std::to_string(listed.size()) + " names are listed, " + std::to_string(domains_.size()) +
           " are registered";
  if (Problem problem = check_links(state)) return problem;
  for (const auto& [number, domain] : domains_)
    if (Problem problem = check_domain(state, number)) return problem;
  for (const auto& [number, contact] : contacts_) {
    const auto found = state.find_contact(number);
    if (found->made.sponsor != contact.sponsor ||
        state.find_contact_number(found->repository, contact.id) != number)
      return "contact " + contact.id + " has another sponsor or is not found";
  }
  for (const auto& [number, host] : hosts_) {
    const auto found = state.find_host(number);
    if (found->name.text() != host.name || found->superordinate != host.superordinate ||
        state.find_host_number(found->repository, found->name) != number)
      return "host " + host.name + " is another or is not found";
  }
  return check_calendar(state);
}

}  // namespace stele::sim
