// Reading: bytes are verified as a whole before a field is read, first those of the transaction,
// then those of each event; then every value is checked as its type demands. The work is bounded by
// the size of the input.
#include <cstring>
#include <type_traits>
#include <vector>

#include "engine/base/bytes.h"
#include "events/codec.h"
#include "events/fields.h"
#include "events/upcast.h"

namespace stele::events {

namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024 * 1024;
constexpr flatbuffers::uoffset_t kMaxDepth = 8;  // zone, policy, price: three; room to grow

// Limits by size: no table is shorter than the offset that leads to it.
template <class Table>
const Table* verified_root(std::string_view bytes) {
  flatbuffers::Verifier::Options limits;
  limits.max_depth = kMaxDepth;
  limits.max_tables = static_cast<flatbuffers::uoffset_t>(bytes.size() / 4 + 1);
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                 limits);
  if (!verifier.VerifyBuffer<Table>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<Table>(bytes.data());
}

// Reads values out of verified tables. `read` returns false at the first problem; `problem` then
// says where and what ("policy.prices: …").
class Reader {
 public:
  // What we write shares no bytes between fields, so all texts and vectors together are never
  // larger than the buffer. Bytes that share could make a small buffer unfold into a huge event.
  explicit Reader(std::size_t buffer_size) : budget_(buffer_size) {}

  const std::string& problem() const { return problem_; }

  template <HasFields T>
  bool read(const typename Fields<T>::List::Table* in, T& out) {
    using List = typename Fields<T>::List;
    if (!in) return bad("missing");
    return List::each(out, [&](auto index, auto& field) {
      return read(in->template get_field<index>(), field) || is_in(List::names[index]);
    });
  }

 private:
  bool bad(std::string what) {
    problem_ = ": " + std::move(what);
    return false;
  }
  // The problem, once it is known which field has it. Compiled once, and called for every field.
  [[gnu::noinline]] bool is_in(std::string_view field) {
    const char* separator = problem_.starts_with(": ") ? "" : ".";
    problem_ = std::string(field) + separator + problem_;
    return false;
  }
  [[gnu::noinline]] bool unknown_value(int value) { return bad("unknown value " + std::to_string(value)); }
  bool spend(std::size_t bytes) {
    if (bytes > budget_) return bad("texts and lists are larger than the bytes that hold them");
    budget_ -= bytes;
    return true;
  }

  // Scalars. Templates, so that a schema type that is not exactly ours does not compile.
  template <std::integral T>
  bool read(T in, T& out) {
    out = in;
    return true;
  }
  template <class Tag, class Int>
  bool read(Int in, Strong<Tag, Int>& out) {
    out.value = in;
    return true;
  }
  template <std::same_as<std::int64_t> T>
  bool read(T in, Instant& out) {
    if (in < -kFarthestInstant || in > kFarthestInstant)
      return bad(std::to_string(in) + " ms is no date");
    out.ms = in;
    return true;
  }
  template <std::same_as<std::int64_t> T>
  bool read(T in, Amount& out) {
    out.e4 = in;
    return true;
  }
  template <std::same_as<std::uint32_t> T>
  bool read(T in, StatusSet& out) {
    if (in >> kStatusCount) return bad("unknown status in bits " + std::to_string(in));
    out = StatusSet(in);
    return true;
  }
  template <class Wire, class T>
    requires std::is_enum_v<Wire> && std::is_enum_v<T>
  bool read(Wire in, T& out) {
    if (in > Wire::MAX) return unknown_value(std::to_underlying(in));
    out = static_cast<T>(in);
    return true;
  }
  template <class Wire, class T>
  bool read(flatbuffers::Optional<Wire> in, std::optional<T>& out) {
    if (!in) return true;
    return read(*in, out.emplace());
  }
  template <class Wire, class T>
  bool read(const Wire* in, std::optional<T>& out) {
    if (!in) return true;
    return read(in, out.emplace());
  }

  // Structs.
  bool read(const fb::AuthInfoHash* in, AuthInfoHash& out) {
    if (!in) return true;
    std::memcpy(out.salt.data(), in->salt()->Data(), out.salt.size());
    std::memcpy(out.hash.data(), in->hash()->Data(), out.hash.size());
    return true;
  }
  bool read(const fb::Period* in, Period& out) {
    if (!in) return bad("missing");
    out.value = in->value();
    return read(in->unit(), out.unit);
  }
  bool read(const fb::Currency* in, Currency& out) {
    if (!in) return bad("missing");
    const std::string_view code(reinterpret_cast<const char*>(in->code()->Data()), 3);
    const auto currency = parse_currency(code);
    if (!currency) return bad("not a currency: " + to_printable(code));
    out = *currency;
    return true;
  }
  bool read(const fb::Money* in, Money& out) {
    if (!in) return bad("missing");
    out.amount.e4 = in->amount();
    return read(&in->currency(), out.currency);
  }
  bool read(const fb::IpAddress* in, IpAddress& out) {
    const auto* octets = reinterpret_cast<const char*>(in->octets()->Data());
    const bool v4 = in->version() == 4;
    if (!v4 && in->version() != 6)
      return bad("IP version " + std::to_string(in->version()));
    if (v4 && std::string_view(octets + 4, 12).find_first_not_of('\0') != std::string_view::npos)
      return bad("an IPv4 address of more than four octets");
    out = *ip_address_from_bytes({octets, v4 ? 4U : 16U});
    return true;
  }
  bool read(const fb::DomainContact* in, DomainContact& out) {
    out.contact.value = in->contact();
    return read(in->role(), out.role);
  }
  bool read(const fb::Grace* in, Grace& out) {
    if (!in) return bad("missing");
    out.payer.value = in->payer();
    out.years = in->years();
    out.tax.e4 = in->tax();
    return read(in->kind(), out.kind) && read(in->ends_at(), out.ends_at) &&
           read(in->expires_before(), out.expires_before) && read(&in->paid(), out.paid);
  }
  bool read(const fb::OrganisationLink* in, OrganisationLink& out) {
    out.organisation.value = in->organisation();
    return read(in->role(), out.role);
  }
  bool read(const fb::TableUse* in, TableUse& out) {
    out = {ObjectNumber{in->table()}, in->version()};
    return true;
  }
  bool read(const fb::SecondaryAddress* in, SecondaryAddress& out) {
    out.port = in->port();
    return read(&in->address(), out.address);
  }
  bool read(const fb::RecordTtl* in, RecordTtl& out) {
    out = {in->type(), in->seconds()};
    return true;
  }
  bool read(const fb::ContactRule* in, ContactRule& out) {
    if (!in) return bad("missing");
    out = {in->least(), in->most()};
    return true;
  }

  // Texts and names.
  bool read(const flatbuffers::String* in, std::string& out) {
    if (!in) return true;
    out.assign(in->data(), in->size());
    return spend(in->size());
  }
  template <class Name>
    requires std::same_as<Name, DomainName> || std::same_as<Name, HostName>
  bool read(const flatbuffers::String* in, Name& out) {
    if (!in) return bad("missing");
    const std::string_view text(in->data(), in->size());
    auto name = Name::parse(text);
    if (!name) return bad(to_printable(text) + ": " + to_text(name.error()));
    if (name->text() != text) return bad(to_printable(text) + ": not in lower case");
    out = std::move(*name);
    return spend(text.size());
  }
  template <class T>
  bool read(const fb::Personal* in, Personal<T>& out) {
    if (!in) return true;
    out.slot.value = in->slot();
    if (const auto* sealed = in->sealed()) {
      if (!spend(sealed->size())) return false;
      out.sealed.assign(reinterpret_cast<const char*>(sealed->data()), sealed->size());
    }
    if (static_cast<bool>(out.slot) == out.sealed.empty())
      return bad("key slot and sealed bytes do not go together");
    return true;
  }

  // Vectors: of numbers, structs, texts, tables. Structs stand in the vector itself, though their
  // items are declared as pointers.
  template <class Wire>
  using Element = std::remove_const_t<std::remove_pointer_t<Wire>>;
  template <class Wire, class T>
  bool read(const flatbuffers::Vector<Wire>* in, std::vector<T>& out) {
    if (!in) return true;
    if (!spend(in->size() * sizeof(flatbuffers::uoffset_t))) return false;
    // The verifier of FlatBuffers 2.0 aligns a vector by its length field only.
    if (reinterpret_cast<std::uintptr_t>(in->Data()) % alignof(Element<Wire>) != 0)
      return bad("a list at an odd place");
    out.reserve(in->size());
    for (const auto& item : *in)
      if (!read(item, out.emplace_back())) return false;
    return true;
  }

  std::size_t budget_;
  std::string problem_;
};

template <class T>
Result<Event> read_event(std::string_view bytes) {
  using Table = typename Fields<T>::List::Table;
  const auto* table = verified_root<Table>(bytes);
  if (!table) return fail(Fault::corrupt, ": " + std::to_string(bytes.size()) +
                                              " bytes that do not verify");
  Reader reader(bytes.size());
  Result<Event> out{std::in_place, std::in_place_type<T>};
  if (!reader.read(table, std::get<T>(*out))) return fail(Fault::corrupt, " " + reader.problem());
  return out;
}

// Precondition: is_known(kind).
Result<Event> read_current(EventKind kind, std::string_view bytes) {
  switch (kind) {
#define X(number, Type) \
  case EventKind::Type: return read_event<Type>(bytes);
#include "events/event_list.inc"
#undef X
  }
  std::unreachable();
}

bool is_known(EventKind kind) {
  switch (kind) {
#define X(number, Type) case EventKind::Type:
#include "events/event_list.inc"
#undef X
    return true;
  }
  return false;
}

// The error's text begins after "event 3 (DomainCreated, kind 17)".
Result<Event> read_entry(const fb::Entry& entry, const Upcasts& upcasts) {
  const auto kind = static_cast<EventKind>(entry.kind());
  if (!is_known(kind)) return fail(Fault::unsupported, " is unknown to this build");
  if (!entry.bytes()) return fail(Fault::corrupt, " has no bytes");
  const std::string_view bytes(reinterpret_cast<const char*>(entry.bytes()->data()),
                               entry.bytes()->size());
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0)
    return fail(Fault::corrupt, " has bytes at an odd place");
  const std::uint8_t version = entry.version();
  const std::uint8_t current = upcasts.current_version(kind);
  if (version == current) return read_current(kind, bytes);
  const Upcast* upcast = upcasts.find(kind, version);
  if (!upcast)
    return fail(Fault::unsupported, " has version " + std::to_string(version) +
                                        ", this build reads up to " + std::to_string(current));
  auto event = upcast->transform(bytes);
  if (!event) return fail(event.error().fault, ": " + event.error().what);
  return event;
}

Error at_event(std::size_t index, std::uint16_t kind, Error error) {
  std::string where = "event " + std::to_string(index) + " (kind " + std::to_string(kind);
  if (is_known(static_cast<EventKind>(kind)))
    where += ", " + std::string(name_of(static_cast<EventKind>(kind)));
  return {error.fault, where + ")" + error.what};
}

Result<Transaction> read_transaction(std::string_view bytes, const Upcasts& upcasts) {
  const auto* in = verified_root<fb::Transaction>(bytes);
  if (!in)
    return fail(Fault::corrupt,
                "a transaction of " + std::to_string(bytes.size()) + " bytes does not verify");
  if (in->actor_kind() > fb::ActorKind::MAX || in->source() > fb::Source::MAX)
    return fail(Fault::corrupt, "a transaction by an unknown kind of actor or source");

  const auto text = [](const flatbuffers::String* v) { return v ? v->str() : std::string(); };
  Transaction out;
  out.actor.kind = static_cast<ActorKind>(in->actor_kind());
  out.actor.number.value = in->actor_number();
  out.actor.name = text(in->actor_name());
  out.source = static_cast<Source>(in->source());
  out.client_trid = text(in->client_trid());
  out.server_trid = text(in->server_trid());
  out.reason = text(in->reason());
  if (!in->events()) return out;

  // As in Reader: entries that share their bytes could unfold without bound.
  std::size_t budget = bytes.size();
  out.events.reserve(std::min<std::size_t>(in->events()->size(), bytes.size() / 32));
  for (const fb::Entry* entry : *in->events()) {
    const std::size_t index = out.events.size();
    const std::size_t size = entry->bytes() ? entry->bytes()->size() : 0;
    if (size > budget)
      return std::unexpected(at_event(index, entry->kind(),
                                      {Fault::corrupt, " shares its bytes with another"}));
    budget -= size;
    auto event = read_entry(*entry, upcasts);
    if (!event) return std::unexpected(at_event(index, entry->kind(), std::move(event.error())));
    out.events.push_back(std::move(*event));
  }
  return out;
}

}  // namespace

Result<Transaction> decode(std::string_view bytes, const Upcasts& upcasts) {
  if (bytes.size() > kMaxBytes)
    return fail(Fault::too_large, "a transaction of " + std::to_string(bytes.size()) + " bytes");
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 == 0)
    return read_transaction(bytes, upcasts);
  // FlatBuffers are read in place and need aligned memory.
  std::vector<std::uint64_t> aligned(bytes.size() / 8 + 1);
  std::memcpy(aligned.data(), bytes.data(), bytes.size());
  return read_transaction({reinterpret_cast<const char*>(aligned.data()), bytes.size()}, upcasts);
}

Result<Transaction> decode(std::string_view bytes) { return decode(bytes, published_upcasts()); }

}  // namespace stele::events
