#include "frontends/dns/responder.h"

#include <algorithm>
#include <utility>

#include "projections/zone/serial.h"

namespace stele::dns {

namespace {

// Differences are held in memory while they are sent: beyond this the whole zone is sent, which is not.
constexpr std::size_t kMostDeltaRecords = 200'000;

std::uint64_t seconds(Instant instant) { return static_cast<std::uint64_t>(instant.ms / 1000); }

std::uint16_t reply_flags(std::uint16_t asked) {
  constexpr std::uint16_t kKept = 0x7800 | flag::kRecursionDesired;  // opcode, and what is copied
  return flag::kResponse | (asked & kKept);
}

std::uint16_t with_rcode(std::uint16_t flags, Rcode rcode) {
  return static_cast<std::uint16_t>(flags | (static_cast<std::uint16_t>(rcode) & 0xf));
}

// As long as a datagram to this peer may be.
std::size_t datagram_size(const Query& query) {
  if (!query.edns) return kPlainUdp;
  return std::clamp<std::size_t>(query.udp_size, kPlainUdp, kOwnUdp);
}

}  // namespace

struct Responder::Exchange {
  std::string_view message;
  const Peer& peer;
  Query query;
  Instant now;
  std::shared_ptr<const core::State> state;
  std::optional<DomainName> name;
  std::shared_ptr<const core::Zone> zone;            // of the registry
  std::shared_ptr<const zone::Published> published;  // as it is given away
  std::optional<Signer> signer;                      // once the question's signature was right
  std::string key;                                   // its name, as text
  std::string secondary;                             // who asks
};

Result<std::optional<SigningKey>> Responder::find_key(const core::State& state,
                                                      const core::Zone& zone,
                                                      std::string_view name) {
  for (const TsigKey& key : zone.distribution.keys) {
    if (wire_name(key.name) != name) continue;
    auto secret = state.unseal(zone.number, key.secret);
    if (!secret) return std::unexpected(secret.error());
    if (!*secret) return std::nullopt;
    return SigningKey{std::string(name), key.algorithm, std::move((*secret)->bytes)};
  }
  return std::nullopt;
}

Response Responder::respond(std::string_view message, const Peer& peer) const {
  auto query = read_query(message);
  if (!query) {
    const Unreadable& bad = query.error();
    if (!bad.answerable) return {.refusal = "no question"};
    MessageWriter writer(kPlainUdp);
    writer.begin(bad.id, with_rcode(reply_flags(bad.flags), bad.rcode), {});
    return {.message = writer.take(), .refusal = "answered " + std::string(to_text(bad.rcode))};
  }
  if (query->is_response()) return {.refusal = "an answer to nothing"};
  Exchange exchange{.message = message, .peer = peer, .query = std::move(*query),
                    .now = ports_.now(), .state = ports_.state()};
  exchange.name = from_wire(exchange.query.name);
  if (exchange.name) {
    exchange.zone = exchange.state->find_zone(exchange.name->text());
    exchange.published = ports_.zones.find(*exchange.name);
  }
  if (auto refused = check_form(exchange)) return std::move(*refused);
  if (auto refused = check_signature(exchange)) return std::move(*refused);
  if (auto refused = check_access(exchange)) return std::move(*refused);
  return answer(exchange);
}

// ---- what is turned down

void Responder::note_refusal(const DomainName& zone, const std::string& secondary, const Peer& peer,
                             std::string_view refusal) const {
  ports_.sight.change(zone.text(), secondary, [&](auto& seen) {
    ++seen.refused;
    seen.refused_at = ports_.now();
    seen.refused_why = peer.address + ": " + std::string(refusal);
  });
}

Response Responder::postpone(TransferOrder order, const Peer& peer, std::string_view why) const {
  Response out;
  out.refusal = std::string(to_text(Rcode::servfail)) + " " + (order.deltas ? "IXFR" : "AXFR") + " of " +
                order.zone->name().text() + ": " + std::string(why);
  note_refusal(order.zone->name(), order.secondary, peer, out.refusal);
  MessageWriter writer(kPlainUdp);
  writer.begin(order.id, with_rcode(order.flags & ~flag::kAuthoritative, Rcode::servfail), order.question);
  if (order.edns) writer.put_opt(Rcode::servfail);
  out.message = writer.take();
  if (order.signer) out.message = order.signer->sign(std::move(out.message), seconds(ports_.now()));
  return out;
}

Response Responder::refuse(const Exchange& exchange, Rcode rcode, std::string why) const {
  const Query& query = exchange.query;
  const std::string asked = type_text(query.type) + " of " + show_wire(query.name);
  std::string refusal = std::string(to_text(rcode)) + " " + asked + ": " + why;
  if (exchange.zone) note_refusal(exchange.zone->name, exchange.secondary, exchange.peer, refusal);
  MessageWriter writer(kPlainUdp);
  writer.begin(query.id, with_rcode(reply_flags(query.flags), rcode), query.question);
  std::string message;
  if (exchange.signer) {
    Exchange signing = exchange;
    message = finish(signing, writer, rcode);
  } else {
    if (query.edns) writer.put_opt(rcode);
    message = writer.take();
  }
  return {.message = std::move(message), .refusal = std::move(refusal)};
}

std::optional<Response> Responder::check_form(Exchange& exchange) const {
  const Query& query = exchange.query;
  if (query.opcode != opcode::kQuery) return refuse(exchange, Rcode::notimp, "a primary takes no NOTIFY");
  if (query.edns && query.edns_version != 0)
    return refuse(exchange, Rcode::badvers, "EDNS version " + std::to_string(query.edns_version));
  if (query.type == record_type::kAxfr && !exchange.peer.stream)
    return refuse(exchange, Rcode::formerr, "AXFR is asked over TCP (RFC 5936 §4.2)");
  if (query.type == record_type::kIxfr && !query.serial)
    return refuse(exchange, Rcode::formerr, "an IXFR without the SOA it has");
  return std::nullopt;
}

std::optional<Response> Responder::check_signature(Exchange& exchange) const {
  if (!exchange.query.tsig) return std::nullopt;
  const TsigRecord& tsig = *exchange.query.tsig;
  std::optional<SigningKey> key;
  if (exchange.zone) {
    auto found = find_key(*exchange.state, *exchange.zone, tsig.key);
    if (!found) return refuse(exchange, Rcode::servfail, found.error().what);
    key = std::move(*found);
  }
  const Verdict verdict =
      verify(exchange.message, exchange.query, key ? &*key : nullptr, seconds(exchange.now));
  if (verdict.malformed) return refuse(exchange, Rcode::formerr, "a MAC of no algorithm");
  exchange.key = show_wire(tsig.key);
  if (verdict.error == TsigError::none) {
    exchange.signer.emplace(std::move(*key), tsig.mac);
    return std::nullopt;
  }
  Response out = refuse(exchange, Rcode::notauth,
                        std::string(to_text(verdict.error)) + ", key " + exchange.key);
  const bool is_signed = verdict.error == TsigError::badtime || verdict.error == TsigError::badtrunc;
  out.message = is_signed ? Signer(std::move(*key), tsig.mac)
                                .sign_error(std::move(out.message), tsig, verdict.error,
                                            seconds(exchange.now))
                          : tell_unsigned(std::move(out.message), tsig, verdict.error);
  return out;
}

// Listed is who comes from one of a secondary's addresses and shows that secondary's key. Several may
// share an address: whose key it is comes before one that needs none.
std::optional<Response> Responder::check_access(Exchange& exchange) const {
  if (exchange.query.klass != rr_class::kIn)
    return refuse(exchange, Rcode::refused, "class " + std::to_string(exchange.query.klass));
  if (!exchange.zone) return refuse(exchange, Rcode::refused, "no zone of this registry");
  const auto address = parse_ip_address(exchange.peer.address);
  const Secondary* listed = nullptr;
  for (const Secondary& secondary : exchange.zone->distribution.secondaries) {
    const bool here = address && std::ranges::find(secondary.addresses, *address,
                                                   &SecondaryAddress::address) !=
                                     secondary.addresses.end();
    if (!here) continue;
    exchange.secondary = secondary.name;  // as far as the address goes
    if (secondary.key.empty() && !listed) listed = &secondary;
    if (exchange.signer && secondary.key == exchange.key) {
      listed = &secondary;
      break;
    }
  }
  if (!listed) {
    const bool known = !exchange.secondary.empty();
    return refuse(exchange, Rcode::refused,
                  !known ? "not a secondary"
                         : exchange.signer ? "key " + exchange.key + " is not this secondary's"
                                           : "not signed");
  }
  exchange.secondary = listed->name;
  const bool transfer = exchange.query.type == record_type::kAxfr || exchange.query.type == record_type::kIxfr;
  if (!transfer && exchange.query.type != record_type::kSoa)
    return refuse(exchange, Rcode::refused, "only SOA, AXFR and IXFR are answered");
  if (transfer && listed->xot && !exchange.peer.encrypted)
    return refuse(exchange, Rcode::refused, "this secondary transfers over TLS");
  if (!exchange.published && exchange.zone->publish)
    return refuse(exchange, Rcode::servfail, "the zone is not ready yet");  // of a server just started
  if (!exchange.published)
    return refuse(exchange, Rcode::notauth, "the zone is not published");
  return std::nullopt;
}

// ---- what is answered

std::string Responder::finish(Exchange& exchange, MessageWriter& writer, Rcode rcode) const {
  if (exchange.query.edns) writer.put_opt(rcode);
  std::string message = writer.take();
  if (!exchange.signer) return message;
  return exchange.signer->sign(std::move(message), seconds(exchange.now));
}

Response Responder::answer(Exchange& exchange) const {
  const std::uint16_t asked = exchange.query.type;
  if (asked == record_type::kIxfr) return answer_ixfr(exchange);
  if (asked == record_type::kAxfr) return {.transfer = order(exchange)};
  ports_.sight.change(exchange.zone->name.text(), exchange.secondary,
                      [&](auto& seen) { seen.soa_at = exchange.now; });
  return answer_soa(exchange);
}

Response Responder::answer_soa(Exchange& exchange) const {
  const Query& query = exchange.query;
  MessageWriter writer(kMostMessage);
  writer.begin(query.id, reply_flags(query.flags) | flag::kAuthoritative, query.question);
  const zone::Published& zone = *exchange.published;
  writer.put(Section::answer, zone.soa(zone.serial()));
  return {.message = finish(exchange, writer, Rcode::noerror)};
}

TransferOrder Responder::order(Exchange& exchange) const {
  TransferOrder out;
  out.zone = exchange.published;
  out.id = exchange.query.id;
  out.flags = reply_flags(exchange.query.flags) | flag::kAuthoritative;
  out.question = exchange.query.question;
  out.signer = std::move(exchange.signer);
  out.edns = exchange.query.edns;
  out.secondary = exchange.secondary;
  return out;
}

// RFC 1995 §2, §4: nothing new is one SOA; what is not known any more is the whole zone.
Response Responder::answer_ixfr(Exchange& exchange) const {
  const zone::Published& zone = *exchange.published;
  const std::uint32_t has = *exchange.query.serial;
  if (!zone::is_later(zone.serial(), has)) {
    ports_.sight.change(exchange.zone->name.text(), exchange.secondary, [&](auto& seen) {
      seen.transfer_at = exchange.now;
      seen.transfer_kind = "current";
      seen.serial = has;
    });
    return answer_soa(exchange);
  }
  auto deltas = zone.deltas_since(has, kMostDeltaRecords);
  if (!exchange.peer.stream) return deltas ? small_ixfr(exchange, *deltas) : answer_soa(exchange);
  TransferOrder out = order(exchange);
  out.deltas = std::move(deltas);
  return {.transfer = std::move(out)};
}

// In one datagram, or the SOA alone: then it is asked again over TCP.
Response Responder::small_ixfr(Exchange& exchange, const std::vector<zone::Delta>& deltas) const {
  constexpr std::size_t kOptSize = 11;
  const Query& query = exchange.query;
  const std::size_t reserved = kOptSize + (exchange.signer ? signature_size(exchange.signer->key()) : 0);
  const std::size_t size = datagram_size(query);
  if (size <= reserved + kHeaderSize + query.question.size()) return answer_soa(exchange);
  MessageWriter writer(size - reserved);
  writer.begin(query.id, reply_flags(query.flags) | flag::kAuthoritative, query.question);
  const bool fits = for_each_of(*exchange.published, deltas, [&](const zone::Record& record) {
    return writer.put(Section::answer, record);
  });
  if (!fits) return answer_soa(exchange);
  ports_.sight.change(exchange.zone->name.text(), exchange.secondary, [&](auto& seen) {
    ++seen.transfers;
    seen.transfer_at = exchange.now;
    seen.transfer_kind = "ixfr";
    seen.serial = exchange.published->serial();
    seen.messages = 1;
  });
  return {.message = finish(exchange, writer, Rcode::noerror)};
}

}  // namespace stele::dns
