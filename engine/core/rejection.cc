#include "engine/core/rejection.h"

namespace stele::core {
namespace {

struct Entry {
  std::string_view name;
  int code;
  std::string_view text;
};

constexpr Entry kEntries[] = {
#define X(reason, code, text) {#reason, code, text},
#include "engine/core/refusal_list.inc"
#undef X
};

const Entry& entry_of(Reason reason) { return kEntries[static_cast<std::size_t>(reason)]; }

}  // namespace

std::string_view name_of(Reason reason) { return entry_of(reason).name; }
int epp_code(Reason reason) { return entry_of(reason).code; }
std::string_view text_of(Reason reason) { return entry_of(reason).text; }

std::string_view name_of(Field field) {
  switch (field) {
    case Field::none: return "";
    case Field::name: return "name";
    case Field::id: return "id";
    case Field::period: return "period";
    case Field::registrant: return "registrant";
    case Field::contact: return "contact";
    case Field::host: return "host";
    case Field::address: return "address";
    case Field::status: return "status";
    case Field::auth_info: return "auth_info";
    case Field::expiry_date: return "expiry_date";
    case Field::postal_info: return "postal_info";
    case Field::person: return "person";
    case Field::organisation: return "organisation";
    case Field::street: return "street";
    case Field::city: return "city";
    case Field::state_or_province: return "state_or_province";
    case Field::postal_code: return "postal_code";
    case Field::country: return "country";
    case Field::voice: return "voice";
    case Field::fax: return "fax";
    case Field::email: return "email";
    case Field::zone: return "zone";
    case Field::registrar: return "registrar";
    case Field::amount: return "amount";
    case Field::policy: return "policy";
    case Field::header: return "header";
    case Field::sponsor: return "sponsor";
    case Field::creator: return "creator";
    case Field::created_at: return "created_at";
    case Field::subject: return "subject";
    case Field::clock: return "clock";
    case Field::password: return "password";
    case Field::fingerprint: return "fingerprint";
    case Field::currency: return "currency";
    case Field::url: return "url";
    case Field::text: return "text";
    case Field::setting: return "setting";
    case Field::repository: return "repository";
    case Field::fee: return "fee";
    case Field::tier: return "tier";
    case Field::token: return "token";
    case Field::phase: return "phase";
    case Field::mark: return "mark";
    case Field::notice: return "notice";
    case Field::application: return "application";
    case Field::list: return "list";
    case Field::ds: return "ds";
    case Field::key: return "key";
    case Field::host_attribute: return "host_attribute";
    case Field::ttl: return "ttl";
    case Field::role: return "role";
    case Field::parent: return "parent";
    case Field::maintenance: return "maintenance";
    case Field::start: return "start";
    case Field::end: return "end";
    case Field::system: return "system";
    case Field::environment: return "environment";
    case Field::idn_table: return "idn_table";
    case Field::unicode_name: return "unicode_name";
    case Field::variant: return "variant";
    case Field::secondary: return "secondary";
  }
  return "";
}

}  // namespace stele::core
