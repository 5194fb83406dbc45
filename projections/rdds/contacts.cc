#include "projections/rdds/contacts.h"

#include <algorithm>
#include <utility>

#include "engine/core/checks.h"
#include "engine/core/query/describe.h"

namespace stele::rdds {

namespace {

enum class Form { international, localized };

// Whether the contact's <contact:disclose> names the field in this form. It has none for the id.
bool is_listed(const Disclose& disclose, ContactField field, Form form) {
  const bool international = form == Form::international;
  switch (field) {
    case ContactField::id: return false;
    case ContactField::name: return international ? disclose.name_int : disclose.name_loc;
    case ContactField::organisation:
      return international ? disclose.organisation_int : disclose.organisation_loc;
    case ContactField::street:
    case ContactField::city:
    case ContactField::state:
    case ContactField::postal_code:
    case ContactField::country: return international ? disclose.address_int : disclose.address_loc;
    case ContactField::voice: return disclose.voice;
    case ContactField::fax: return disclose.fax;
    case ContactField::email: return disclose.email;
  }
  std::unreachable();
}

Withheld judge(Disclosed rule, const std::optional<Disclose>& wish, ContactField field, Form form) {
  const bool listed = wish && is_listed(*wish, field, form);
  switch (rule) {
    case Disclosed::never: return Withheld::policy;
    case Disclosed::by_consent: return listed && wish->flag ? Withheld::no : Withheld::no_consent;
    case Disclosed::unless_objected:
      return listed && !wish->flag ? Withheld::no_consent : Withheld::no;
    case Disclosed::always: return Withheld::no;
  }
  std::unreachable();
}

// Why a field of a contact is shown or not, before there is a value to show.
class Rules {
 public:
  virtual ~Rules() = default;
  virtual Withheld operator()(ContactField field, Form form) const = 0;
};

class ZoneRules final : public Rules {
 public:
  ZoneRules(std::span<const std::shared_ptr<const core::Zone>> zones,
            std::span<const RddsRole> roles, ContactKind kind, std::optional<Disclose> wish)
      : zones_(zones), roles_(roles), kind_(kind), wish_(std::move(wish)) {}

  Withheld operator()(ContactField field, Form form) const override {
    Disclosed strictest = Disclosed::always;
    for (const auto& zone : zones_)
      for (const RddsRole role : roles_)
        strictest = std::min(strictest, disclosed(zone->policy.disclosure, role, kind_, field));
    return judge(strictest, wish_, field, form);
  }

 private:
  std::span<const std::shared_ptr<const core::Zone>> zones_;
  std::span<const RddsRole> roles_;
  ContactKind kind_;
  std::optional<Disclose> wish_;
};

class CompanyRules final : public Rules {
 public:
  Withheld operator()(ContactField field, Form) const override {
    return field == ContactField::name ? Withheld::policy : Withheld::no;
  }
};

class AllShown final : public Rules {
 public:
  Withheld operator()(ContactField, Form) const override { return Withheld::no; }
};

template <class T>
bool is_empty(const T& value) {
  return value == T{};
}

template <class T>
Shown<T> shown(Withheld verdict, const T& value) {
  if (verdict != Withheld::no) return {.value = {}, .why = verdict};
  return {.value = value, .why = is_empty(value) ? Withheld::not_held : Withheld::no};
}

PostalView show_postal(const PostalInfo& info, const Rules& rules, Form form) {
  PostalView out;
  out.name = shown(rules(ContactField::name, form), info.name);
  out.organisation = shown(rules(ContactField::organisation, form), info.organisation);
  out.street = shown(rules(ContactField::street, form), info.streets);
  out.city = shown(rules(ContactField::city, form), info.city);
  out.state = shown(rules(ContactField::state, form), info.state_or_province);
  out.postal_code = shown(rules(ContactField::postal_code, form), info.postal_code);
  out.country = shown(rules(ContactField::country, form), info.country);
  return out;
}

void show_data(ContactView& out, const ContactData& data, const Rules& rules) {
  if (data.international) {
    out.postal = show_postal(*data.international, rules, Form::international);
    if (data.localized) out.localized = show_postal(*data.localized, rules, Form::localized);
  } else {
    out.postal = show_postal(data.localized.value_or(PostalInfo{}), rules, Form::localized);
  }
  out.voice = shown(rules(ContactField::voice, Form::international), data.voice);
  out.fax = shown(rules(ContactField::fax, Form::international), data.fax);
  out.email = shown(rules(ContactField::email, Form::international), data.email);
}

// There are no data to show, for this reason; what the rules withhold anyhow is withheld by them, so
// that nobody learns of an erasure from a field that is never shown.
void show_nothing(ContactView& out, Withheld why, const Rules& rules) {
  const auto set = [&](ContactField field, auto& shown_field) {
    shown_field.why = rules(field, Form::international) == Withheld::policy ? Withheld::policy : why;
  };
  set(ContactField::name, out.postal.name);
  set(ContactField::organisation, out.postal.organisation);
  set(ContactField::street, out.postal.street);
  set(ContactField::city, out.postal.city);
  set(ContactField::state, out.postal.state);
  set(ContactField::postal_code, out.postal.postal_code);
  set(ContactField::country, out.postal.country);
  set(ContactField::voice, out.voice);
  set(ContactField::fax, out.fax);
  set(ContactField::email, out.email);
}

ContactKind kind_of(const ContactData& data) {
  const auto names_one = [](const std::optional<PostalInfo>& info) {
    return info && !info->organisation.empty();
  };
  return names_one(data.international) || names_one(data.localized) ? ContactKind::organisation
                                                                    : ContactKind::person;
}

Held hold(const core::State& state, ObjectNumber subject, const Personal<ContactData>& data,
          bool erased) {
  if (erased) return {std::nullopt, Withheld::erased};
  if (data.sealed.empty()) return {};
  auto clear = state.unseal(subject, data);
  if (!clear) return {std::nullopt, Withheld::unreadable};
  if (!*clear) return {std::nullopt, Withheld::erased};
  return {std::move(**clear), Withheld::no};
}

}  // namespace

Held hold(const core::State& state, const core::Contact& contact) {
  return hold(state, contact.number, contact.data, contact.erased);
}

ContactView show_contact(const core::State& state, const core::Contact& contact, const Held& held,
                         std::span<const std::shared_ptr<const core::Zone>> zones,
                         std::span<const RddsRole> roles, bool complete) {
  ContactView out;
  out.number = contact.number;
  out.complete = complete;
  if (held.data) out.kind = kind_of(*held.data);
  const ZoneRules by_policy(zones, roles, out.kind.value_or(ContactKind::person),
                            held.data ? held.data->disclose : std::nullopt);
  const AllShown all;
  const Rules& rules = complete ? static_cast<const Rules&>(all) : by_policy;

  Withheld id = rules(ContactField::id, Form::international);
  if (!complete && id == Withheld::no && held.missing == Withheld::erased) id = Withheld::erased;
  out.id = shown(id, contact.id);
  out.roid = shown(id, core::roid_of(state, ObjectKind::contact, contact.number, contact.repository));
  if (held.data) show_data(out, *held.data, rules);
  else show_nothing(out, held.missing, rules);
  if (!complete) return out;
  out.statuses = core::complete_statuses(core::statuses_now(contact),
                                         state.is_linked(contact.number));
  out.created_at = contact.made.created_at;
  out.updated_at = contact.made.updated_at;
  out.transferred_at = contact.made.transferred_at;
  if (const auto sponsor = state.find_registrar(contact.made.sponsor)) out.sponsor = sponsor->id;
  return out;
}

ContactView show_registrar_contact(const core::State& state, const core::Registrar& registrar,
                                   bool complete) {
  ContactView out;
  out.number = registrar.number;
  out.complete = complete;
  const Held held = hold(state, registrar.number, registrar.contact, false);
  const CompanyRules company;
  const AllShown all;
  const Rules& rules = complete ? static_cast<const Rules&>(all) : company;
  if (held.data) {
    out.kind = ContactKind::organisation;
    show_data(out, *held.data, rules);
  } else if (held.missing != Withheld::not_held) {
    show_nothing(out, held.missing, rules);
  }
  return out;
}

bool shows_anything(const ContactView& view) {
  const PostalView& p = view.postal;
  const bool localized =
      view.localized && (view.localized->name.shown() || view.localized->organisation.shown() ||
                         view.localized->street.shown() || view.localized->city.shown() ||
                         view.localized->state.shown() || view.localized->postal_code.shown() ||
                         view.localized->country.shown());
  return view.id.shown() || p.name.shown() || p.organisation.shown() || p.street.shown() ||
         p.city.shown() || p.state.shown() || p.postal_code.shown() || p.country.shown() ||
         view.voice.shown() || view.fax.shown() || view.email.shown() || localized;
}

}  // namespace stele::rdds
