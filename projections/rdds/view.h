// The registration data directory: what a viewer may see of a domain, name server, registrar or
// contact, from one State. WHOIS, RDAP and the web render these values and judge nothing themselves,
// so that they cannot tell different things. Pure: same state, viewer and query, same view.
//
// What is withheld is not in a view at all: a field carries its value or the reason why not.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/query.h"
#include "engine/core/state.h"
#include "events/values/disclosure.h"

namespace stele::rdds {

// Who asks.
struct Viewer {
  enum class Kind : std::uint8_t {
    anyone,
    registrar,  // sees all of what it sponsors, and of the rest what anyone sees
    staff,      // sees all
    authority,  // holds an access token (access.h): sees all in the zones the token is for
  };
  Kind kind = Kind::anyone;
  ObjectNumber number{};             // the registrar, or the token
  std::vector<ObjectNumber> zones;   // of an authority, sorted; empty: all of the registry
};

// What an answer is of: everything before `position`, as it shows at `now`.
struct Moment {
  Position position;
  Instant time;  // of the last transaction: "last update of the database"
  Instant now;
};
Moment moment(const core::State& state);

enum class Withheld : std::uint8_t {
  no,          // it is shown
  not_held,    // there is no such value
  policy,      // the zone's policy withholds it from this viewer
  no_consent,  // it would be shown with the contact's consent, or without its objection
  erased,      // the contact's data were erased
  unreadable,  // it is held and cannot be read at the moment
};

template <class T>
struct Shown {
  T value{};  // empty unless shown
  Withheld why = Withheld::not_held;
  bool shown() const { return why == Withheld::no; }
  // The viewer is kept from it, so that an answer has to say so (RFC 9537; "REDACTED").
  bool redacted() const { return why != Withheld::no && why != Withheld::not_held; }
};

struct PostalView {
  Shown<std::string> name, organisation;
  Shown<std::vector<std::string>> street;
  Shown<std::string> city, state, postal_code, country;
};

struct ContactView {
  ObjectNumber number{};             // the same number is the same contact; not to be shown
  std::vector<RddsRole> roles;       // one in a domain's list; none when it was asked for by itself
  std::optional<ContactKind> kind;   // absent: erased or unreadable
  Shown<std::string> id;             // as registrars call it
  Shown<std::string> roid;           // withheld as the id is
  PostalView postal;                 // the internationalized form, else the localized one
  std::optional<PostalView> localized;  // beside it, where both are held
  Shown<Phone> voice, fax;
  Shown<std::string> email;
  // Of a contact that was asked for by itself, and for viewers that see all; else empty.
  std::vector<Status> statuses;
  Instant created_at, updated_at, transferred_at;  // 0: never, or not told
  std::string sponsor;               // registrar id
  bool complete = false;             // this viewer sees all that is held
};

struct RegistrarView {
  ObjectNumber number{};
  std::string id;                    // clID
  std::string name;
  std::uint32_t iana_id = 0;         // 0: it has none
  std::string url, whois_server, rdap_url;      // "": none
  std::string abuse_email, abuse_phone;         // "": none
  bool enabled = true;
  Instant created_at, updated_at;
  // Organisation, address, phone, fax and e-mail of the company are public; the name of its contact
  // person is for staff and the registrar itself.
  ContactView contact;
};

struct HostView {
  ObjectNumber number{};             // 0: a host attribute, which is no object
  std::string name;                  // in ASCII
  std::string unicode_name;
  std::vector<IpAddress> addresses;
  std::string roid;
  std::vector<Status> statuses;      // complete
  std::optional<RegistrarView> sponsor;  // not given within a domain's list
  Instant created_at, updated_at, transferred_at;
};

struct ResellerView {
  std::string id, name, url;         // name: the id where nothing is known of it
};

struct VariantView {
  DomainName name;
  std::string unicode_name;
};

struct DomainView {
  std::shared_ptr<const core::Zone> zone;
  ObjectNumber number{};
  DomainName name;                   // the registered one, also when a variant was asked for
  std::string unicode_name;
  DomainName asked;                  // what was asked for
  std::vector<VariantView> variants; // active ones
  std::string idn_table;             // "": none
  std::string roid;
  RegistrarView sponsor;             // without its contact
  std::vector<Status> statuses;      // complete
  std::vector<core::RgpPeriod> rgp;  // words of RFC 3915
  std::vector<HostView> hosts;       // it is delegated to, by name
  std::vector<std::string> subordinate_hosts;  // for staff and the sponsor; else empty
  std::vector<DsRecord> ds;
  std::vector<DnsKey> keys;
  std::uint32_t max_sig_life = 0;
  Instant created_at, updated_at, transferred_at, expires_at, deleted_at;  // 0: never
  bool never_expires = false;
  std::vector<ContactView> contacts; // registrant, admin, tech, billing; a contact with two roles twice
  std::vector<ResellerView> resellers;
  std::optional<Referral> referral;  // its own directory, where the zone names one
};

// The first moment at which the same rows would be told differently; what falls due changes rows.
Instant same_until(const DomainView& view);

// Why there is no domain.
enum class NoDomain : std::uint8_t {
  not_a_name,       // cannot be a domain name
  not_here,         // lies in no zone of this registry
  zone_itself,      // is a zone of this registry
  too_deep,         // more labels than the zone registers: `below` is the name that could be asked for
  referred,         // another registry answers: `referral`
  available,
  reserved,
  blocked,
  not_allowed,      // no label this zone takes: `reason`
  not_open,         // the zone takes no registrations at the moment, or only in a launch phase
};
std::string_view to_text(NoDomain why);

struct DomainReply {
  std::optional<DomainView> domain;
  NoDomain why = NoDomain::not_a_name;  // when there is none
  std::string name;                     // as it was understood, in ASCII; "": not a name
  std::string unicode_name;
  std::string below;
  std::optional<Referral> referral;
  std::optional<core::Reason> reason;
  std::shared_ptr<const core::Zone> zone;
};

// `query`: a name in any form (U-label, A-label, upper case, final dot); any variant of a registered
// name finds it.
DomainReply find_domain(const core::State& state, const Viewer& viewer, std::string_view query);
std::optional<HostView> find_host(const core::State& state, const Viewer& viewer,
                                  std::string_view query);
// Host objects with that address, in order of number: at most `most` of them.
std::vector<HostView> find_hosts(const core::State& state, const Viewer& viewer,
                                 const IpAddress& address, std::size_t most);
// By id, IANA ID or name, ignoring case.
std::optional<RegistrarView> find_registrar(const core::State& state, const Viewer& viewer,
                                            std::string_view query);
// By id or ROID. A field is shown when every zone of the contact's repository shows it in every role;
// nullopt also where the viewer would see nothing of it.
std::optional<ContactView> find_contact(const core::State& state, const Viewer& viewer,
                                        std::string_view query);

// Objects that a reader found itself (a search).
DomainView view_domain(const core::State& state, const Viewer& viewer, const core::Domain& domain);
HostView view_host(const core::State& state, const Viewer& viewer, const core::Host& host);
RegistrarView view_registrar(const core::State& state, const Viewer& viewer,
                             const core::Registrar& registrar);
std::optional<ContactView> view_contact(const core::State& state, const Viewer& viewer,
                                        const core::Contact& contact);

// Whether the viewer may make this search in the zone; staff and authorities always may.
bool may_search(const core::Zone& zone, const Viewer& viewer, DirectorySearch search);
// The zone's Disclosure is zone.policy.disclosure.

}  // namespace stele::rdds
