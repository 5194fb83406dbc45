#include "engine/core/checks.h"

#include <algorithm>
#include <string>

#include "engine/base/bytes.h"
#include "engine/core/name/labels.h"
#include "engine/core/query.h"
#include "engine/idn/label.h"

namespace stele::core {

void require_staff(const Context& context, Problems& problems) {
  if (!context.caller.is_staff()) problems.add(Reason::not_allowed);
}

void require_enabled(const Context& context, Problems& problems) {
  if (context.caller.is_staff()) return;
  const auto registrar = context.state.find_registrar(context.caller.actor.number);
  if (!registrar || !registrar->enabled)
    problems.add(Reason::registrar_disabled, Field::none, context.caller.actor.name);
}

void require_sponsor(const Context& context, ObjectNumber sponsor, Field field,
                     std::string_view value, Problems& problems) {
  if (context.caller.is_staff() || context.caller.actor.number == sponsor) return;
  problems.add(Reason::not_sponsor, field, value);
}

ObjectNumber acting_registrar(const Caller& caller) {
  return caller.is_registrar() ? caller.actor.number : ObjectNumber{};
}

std::shared_ptr<const Registrar> require_acting_for(const Context& context,
                                                    const std::optional<std::string>& named,
                                                    Problems& problems) {
  if (context.caller.is_registrar()) {
    require_enabled(context, problems);
    if (named) problems.add(Reason::not_allowed, Field::registrar, *named);
    return problems.any() ? nullptr : context.state.find_registrar(context.caller.actor.number);
  }
  if (!named) {
    problems.add(Reason::missing_parameter, Field::registrar);
    return nullptr;
  }
  return require_registrar(context.state, *named, problems);
}

namespace {

std::optional<Origin> registrar_origin(const Context& context, const History& history,
                                       Problems& problems) {
  const auto registrar = context.state.find_registrar(context.caller.actor.number);
  if (!registrar || !registrar->enabled)
    problems.add(Reason::registrar_disabled, Field::none, context.caller.actor.name);
  if (history.sponsor) problems.add(Reason::not_allowed, Field::sponsor, *history.sponsor);
  if (history.creator) problems.add(Reason::not_allowed, Field::creator, *history.creator);
  if (history.created_at)
    problems.add(Reason::not_allowed, Field::created_at, to_text(*history.created_at));
  if (history.expires_at)
    problems.add(Reason::not_allowed, Field::expiry_date, to_text(*history.expires_at));
  if (problems.any()) return std::nullopt;
  return Origin{.sponsor = registrar, .creator = registrar->number, .created_at = context.now};
}

std::shared_ptr<const Registrar> find_in_repository(const Context& context, std::string_view id) {
  auto registrar = context.state.find_registrar(id);
  if (registrar && registrar->repository != context.caller.repository) return nullptr;
  return registrar;
}

}  // namespace

std::optional<Origin> require_origin(const Context& context, const History& history,
                                     bool object_expires, Problems& problems, Sponsor sponsor) {
  if (context.caller.is_registrar()) return registrar_origin(context, history, problems);
  Origin origin{.created_at = history.created_at.value_or(context.now),
                .imported = history.created_at.has_value()};
  if (!history.sponsor) {
    if (sponsor == Sponsor::required) problems.add(Reason::missing_parameter, Field::sponsor);
  } else {
    origin.sponsor = find_in_repository(context, *history.sponsor);
    if (!origin.sponsor)
      problems.add(Reason::object_does_not_exist, Field::sponsor, *history.sponsor);
  }
  if (history.creator) {
    const auto creator = find_in_repository(context, *history.creator);
    if (creator)
      origin.creator = creator->number;
    else
      problems.add(Reason::object_does_not_exist, Field::creator, *history.creator);
  } else if (origin.sponsor) {
    origin.creator = origin.sponsor->number;
  }
  if (origin.created_at > context.now)
    problems.add(Reason::value_out_of_range, Field::created_at, to_text(origin.created_at));
  if (history.expires_at && !object_expires)
    problems.add(Reason::malformed, Field::expiry_date, to_text(*history.expires_at));
  if (problems.any()) return std::nullopt;
  return origin;
}

std::optional<Domain> require_domain(const State& state, const DomainName& name,
                                     Problems& problems) {
  auto domain = find_domain(state, name);
  if (!domain) problems.add(Reason::object_does_not_exist, Field::name, name.text());
  return domain;
}

std::optional<Host> require_host(const State& state, RepositoryId repository, const HostName& name,
                                 Problems& problems) {
  std::optional<Host> host;
  if (const auto number = state.find_host_number(repository, name)) host = state.find_host(*number);
  if (!host) problems.add(Reason::object_does_not_exist, Field::name, name.text());
  return host;
}

std::optional<Contact> require_contact(const State& state, RepositoryId repository,
                                       std::string_view id, Problems& problems) {
  std::optional<Contact> contact;
  if (const auto number = state.find_contact_number(repository, id))
    contact = state.find_contact(*number);
  if (!contact) problems.add(Reason::object_does_not_exist, Field::id, id);
  return contact;
}

std::optional<Domain> require_own_domain(const Context& context, const DomainName& name,
                                         Problems& problems) {
  return require_own(
      context, [&] { return require_domain(context.state, name, problems); }, Field::name,
      name.text(), problems);
}

std::optional<Host> require_own_host(const Context& context, const HostName& name,
                                     Problems& problems) {
  return require_own(
      context,
      [&] { return require_host(context.state, context.caller.repository, name, problems); },
      Field::name, name.text(), problems);
}

std::optional<Contact> require_own_contact(const Context& context, std::string_view id,
                                           Problems& problems) {
  return require_own(
      context,
      [&] { return require_contact(context.state, context.caller.repository, id, problems); },
      Field::id, id, problems);
}

std::shared_ptr<const Registrar> require_registrar(const State& state, std::string_view id,
                                                   Problems& problems) {
  auto registrar = state.find_registrar(id);
  if (!registrar) problems.add(Reason::object_does_not_exist, Field::registrar, id);
  return registrar;
}

std::shared_ptr<const Repository> require_repository(const State& state, RepositoryId repository,
                                                     Problems& problems) {
  auto found = state.find_repository(repository);
  if (!found)
    problems.add(Reason::object_does_not_exist, Field::repository,
                 std::to_string(repository.value));
  return found;
}

std::shared_ptr<const Zone> require_zone_by_staff(const Context& context, const DomainName& name,
                                                  Field field, Problems& problems) {
  require_staff(context, problems);
  if (problems.any()) return nullptr;
  auto zone = context.state.find_zone(name.text());
  if (!zone) problems.add(Reason::object_does_not_exist, field, name.text());
  return zone;
}

std::shared_ptr<const Zone> require_registrable(const State& state, const DomainName& name,
                                                Problems& problems) {
  auto zone = state.zone_of(name);
  if (!zone)
    problems.add(Reason::zone_not_served, Field::name, name.text());
  else if (zone->name == name)
    problems.add(Reason::zone_itself, Field::name, name.text());
  else if (name.parent() != zone->name.text())
    problems.add(Reason::too_many_labels, Field::name, name.text());
  else if (idn::find_false_a_label(name.first_label()))
    problems.add(Reason::bad_name, Field::name, name.text());
  else if (!zone->tables.empty() && is_zone_below(state, *zone, name))
    problems.add(Reason::zone_itself, Field::name, name.text());
  else
    return zone;
  return nullptr;
}

void require_zone_access(const Registrar& registrar, const Zone& zone, std::string_view name,
                         Problems& problems) {
  if (registrar.repository == zone.repository &&
      std::binary_search(registrar.zones.begin(), registrar.zones.end(), zone.number))
    return;
  problems.add(Reason::no_zone_access, Field::name, name);
}

StatusSet statuses_now(const Domain& domain) {
  StatusSet statuses = domain.statuses;
  if (domain.transfer && domain.transfer->pending()) statuses.insert(Status::pending_transfer);
  if (domain.phase == DomainPhase::suspended) statuses.insert(Status::server_hold);
  if (domain.deleted_at.ms) {
    statuses.insert(Status::pending_delete);
    statuses.erase(Status::client_delete_prohibited);
    statuses.erase(Status::server_delete_prohibited);
  }
  return statuses;
}

StatusSet statuses_now(const Contact& contact) {
  StatusSet statuses = contact.statuses;
  if (contact.transfer && contact.transfer->pending()) statuses.insert(Status::pending_transfer);
  return statuses;
}

void require_no_status(StatusSet statuses, std::initializer_list<Status> prohibiting,
                       Problems& problems) {
  for (const Status status : prohibiting)
    if (statuses.contains(status))
      problems.add(Reason::status_prohibits, Field::status, to_text(status));
}

void require_updatable(const Context& context, StatusSet statuses,
                       const std::vector<Status>& removed, Problems& problems) {
  if (context.caller.is_staff()) return;
  const bool lifts = std::find(removed.begin(), removed.end(), Status::client_update_prohibited) !=
                     removed.end();
  if (!lifts) require_no_status(statuses, {Status::client_update_prohibited}, problems);
  require_no_status(statuses, {Status::server_update_prohibited, Status::pending_transfer},
                    problems);
}

StatusChange require_status_change(const Context& context, StatusSet of_kind, StatusSet current,
                                   const std::vector<Status>& added,
                                   const std::vector<Status>& removed, Problems& problems) {
  const auto settable = [&](const std::vector<Status>& statuses) {
    std::vector<Named<Status>> named;
    for (const Status status : statuses) {
      const bool allowed =
          of_kind.contains(status) &&
          (settable_by_client(status) || (context.caller.is_staff() && settable_by_server(status)));
      if (allowed)
        named.push_back({status, std::string(to_text(status))});
      else
        problems.add(Reason::status_not_settable, Field::status, to_text(status));
    }
    return named;
  };
  const auto named_added = settable(added);
  const auto named_removed = settable(removed);
  const SetWords words{Field::status, Reason::status_already_set, Reason::status_not_set};
  const auto change =
      require_change(current.list(), named_added, named_removed, words, problems);
  StatusChange out;
  for (const Status status : change.added) out.added.insert(status);
  for (const Status status : change.removed) out.removed.insert(status);
  return out;
}

bool is_identifier(std::string_view text) {
  return text.size() >= 3 && text.size() <= 16 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::optional<std::size_t> count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x20 || lead == 0x7f) return std::nullopt;
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || length > text.size() - i) return std::nullopt;
    std::uint32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return std::nullopt;
      code = (code << 6) | (next & 0x3fU);
    }
    // Overlong forms, surrogates, and beyond Unicode; C1 controls.
    if (length == 3 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) return std::nullopt;
    if (length == 4 && (code < 0x10000 || code > 0x10ffff)) return std::nullopt;
    if (code >= 0x80 && code < 0xa0) return std::nullopt;
    i += length;
  }
  return count;
}

void require_line(std::string_view text, std::size_t least, std::size_t most, Field field,
                  Problems& problems) {
  const bool blank = text.find_first_not_of(' ') == std::string_view::npos;
  if (blank && least > 0) return problems.add(Reason::missing_parameter, field);
  const auto characters = count_characters(text);
  if (!characters)
    problems.add(Reason::bad_syntax, field, to_printable(text));
  else if (*characters < least || *characters > most)
    problems.add(Reason::value_out_of_range, field, text);
}

void require_auth_info(std::string_view auth_info, Problems& problems) {
  if (auth_info.empty()) return;
  if (!count_characters(auth_info))
    problems.add(Reason::bad_syntax, Field::auth_info);
  else if (auth_info.size() < 6)
    problems.add(Reason::weak_auth_info, Field::auth_info);
  else if (auth_info.size() > 64)
    problems.add(Reason::value_out_of_range, Field::auth_info);
}

}  // namespace stele::core
