#include "events/event.h"

#include <ranges>
#include <type_traits>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/base/made_anew.h"
#include "engine/crypto/hash.h"
#include "events/fields.h"

namespace stele::events {

namespace {

constexpr std::size_t kMaxShown = 256;  // of one text
constexpr std::size_t kMostShown = 256; // of one list: a zone's tables may rename a million labels

void show(std::string& out, const std::string& v) {
  const bool plain = !v.empty() && v.find_first_of(" \"={}") == std::string::npos;
  if (!plain) out += '"';
  out += to_printable(v, kMaxShown);
  if (!plain) out += '"';
}
void show(std::string& out, bool v) { out += v ? "true" : "false"; }
template <std::integral T>
void show(std::string& out, T v) {
  out += std::to_string(v);
}
template <class Tag, class Int>
void show(std::string& out, Strong<Tag, Int> v) {
  out += std::to_string(v.value);
}
void show(std::string& out, Instant v) { out += to_text(v); }
void show(std::string& out, Amount v) { out += to_text(v); }
void show(std::string& out, Currency v) { out += to_text(v); }
void show(std::string& out, const Money& v) { show(out, to_text(v)); }
void show(std::string& out, Period v) { out += to_text(v); }
void show(std::string& out, const IpAddress& v) { out += to_text(v); }
void show(std::string& out, const DomainName& v) { show(out, v.text()); }
void show(std::string& out, const HostName& v) { show(out, v.text()); }
void show(std::string& out, PricedOperation v) { out += to_text(v); }
void show(std::string& out, ContactRule v) {
  out += std::to_string(v.least) + ".." + std::to_string(v.most);
}
void show(std::string& out, const DomainContact& v) {
  out += to_text(v.role);
  out += ':' + std::to_string(v.contact.value);
}
void show(std::string& out, const Grace& v) {
  out += to_text(v.kind);
  out += ":" + to_text(v.ends_at) + ':';
  out += to_text(v.paid.amount) + to_text(v.paid.currency);
}
void show(std::string& out, OrganisationLink v) {
  out += to_text(v.role);
  out += ':' + std::to_string(v.organisation.value);
}
void show(std::string& out, TableUse v) {
  out += std::to_string(v.table.value) + ':' + std::to_string(v.version);
}
void show(std::string& out, RecordTtl v) {
  out += std::to_string(v.type) + ':' + std::to_string(v.seconds);
}
void show(std::string& out, GraceKind v) { out += to_text(v); }
void show(std::string& out, DomainPhase v) { out += to_text(v); }
void show(std::string& out, TransferStatus v) { out += to_text(v); }
void show(std::string& out, MessageKind v) { out += to_text(v); }
void show(std::string& out, ListedAs v) { out += to_text(v); }
void show(std::string& out, LaunchKind v) { out += to_text(v); }
void show(std::string& out, ApplicationStatus v) { out += to_text(v); }
void show(std::string& out, DnssecModel v) { out += to_text(v); }
void show(std::string& out, SerialScheme v) { out += to_text(v); }
void show(std::string& out, Denial v) { out += to_text(v); }
void show(std::string& out, CertificateMode v) { out += to_text(v); }
void show(std::string& out, OrganisationRole v) { out += to_text(v); }
void show(std::string& out, MaintenanceImpact v) { out += to_text(v); }
void show(std::string& out, MaintenanceOccasion v) { out += to_text(v); }
void show(std::string& out, OrganisationContactType v) { out += to_text(v); }
void show(std::string& out, ContactModel v) {
  switch (v) {
    case ContactModel::full: out += "full"; return;
    case ContactModel::minimal: out += "minimal"; return;
  }
}
void show(std::string& out, const AuthInfoHash& v) { out += v.is_set() ? "set" : "none"; }
void show(std::string& out, TsigAlgorithm v) { out += to_text(v); }
void show(std::string& out, DisclosureProfile v) { out += to_text(v); }
void show(std::string& out, DirectorySearch v) { out += to_text(v); }
void show(std::string& out, const DisclosureRule& v) { out += to_text(v); }
void show(std::string& out, const SecondaryAddress& v) { show(out, to_text(v)); }
template <class T>
void show(std::string& out, const Personal<T>& v) {
  out += v.sealed.empty() ? "not-sealed" : "sealed";
}
void show(std::string& out, StatusSet v) {
  const char* separator = "";
  for (const Status status : v.list()) {
    out += separator;
    out += to_text(status);
    separator = ",";
  }
}

template <HasFields T>
void show(std::string& out, const T& v);

template <class T>
void show(std::string& out, const std::vector<T>& v) {
  const char* separator = "";
  for (const T& item : v | std::views::take(kMostShown)) {
    out += separator;
    show(out, item);
    separator = ",";
  }
  if (v.size() > kMostShown) out += ",…" + std::to_string(v.size() - kMostShown) + "-more";
}
template <class T>
void show(std::string& out, const std::optional<T>& v) {
  show(out, *v);
}

// What says nothing is not shown; a truth value and an optional that is there always say something.
template <class T>
bool silent(const T& v) {
  if constexpr (std::is_same_v<T, bool> || HasFields<T>)
    return false;
  else
    return v == T{};
}
// Nearly every event is about the default repository.
bool silent(RepositoryId v) { return v.value <= 1; }
bool silent(Period) { return false; }
bool silent(PricedOperation) { return false; }
bool silent(GraceKind) { return false; }
bool silent(DomainPhase) { return false; }
bool silent(TransferStatus) { return false; }
bool silent(MessageKind) { return false; }
bool silent(ListedAs) { return false; }
bool silent(LaunchKind) { return false; }
bool silent(ApplicationStatus) { return false; }
bool silent(DnssecModel) { return false; }
bool silent(SerialScheme) { return false; }
bool silent(Denial) { return false; }
bool silent(CertificateMode) { return false; }
bool silent(OrganisationRole) { return false; }
bool silent(MaintenanceImpact) { return false; }
bool silent(MaintenanceOccasion) { return false; }
bool silent(OrganisationContactType) { return false; }
bool silent(TsigAlgorithm) { return false; }
bool silent(DisclosureProfile) { return false; }
bool silent(ContactRule) { return false; }
bool silent(const Money&) { return false; }

// A table is a document: its size and SHA-256 tell whether a file is it.
void show_table(std::string& out, std::string_view name, const std::string& v) {
  if (name != "text") return show(out, v);
  out += std::to_string(v.size()) + "-octets:sha256:" + to_hex(view(crypto::sha256(v)));
}

void begin_field(std::string& out, const char*& separator, std::string_view name) {
  out += separator;
  out += name;
  out += '=';
  separator = " ";
}

template <HasFields T>
void show_fields(std::string& out, const T& v, const char* separator) {
  using List = typename Fields<T>::List;
  List::each(v, [&](auto index, const auto& field) {
    if (silent(field)) return true;
    constexpr std::string_view name = List::names[index];
    begin_field(out, separator, name);
    if constexpr (name == "password_hash")
      out += "set";
    else if constexpr (std::is_same_v<T, IdnTableLoaded> && std::is_same_v<std::decay_t<decltype(field)>, std::string>)
      show_table(out, name, field);
    else
      show(out, field);
    return true;
  });
}

template <HasFields T>
void show(std::string& out, const T& v) {
  out += '{';
  show_fields(out, v, "");
  out += '}';
}

template <class T>
struct KindOf;
#define X(number, Type)                                      \
  template <>                                                \
  struct KindOf<Type> {                                      \
    static constexpr EventKind value = EventKind::Type;      \
  };
#include "events/event_list.inc"
#undef X

}  // namespace

Event::Event() noexcept = default;
Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
Event::~Event() = default;

static_assert(std::is_nothrow_move_constructible_v<EventAlternatives>);
Event& Event::operator=(Event&& other) noexcept { return make_anew(*this, std::move(other)); }
Event& Event::operator=(const Event& other) { return *this = Event(other); }

bool Event::operator==(const Event& other) const {
  return static_cast<const EventAlternatives&>(*this) == static_cast<const EventAlternatives&>(other);
}

EventKind kind_of(const Event& event) {
  return std::visit(
      []<class T>(const T&) -> EventKind {
        if constexpr (std::is_same_v<T, NoEvent>)
          check_failed(__FILE__, __LINE__, "kind_of", "NoEvent has no kind");
        else
          return KindOf<T>::value;
      },
      event);
}

std::string_view name_of(EventKind kind) {
  switch (kind) {
#define X(number, Type) \
  case EventKind::Type: return #Type;
#include "events/event_list.inc"
#undef X
  }
  return "unknown";
}

std::string to_text(const Event& event) {
  return std::visit(
      []<class T>(const T& v) -> std::string {
        if constexpr (std::is_same_v<T, NoEvent>) {
          return "NoEvent";
        } else {
          std::string out(name_of(KindOf<T>::value));
          show_fields(out, v, " ");
          return out;
        }
      },
      event);
}

std::string_view to_text(Source source) {
  switch (source) {
    case Source::epp: return "epp";
    case Source::console: return "console";
    case Source::api: return "api";
    case Source::command_line: return "command_line";
    case Source::import: return "import";
    case Source::clock: return "clock";
    case Source::scan: return "scan";
  }
  std::unreachable();
}

}  // namespace stele::events
