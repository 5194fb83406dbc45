// Audit: reads the journal as an accountant would, keeps books of its own and compares. It knows
// the rules in words of its own (RFC 3915 §3 for refunds) and asks none of the code that decides.
// Every function returns the first thing that is wrong.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/state.h"
#include "engine/runtime/outcome.h"
#include "events/event.h"
#include "events/journal/journal.h"

namespace stele::sim {

using Problem = std::optional<std::string>;

class Audit {
 public:
  // `from`: where an empty registry's journal goes on.
  explicit Audit(Position from) : next_(from) {}

  // What was recorded since the last call, by the clock and by a command with this outcome.
  Problem read(journal::Journal& journal, const runtime::Outcome& outcome);
  // Cheap: what accounts hold, against the books and the limits.
  Problem check_accounts(const core::State& state) const;
  // Dear: every object and every link, both ways. `state` as recorded, nothing is due in it.
  Problem check_objects(const core::State& state) const;

  const std::map<std::string, std::size_t>& seen() const { return seen_; }  // events by name

 private:
  struct Registrar {
    Currency currency;
    Amount balance, limit;
    Amount least;  // the balance, where a limit was lowered beneath it; else the limit
  };
  // A grace period with what was paid; in a bill, with what is to come back of it.
  struct Paid {
    GraceKind kind = GraceKind::add;
    Instant ends_at;
    ObjectNumber payer{};
    Amount total;
  };
  struct Domain {
    ObjectNumber zone{};
    std::string label;
    ObjectNumber sponsor{};
    Instant expires_at;
    ObjectNumber registrant{};
    std::set<DomainContact> contacts;
    std::set<ObjectNumber> hosts;
    std::vector<Paid> graces;
    std::set<ObjectNumber> references() const;
  };
  struct Host {
    std::string name;
    ObjectNumber superordinate{};
  };
  struct Contact {
    std::string id;
    ObjectNumber sponsor{};
  };
  // What one transaction has to pay for, may pay for and has to give back.
  struct Bill {
    using Item = std::pair<PricedOperation, ObjectNumber>;
    std::map<Item, ObjectNumber> due, allowed;  // and who pays
    std::map<Item, Paid> begun;                 // grace periods, without what is paid yet
    std::vector<Paid> refunds;
    std::set<ObjectNumber> ended, changed;      // contacts, hosts, domains; domains
  };

  Problem take(const events::Transaction& transaction);
  Problem settle(const events::Transaction& transaction, Bill& bill);
  Problem pay(const events::AccountDebited& event, Bill& bill);
  Problem give_back(const events::AccountRefunded& event, Bill& bill);
  Problem move(ObjectNumber registrar, Money money, Amount after, bool spends);
  Problem require_no_dangling(const Bill& bill) const;
  Problem check_links(const core::State& state) const;
  Problem check_domain(const core::State& state, ObjectNumber number) const;
  Problem check_calendar(const core::State& state) const;

  template <class Other>
  void note(const Other&, Bill&) {}
  void note(const events::RegistrarCreated& e, Bill& bill);
  void note(const events::RegistrarUpdated& e, Bill& bill);
  void note(const events::ZoneCreated& e, Bill& bill);
  void note(const events::ZoneUpdated& e, Bill& bill);
  void note(const events::ContactCreated& e, Bill& bill);
  void note(const events::ContactTransferred& e, Bill& bill);
  void note(const events::ContactDeleted& e, Bill& bill);
  void note(const events::HostCreated& e, Bill& bill);
  void note(const events::HostUpdated& e, Bill& bill);
  void note(const events::HostDeleted& e, Bill& bill);
  void note(const events::DomainCreated& e, Bill& bill);
  void note(const events::DomainUpdated& e, Bill& bill);
  void note(const events::DomainRenewed& e, Bill& bill);
  void note(const events::DomainDeleted& e, Bill& bill);
  void note(const events::DomainPhaseChanged& e, Bill& bill);
  void note(const events::DomainRestored& e, Bill& bill);
  void note(const events::DomainTransferred& e, Bill& bill);
  void note(const events::DomainPurged& e, Bill& bill);
  // nullptr, and something is wrong, where there is none.
  Domain* find(ObjectNumber domain);
  void set_links(ObjectNumber domain, const std::set<ObjectNumber>& before,
                 const std::set<ObjectNumber>& after);
  const Lifecycle* life_of(const Domain& domain) const;
  void charge_if_listed(Bill& bill, Bill::Item item, const Domain& domain) const;
  void end_restore(Bill& bill, Domain& domain, bool lapses) const;
  void begin_grace(Bill& bill, Bill::Item paid, GraceKind kind, std::uint16_t days, Instant from);
  void expect_refund(Bill& bill, const Paid& paid, std::uint8_t percent, Instant now) const;
  void wrong(std::string what) {
    if (!wrong_) wrong_ = std::move(what);
  }

  Position next_;
  Problem wrong_;  // found while taking note
  std::map<std::string, std::size_t> seen_;
  std::map<ObjectNumber, Registrar> registrars_;
  std::map<std::pair<core::Account, Currency>, Amount> own_;
  std::map<ObjectNumber, ZonePolicy> zones_;
  std::map<ObjectNumber, Contact> contacts_;
  std::map<ObjectNumber, Host> hosts_;
  std::map<ObjectNumber, Domain> domains_;
  std::map<std::pair<ObjectNumber, std::string>, ObjectNumber> names_;
  std::map<ObjectNumber, std::set<ObjectNumber>> users_;  // of a contact or host
  std::map<ObjectNumber, std::set<ObjectNumber>> below_;  // hosts below a domain
};

}  // namespace stele::sim
