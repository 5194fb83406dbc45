// Writing: one FlatBuffer per event, nested in the FlatBuffer of the transaction. Builders are kept
// per thread; fields go in by falling alignment, so that tables hold no avoidable padding.
#include <concepts>
#include <type_traits>
#include <vector>

#include "engine/base/check.h"
#include "events/codec.h"
#include "events/fields.h"
#include "events/upcast.h"

namespace stele::events {

namespace {

using Builder = flatbuffers::FlatBufferBuilder;
using Child = flatbuffers::Offset<void>;  // a string, vector or table already written

// ---- Values that stand in the table itself: scalars ----

template <class Tag, class Int>
Int scalar(Strong<Tag, Int> v) {
  return v.value;
}
template <std::integral T>
T scalar(T v) {
  return v;
}
inline std::uint8_t scalar(bool v) { return v ? 1 : 0; }
template <class T>
  requires std::is_enum_v<T>
auto scalar(T v) {
  return std::to_underlying(v);
}
std::int64_t scalar(Instant v) {
  CHECK(v.ms >= -kFarthestInstant && v.ms <= kFarthestInstant, "an instant out of all bounds");
  return v.ms;
}
std::int64_t scalar(Amount v) { return v.e4; }
std::uint32_t scalar(StatusSet v) { return v.bits(); }

template <class T>
concept Scalar = requires(const T& v) { scalar(v); };

// ---- and structs ----

flatbuffers::span<const std::uint8_t, 16> span_of(const std::array<std::uint8_t, 16>& bytes) {
  return flatbuffers::span<const std::uint8_t, 16>(bytes);
}

fb::AuthInfoHash wire_struct(const AuthInfoHash& v) {
  return {span_of(v.salt), flatbuffers::span<const std::uint8_t, 32>(v.hash)};
}
fb::Period wire_struct(Period v) {
  return {v.value, static_cast<fb::PeriodUnit>(v.unit)};
}
fb::Currency wire_struct(Currency v) {
  CHECK(parse_currency(to_text(v)), "a currency is three capitals");
  std::array<std::uint8_t, 3> code{};
  for (std::size_t i = 0; i < code.size(); ++i) code[i] = static_cast<std::uint8_t>(v.code[i]);
  return fb::Currency(flatbuffers::span<const std::uint8_t, 3>(code));
}
fb::Money wire_struct(const Money& v) { return {v.amount.e4, wire_struct(v.currency)}; }
fb::IpAddress wire_struct(const IpAddress& v) {
  return {std::to_underlying(v.version), span_of(v.octets)};
}
fb::DomainContact wire_struct(const DomainContact& v) {
  return {v.contact.value, static_cast<fb::ContactRole>(v.role)};
}
fb::ContactRule wire_struct(ContactRule v) { return {v.least, v.most}; }
fb::Grace wire_struct(const Grace& v) {
  return {scalar(v.ends_at),     v.payer.value,
          v.tax.e4,              wire_struct(v.paid),
          scalar(v.expires_before), static_cast<fb::GraceKind>(v.kind),
          v.years};
}
fb::OrganisationLink wire_struct(OrganisationLink v) {
  return {v.organisation.value, static_cast<fb::OrganisationRole>(v.role)};
}
fb::TableUse wire_struct(TableUse v) { return {v.table.value, v.version}; }
fb::SecondaryAddress wire_struct(const SecondaryAddress& v) { return {v.port, wire_struct(v.address)}; }
fb::RecordTtl wire_struct(RecordTtl v) { return {v.seconds, v.type}; }

template <class T>
concept Struct = requires(const T& v) { wire_struct(v); };

// ---- Values that stand beside the table and are pointed at ----

Child child(Builder& builder, const std::string& v) { return builder.CreateString(v).Union(); }

Child child(Builder& builder, const DomainName& v) {
  CHECK(!v.empty(), "an event's name was parsed, so it is not empty");
  return child(builder, v.text());
}
Child child(Builder& builder, const HostName& v) { return child(builder, v.name()); }

template <class T>
Child child(Builder& builder, const Personal<T>& v) {
  const bool sealed = v.slot && !v.sealed.empty();
  const bool absent = !v.slot && v.sealed.empty() && !v.clear;
  CHECK(sealed || absent, "personal data must be sealed before it is written");
  const auto bytes = builder.CreateVector(reinterpret_cast<const std::uint8_t*>(v.sealed.data()),
                                          v.sealed.size());
  return fb::CreatePersonal(builder, v.slot.value, bytes).Union();
}

template <Scalar T>
Child child(Builder& builder, const std::vector<T>& v) {
  decltype(scalar(v.front()))* numbers = nullptr;
  const auto out = builder.CreateUninitializedVector(v.size(), &numbers);
  for (std::size_t i = 0; i < v.size(); ++i) flatbuffers::WriteScalar(numbers + i, scalar(v[i]));
  return out.Union();
}

template <Struct T>
Child child(Builder& builder, const std::vector<T>& v) {
  using Wire = decltype(wire_struct(v.front()));
  // Not CreateUninitializedVectorOfStructs: it aligns by the size of the struct (FlatBuffers 2.0).
  thread_local std::vector<Wire> structs;
  structs.clear();
  for (const T& item : v) structs.push_back(wire_struct(item));
  return builder.CreateVectorOfStructs(structs).Union();
}

template <HasFields T>
Child child(Builder& builder, const T& v);

// Texts and tables.
template <class T>
Child child(Builder& builder, const std::vector<T>& v) {
  std::vector<Child> items;
  items.reserve(v.size());
  for (const T& item : v) items.push_back(child(builder, item));
  return builder.CreateVector(items).Union();
}

// ---- A field is left out when it holds what an absent one reads as ----

template <class T>
bool left_out(const T&) {
  return false;
}
template <class T>
bool left_out(const std::optional<T>& v) {
  return !v;
}
template <class T>
bool left_out(const std::vector<T>& v) {
  return v.empty();
}
bool left_out(const std::string& v) { return v.empty(); }
bool left_out(const AuthInfoHash& v) { return !v.is_set(); }
template <class T>
bool left_out(const Personal<T>& v) {
  return v == Personal<T>{} && !v.clear;
}

template <class T>
const T& present(const T& v) {
  return v;
}
template <class T>
const T& present(const std::optional<T>& v) {
  return *v;
}

template <class Field>
using Bare = std::remove_cvref_t<decltype(present(std::declval<const Field&>()))>;

template <class Field>
constexpr bool is_child = !Scalar<Bare<Field>> && !Struct<Bare<Field>>;

template <class Field>
constexpr std::size_t wire_alignment() {
  using T = Bare<Field>;
  if constexpr (Scalar<T>)
    return sizeof(decltype(scalar(std::declval<const T&>())));
  else if constexpr (Struct<T>)
    return alignof(decltype(wire_struct(std::declval<const T&>())));
  else
    return sizeof(flatbuffers::uoffset_t);
}

// Precondition: not left_out(field).
template <class Field>
void add_field(Builder& builder, flatbuffers::voffset_t slot, const Field& field, Child written) {
  using T = Bare<Field>;
  if constexpr (Scalar<T>) {
    const auto wire = scalar(present(field));
    if constexpr (std::is_same_v<T, Field>)
      builder.AddElement(slot, wire, decltype(wire){});
    else
      builder.AddElement(slot, wire);
  } else if constexpr (Struct<T>) {
    const auto wire = wire_struct(present(field));
    builder.AddStruct(slot, &wire);
  } else {
    builder.AddOffset(slot, written);
  }
}

template <HasFields T>
Child child(Builder& builder, const T& v) {
  using List = typename Fields<T>::List;
  std::array<Child, List::names.size()> written{};
  List::each(v, [&](auto index, const auto& field) {
    if constexpr (is_child<std::remove_cvref_t<decltype(field)>>)
      if (!left_out(field)) written[index] = child(builder, present(field));
    return true;
  });

  const auto start = builder.StartTable();
  const auto add_aligned = [&](auto alignment) {
    List::each(v, [&](auto index, const auto& field) {
      if constexpr (wire_alignment<std::remove_cvref_t<decltype(field)>>() == alignment)
        if (!left_out(field))
          add_field(builder, flatbuffers::FieldIndexToOffset(index), field, written[index]);
      return true;
    });
  };
  add_aligned(std::integral_constant<std::size_t, 8>{});
  add_aligned(std::integral_constant<std::size_t, 4>{});
  add_aligned(std::integral_constant<std::size_t, 2>{});
  add_aligned(std::integral_constant<std::size_t, 1>{});
  return Child(builder.EndTable(start));
}

void write_event(Builder& builder, const Event& event) {
  builder.Clear();
  std::visit(
      [&]<class T>(const T& v) {
        if constexpr (std::is_same_v<T, NoEvent>)
          CHECK(false, "a transaction holds events only");
        else
          builder.Finish(child(builder, v));
      },
      event);
}

// A builder that one large import has grown gives the memory back.
constexpr std::size_t kKeptBuffer = 4 * 1024 * 1024;

}  // namespace

void encode(const Transaction& transaction, const Upcasts& upcasts, std::string& out) {
  thread_local Builder nested(1024);
  thread_local Builder builder(4096);
  thread_local std::vector<flatbuffers::Offset<fb::Entry>> entries;

  builder.Clear();
  entries.clear();
  for (const Event& event : transaction.events) {
    write_event(nested, event);
    // A nested buffer is read in place, so it must be aligned as a whole.
    builder.ForceVectorAlignment(nested.GetSize(), 1, 8);
    const auto bytes = builder.CreateVector(nested.GetBufferPointer(), nested.GetSize());
    const EventKind kind = kind_of(event);
    entries.push_back(fb::CreateEntry(builder, std::to_underlying(kind), bytes,
                                      upcasts.current_version(kind)));
  }
  const auto events = builder.CreateVector(entries);
  const auto text = [&](const std::string& v) {
    return v.empty() ? flatbuffers::Offset<flatbuffers::String>() : builder.CreateString(v);
  };
  const auto actor_name = text(transaction.actor.name);
  const auto client_trid = text(transaction.client_trid);
  const auto server_trid = text(transaction.server_trid);
  const auto reason = text(transaction.reason);
  builder.Finish(fb::CreateTransaction(
      builder, static_cast<fb::ActorKind>(transaction.actor.kind), transaction.actor.number.value,
      actor_name, static_cast<fb::Source>(transaction.source), client_trid, server_trid, reason,
      events));
  out.assign(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());

  if (builder.GetSize() > kKeptBuffer) {
    builder.Reset();
    entries = {};
  }
  if (nested.GetSize() > kKeptBuffer) nested.Reset();
}

void encode(const Transaction& transaction, std::string& out) {
  encode(transaction, published_upcasts(), out);
}

std::string encode(const Transaction& transaction) {
  std::string out;
  encode(transaction, out);
  return out;
}

}  // namespace stele::events
