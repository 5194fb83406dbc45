#include "engine/core/poll/notices.h"

#include <algorithm>
#include <concepts>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/core/evolve.h"
#include "engine/core/poll/object_image.h"
#include "engine/core/transfer_rules.h"

namespace stele::core {

std::string_view text_of(MessageText text) {
  static constexpr std::string_view kTexts[] = {
#define X(word, text) text,
#include "engine/core/poll/message_list.inc"
#undef X
  };
  return kTexts[std::to_underlying(text)];
}

namespace {

MessageText text_of_end(TransferStatus status) {
  switch (status) {
    case TransferStatus::pending: return MessageText::transfer_pending;
    case TransferStatus::client_approved: return MessageText::transfer_client_approved;
    case TransferStatus::client_rejected: return MessageText::transfer_client_rejected;
    case TransferStatus::client_cancelled: return MessageText::transfer_client_cancelled;
    case TransferStatus::server_approved: return MessageText::transfer_server_approved;
    case TransferStatus::server_cancelled: return MessageText::transfer_server_cancelled;
  }
  std::unreachable();
}

using Object = std::variant<Domain, Host, Contact, Organisation>;

const Provenance& made_of(const Object& object) {
  return std::visit([](const auto& o) -> const Provenance& { return o.made; }, object);
}

ObjectNumber number_of(const Object& object) {
  return std::visit([](const auto& o) { return o.number; }, object);
}

std::string name_of(const Object& object) {
  struct Name {
    std::string operator()(const Domain& domain) const { return domain.name.text(); }
    std::string operator()(const Host& host) const { return host.name.text(); }
    std::string operator()(const Contact& contact) const { return contact.id; }
    std::string operator()(const Organisation& organisation) const { return organisation.id; }
  };
  return std::visit(Name{}, object);
}

// Whether there is anything to show of how it was: what is erased is erased there too.
bool shows_before(const Object& after) {
  return std::visit(
      [](const auto& o) {
        if constexpr (requires { o.erased; }) return !o.erased;
        else return true;
      },
      after);
}

// An object that the decision changes: how it was, how it is after the events so far.
struct Followed {
  std::optional<Object> before;      // none: the decision makes it
  std::optional<Object> after;       // none: it is gone
  std::string_view operation;        // RFC 8590 §2.1, of the first change; empty: nothing to tell
  std::optional<MessageText> life;   // the change is a step of its life
};

// An account before and after the decision.
struct Balance {
  ObjectNumber registrar{};
  Currency currency;
  Amount before, after;
};

template <class Event>
constexpr bool kIsTransfer =
    std::same_as<Event, events::DomainTransferRequested> ||
    std::same_as<Event, events::DomainTransferEnded> ||
    std::same_as<Event, events::DomainTransferred> ||
    std::same_as<Event, events::ContactTransferRequested> ||
    std::same_as<Event, events::ContactTransferEnded> ||
    std::same_as<Event, events::ContactTransferred>;

class Notices {
 public:
  Notices(const Context& context, bool by_clock, std::vector<events::Event>& events)
      : context_(context), by_clock_(by_clock), events_(events) {}

  void add() {
    for (const events::Event& event : events_)
      if (const auto* message = std::get_if<events::MessageQueued>(&event))
        last_ids_[message->registrar] = message->id;
    for (const events::Event& event : events_)
      std::visit([this](const auto& e) { follow(e); }, event);
    for (const Balance& balance : balances_) tell_balance(balance);
    for (const Followed& object : followed_) tell_change(object);
    for (events::MessageQueued& message : messages_) events_.emplace_back(std::move(message));
  }

 private:
  // ---- following

  // Its applicant is told by the message of the decision.
  void follow(const events::ApplicationDecided& e) {
    std::erase_if(followed_, [&](const Followed& object) {
      return object.after && number_of(*object.after) == e.domain;
    });
  }
  template <class Event>
  void follow(const Event& e) {
    if constexpr (requires { { created(e) } -> std::same_as<Domain>; }) made(created(e));
    else if constexpr (requires { { created(e) } -> std::same_as<Host>; }) made(created(e));
    else if constexpr (requires { { created(e) } -> std::same_as<Contact>; }) made(created(e));
    else if constexpr (requires { { created(e) } -> std::same_as<Organisation>; }) made(created(e));
    else if constexpr (requires(Domain d) { evolve(d, e); }) changed<Domain>(e);
    else if constexpr (requires(Host h) { evolve(h, e); }) changed<Host>(e);
    else if constexpr (requires(Contact c) { evolve(c, e); }) changed<Contact>(e);
    else if constexpr (requires(Organisation o) { evolve(o, e); }) changed<Organisation>(e);
  }
  void follow(const events::DomainPurged& e) {
    ended<Domain>(e.number, by_clock_ ? "autoPurge" : "delete", MessageText::purged);
  }
  void follow(const events::HostDeleted& e) { ended<Host>(e.number, "delete", {}); }
  void follow(const events::ContactDeleted& e) { ended<Contact>(e.number, "delete", {}); }
  void follow(const events::OrganisationDeleted& e) {
    ended<Organisation>(e.number, "delete", {});
  }
  void follow(const events::SubjectErased& e) {
    if (!erased<Contact>(e)) erased<Organisation>(e);
  }
  void follow(const events::MaintenanceAnnounced& e) {
    tell_maintenance(created(e), MaintenanceOccasion::create, MessageText::maintenance_announced);
  }
  void follow(const events::MaintenanceUpdated& e) {
    Maintenance after = get_maintenance(e.number);
    evolve(after, e);
    tell_maintenance(after, MaintenanceOccasion::update, MessageText::maintenance_changed);
  }
  void follow(const events::MaintenanceCancelled& e) {
    tell_maintenance(get_maintenance(e.number), MaintenanceOccasion::remove,
                     MessageText::maintenance_cancelled);
  }
  void follow(const events::MaintenanceReminded& e) {
    tell_maintenance(get_maintenance(e.number), MaintenanceOccasion::courtesy,
                     MessageText::maintenance_near);
  }
  void follow(const events::MaintenanceEnded& e) {
    tell_maintenance(get_maintenance(e.number), MaintenanceOccasion::end,
                     MessageText::maintenance_over);
  }
  void follow(const events::AccountDebited& e) {
    note_balance(e.registrar, e.money.currency, stele::add(e.balance, e.money.amount), e.balance);
  }
  void follow(const events::AccountRefunded& e) {
    note_balance(e.registrar, e.money.currency, subtract(e.balance, e.money.amount), e.balance);
  }
  void follow(const events::AccountCredited& e) {
    note_balance(e.registrar, e.money.currency, subtract(e.balance, e.money.amount), e.balance);
  }

  // A decision may charge and give back several times: what counts is what is left of it all.
  void note_balance(ObjectNumber registrar, Currency currency, std::optional<Amount> before,
                    Amount after) {
    const auto known =
        std::find_if(balances_.begin(), balances_.end(),
                     [&](const Balance& balance) { return balance.registrar == registrar; });
    if (known != balances_.end()) known->after = after;
    else if (before) balances_.push_back({registrar, currency, *before, after});
  }

  // A registrar changes only what it sponsors: of its commands, transfers alone are told.
  bool by_sponsor() const { return context_.caller.is_registrar(); }

  void made(Object object) {
    if (by_sponsor()) return;
    Followed& followed = followed_.emplace_back();
    if (made_of(object).created_at == context_.now) followed.operation = "create";
    followed.after = std::move(object);
  }

  template <class T, class Event>
  void changed(const Event& e) {
    if (by_sponsor() && !kIsTransfer<Event>) return;
    Followed* const object = find<T>(e.number);
    CHECK(object && object->after, "an event concerns an object that exists");
    T& after = std::get<T>(*object->after);
    evolve(after, e);
    note(*object, after, e);
  }

  template <class T>
  void ended(ObjectNumber number, std::string_view operation, std::optional<MessageText> life) {
    if (by_sponsor()) return;
    Followed* const object = find<T>(number);
    CHECK(object, "only what exists is deleted");
    if (object->operation.empty()) step(*object, operation, by_clock_ ? life : std::nullopt);
    object->after.reset();
  }

  template <class T>
  bool erased(const events::SubjectErased& e) {
    Followed* const object = find<T>(e.subject);
    if (!object) return false;
    if (object->after) evolve(std::get<T>(*object->after), e);
    step(*object, "update", {});
    return true;
  }

  static void step(Followed& object, std::string_view operation, std::optional<MessageText> life) {
    if (!object.operation.empty()) return;
    object.operation = operation;
    object.life = life;
  }

  // What kind of change an event is; the object is as the event has left it.
  template <class T, class Event>
  void note(Followed& object, const T&, const Event&) {
    step(object, "update", {});
  }
  void note(Followed& object, const Domain&, const events::DomainRenewed& e) {
    if (e.automatic) step(object, "autoRenew", MessageText::auto_renewed);
    else step(object, "renew", {});
  }
  void note(Followed& object, const Domain&, const events::DomainDeleted&) {
    if (by_clock_) step(object, "autoDelete", MessageText::deleted_after_expiry);
    else step(object, "delete", {});
  }
  void note(Followed& object, const Domain&, const events::DomainRestored&) {
    step(object, "restore", {});
  }
  void note(Followed& object, const Domain&, const events::DomainPhaseChanged& e) {
    switch (e.phase) {
      case DomainPhase::registered: return step(object, "update", {});
      case DomainPhase::expired: return step(object, "expire", MessageText::expired);
      case DomainPhase::suspended: return step(object, "suspend", MessageText::suspended);
      case DomainPhase::redemption:
        return step(object, "restoreLapse", MessageText::restore_lapsed);
      case DomainPhase::pending_restore: return step(object, "restore", {});
      case DomainPhase::pending_delete:
        return step(object, "redemptionEnd", MessageText::redemption_over);
    }
  }
  // Transfers have messages of their own kind; the sides are those of the object after it.
  void note(Followed&, const Domain& domain, const events::DomainTransferRequested&) {
    tell_transfer(domain, ObjectNumber{}, domain.transfer->loser);
  }
  void note(Followed&, const Domain& domain, const events::DomainTransferEnded&) {
    tell_both(domain, false);
  }
  void note(Followed&, const Domain& domain, const events::DomainTransferred&) {
    tell_both(domain, domain.transfer->acted_by == domain.transfer->requested_by);
  }
  void note(Followed&, const Contact& contact, const events::ContactTransferRequested&) {
    tell_transfer(contact, ObjectNumber{}, contact.transfer->loser);
  }
  void note(Followed&, const Contact& contact, const events::ContactTransferEnded&) {
    tell_both(contact, false);
  }
  void note(Followed&, const Contact& contact, const events::ContactTransferred&) {
    tell_both(contact, contact.transfer->acted_by == contact.transfer->requested_by);
  }
  void note(Followed&, const Host&, const events::HostTransferred&) {}

  template <class T>
  Followed* find(ObjectNumber number) {
    for (Followed& object : followed_) {
      const auto& any = object.after ? object.after : object.before;
      if (number_of(*any) == number) return &object;
    }
    std::optional<T> found;
    if constexpr (std::same_as<T, Domain>) found = context_.state.find_domain(number);
    else if constexpr (std::same_as<T, Host>) found = context_.state.find_host(number);
    else if constexpr (std::same_as<T, Contact>) found = context_.state.find_contact(number);
    else found = context_.state.find_organisation(number);
    if (!found) return nullptr;
    Followed& object = followed_.emplace_back();
    object.before = *found;
    object.after = std::move(*found);
    return &object;
  }

  // ---- telling

  template <class T>
  void tell_both(const T& object, bool at_once) {
    tell_transfer(object, object.transfer->acted_by, object.transfer->loser, at_once);
    tell_transfer(object, object.transfer->acted_by, object.transfer->requested_by, at_once);
  }

  template <class T>
  void tell_transfer(const T& object, ObjectNumber acted_by, ObjectNumber to,
                     bool at_once = false) {
    if (to == acted_by) return;
    const MessageText text = at_once ? MessageText::transferred_at_once
                                     : text_of_end(object.transfer->status);
    events::MessageQueued& message =
        queue(to, object.repository, MessageKind::transfer, text, Object(object));
    message.transfer = describe_transfer(context_.state, object);
  }

  void tell_balance(const Balance& balance) {
    const auto registrar = context_.state.find_registrar(balance.registrar);
    CHECK(registrar, "an account is a registrar's");
    for (const Amount threshold : registrar->low_balances) {
      if (threshold <= balance.after || balance.before < threshold) continue;
      events::MessageQueued& message = queue(balance.registrar, registrar->repository,
                                             MessageKind::low_balance, MessageText::low_balance);
      message.balance = BalanceNotice{{balance.currency, balance.after}, threshold};
      message.text += ": " + to_text(message.balance->balance) + " is left, the threshold is " +
                      to_text(Money{balance.currency, threshold});
      return;
    }
  }

  Maintenance get_maintenance(ObjectNumber number) const {
    auto found = context_.state.find_maintenance(number);
    CHECK(found, "maintenance that something happens to is known");
    return std::move(*found);
  }

  void tell_maintenance(const Maintenance& maintenance, MaintenanceOccasion occasion,
                        MessageText text) {
    context_.state.for_each_registrar([&](ObjectNumber number) {
      const auto registrar = context_.state.find_registrar(number);
      if (registrar->repository != maintenance.repository) return true;
      events::MessageQueued& message =
          queue(number, maintenance.repository, MessageKind::maintenance, text);
      message.object = maintenance.number;
      message.object_name = maintenance_id(maintenance.number);
      message.text += ": " + message.object_name;
      message.maintenance = MaintenanceNotice{.occasion = occasion,
                                              .id = message.object_name,
                                              .plan = maintenance.plan,
                                              .created_at = maintenance.created_at,
                                              .updated_at = maintenance.updated_at};
      return true;
    });
  }

  void tell_change(const Followed& object) {
    const Object& known = object.before ? *object.before : *object.after;
    if (object.operation.empty() || !made_of(known).sponsor) return;
    if (object.life)
      return tell_state(object, object.after.has_value(), MessageKind::life_cycle, *object.life);
    if (!object.before) return tell_state(object, true, MessageKind::change, MessageText::made);
    if (!object.after) return tell_state(object, false, MessageKind::change, MessageText::gone);
    if (shows_before(*object.after))
      tell_state(object, false, MessageKind::change, MessageText::change_before);
    tell_state(object, true, MessageKind::change, MessageText::change_after);
  }

  void tell_state(const Followed& followed, bool after, MessageKind kind, MessageText text) {
    const Object& object = after ? *followed.after : *followed.before;
    const ObjectNumber to = made_of(followed.before ? *followed.before : object).sponsor;
    const RepositoryId repository =
        std::visit([](const auto& o) { return o.repository; }, object);
    events::MessageQueued& message = queue(to, repository, kind, text, object);
    ChangeNotice change{.after = after,
                        .operation = std::string(followed.operation),
                        .at = context_.now,
                        .server_trid = server_trid(),
                        .who = context_.caller.actor.name,
                        .reason = std::string(context_.reason)};
    if (const auto* domain = std::get_if<Domain>(&object))
      change.image = image_of(context_.state, *domain);
    else if (const auto* host = std::get_if<Host>(&object))
      change.image = image_of(context_.state, *host);
    else if (const auto* contact = std::get_if<Contact>(&object))
      change.contact = image_of(context_.state, *contact);
    else
      change.organisation = image_of(context_.state, std::get<Organisation>(object));
    message.change = std::move(change);
  }

  // RFC 8590 wants one; what time does has none but its place in the journal.
  std::string server_trid() const {
    if (!context_.server_trid.empty()) return std::string(context_.server_trid);
    return "J-" + std::to_string(context_.state.position().value);
  }

  events::MessageQueued& queue(ObjectNumber to, RepositoryId repository, MessageKind kind,
                               MessageText text, const std::optional<Object>& about = {}) {
    const auto [last, fresh] = last_ids_.try_emplace(to);
    if (fresh) last->second = context_.state.queue(to).last_id;
    events::MessageQueued message{.repository = repository,
                                  .registrar = to,
                                  .id = ++last->second,
                                  .queued_at = context_.now,
                                  .kind = kind,
                                  .text = std::string(text_of(text))};
    if (about) {
      message.object = number_of(*about);
      message.object_name = name_of(*about);
      message.text += ": " + message.object_name;
    }
    return messages_.emplace_back(std::move(message));
  }

  const Context& context_;
  const bool by_clock_;
  std::vector<events::Event>& events_;
  std::vector<Followed> followed_;  // in order of their first event
  std::vector<Balance> balances_;   // so too
  std::map<ObjectNumber, std::uint64_t> last_ids_;
  std::vector<events::MessageQueued> messages_;
};

}  // namespace

void add_notices(const Context& context, bool by_clock, std::vector<events::Event>& events) {
  Notices(context, by_clock, events).add();
}

}  // namespace stele::core
