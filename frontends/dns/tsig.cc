#include "frontends/dns/tsig.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/crypto/hash.h"

namespace stele::dns {
namespace {

constexpr std::size_t kLeastMac = 10;  // §5.2.2.1

std::size_t mac_size(TsigAlgorithm algorithm) {
  switch (algorithm) {
    case TsigAlgorithm::hmac_sha256: return 32;
    case TsigAlgorithm::hmac_sha512: return 64;
  }
  return 0;
}

std::string hmac(const SigningKey& key, std::string_view bytes) {
  switch (key.algorithm) {
    case TsigAlgorithm::hmac_sha256: return std::string(view(crypto::hmac_sha256(key.secret, bytes)));
    case TsigAlgorithm::hmac_sha512: return crypto::hmac_sha512(key.secret, bytes);
  }
  return {};
}

void put_time(std::string& out, std::uint64_t seconds) {
  put_big_endian(out, static_cast<std::uint16_t>(seconds >> 32));
  put_big_endian(out, static_cast<std::uint32_t>(seconds));
}

void put_counted(std::string& out, std::string_view bytes) {
  put_big_endian(out, static_cast<std::uint16_t>(bytes.size()));
  out += bytes;
}

// What is signed of a TSIG record (§4.3.3); of a later message of a stream only the timers.
struct Variables {
  std::uint64_t time = 0;
  std::uint16_t fudge = kFudge;
  std::uint16_t error = 0;
  std::string_view other;
};

void put_variables(std::string& out, const SigningKey& key, const Variables& v) {
  out += key.name;
  put_big_endian(out, rr_class::kAny);
  put_big_endian(out, std::uint32_t{0});
  out += to_wire(key.algorithm);
  put_time(out, v.time);
  put_big_endian(out, v.fudge);
  put_big_endian(out, v.error);
  put_counted(out, v.other);
}

// The message as it was before it was signed: its own id, and one additional record less (§4.3.2).
std::string unsigned_message(std::string_view message, const TsigRecord& tsig) {
  std::string out;
  put_big_endian(out, tsig.original_id);
  out += message.substr(2, 8);
  const auto additional = get_big_endian<std::uint16_t>(message.substr(10));
  put_big_endian(out, static_cast<std::uint16_t>(additional - 1));
  out += message.substr(kHeaderSize, tsig.offset - kHeaderSize);
  return out;
}

std::string mac_of(std::string_view message, const TsigRecord& tsig, const SigningKey& key,
                   std::string_view request_mac) {
  std::string digested;
  if (!request_mac.empty()) put_counted(digested, request_mac);
  digested += unsigned_message(message, tsig);
  put_variables(digested, key, {tsig.time, tsig.fudge, tsig.error, tsig.other});
  return hmac(key, digested);
}

bool in_time(const TsigRecord& tsig, std::uint64_t now) {
  return (tsig.time > now ? tsig.time - now : now - tsig.time) <= tsig.fudge;
}

std::string append_record(std::string message, std::string_view key, std::string_view algorithm,
                          const Variables& v, std::string_view mac, std::uint16_t original_id) {
  std::string data(algorithm);
  put_time(data, v.time);
  put_big_endian(data, v.fudge);
  put_counted(data, mac);
  put_big_endian(data, original_id);
  put_big_endian(data, v.error);
  put_counted(data, v.other);
  message += key;
  put_big_endian(message, record_type::kTsig);
  put_big_endian(message, rr_class::kAny);
  put_big_endian(message, std::uint32_t{0});
  put_counted(message, data);
  const auto additional =
      static_cast<std::uint16_t>(get_big_endian<std::uint16_t>(std::string_view(message).substr(10)) + 1);
  message[10] = static_cast<char>(additional >> 8);
  message[11] = static_cast<char>(additional);
  return message;
}

}  // namespace

std::string to_wire(TsigAlgorithm algorithm) { return wire_name(to_text(algorithm)); }

std::size_t signature_size(const SigningKey& key) {
  constexpr std::size_t kFixed = 10 + 16 + 6;  // of the record, of its data, of BADTIME's
  return key.name.size() + kFixed + to_wire(key.algorithm).size() + mac_size(key.algorithm);
}

Verdict verify(std::string_view message, const Query& query, const SigningKey* key,
               std::uint64_t now_seconds) {
  const TsigRecord& tsig = *query.tsig;
  if (key == nullptr || tsig.algorithm != to_wire(key->algorithm))
    return {.error = TsigError::badkey};
  const std::size_t whole = mac_size(key->algorithm);
  if (tsig.mac.size() > whole || tsig.mac.size() < std::max(kLeastMac, whole / 2))
    return {.malformed = true};
  const std::string mac = mac_of(message, tsig, *key, {});
  if (!crypto::equal_constant_time(tsig.mac, std::string_view(mac).substr(0, tsig.mac.size())))
    return {.error = TsigError::badsig};
  if (!in_time(tsig, now_seconds)) return {.error = TsigError::badtime};
  // Nobody who fetches a zone has a reason to save these octets.
  if (tsig.mac.size() < whole) return {.error = TsigError::badtrunc};
  return {};
}

std::string Signer::sign(std::string message, std::uint64_t now_seconds) {
  return sign_with(std::move(message), {now_seconds, kFudge}, TsigError::none, {});
}

std::string Signer::sign_error(std::string message, const TsigRecord& request, TsigError error,
                               std::uint64_t now_seconds) {
  if (error != TsigError::badtime)
    return sign_with(std::move(message), {now_seconds, kFudge}, error, {});
  std::string now;
  put_time(now, now_seconds);
  return sign_with(std::move(message), {request.time, request.fudge}, error, now);
}

std::string Signer::sign_with(std::string message, Times times, TsigError error,
                              std::string_view other) {
  const Variables variables{times.signed_at, times.fudge, static_cast<std::uint16_t>(error), other};
  std::string digested;
  digested.reserve(message.size() + 256);
  if (!mac_.empty()) put_counted(digested, mac_);
  digested += message;
  if (first_) {
    put_variables(digested, key_, variables);
  } else {
    put_time(digested, times.signed_at);
    put_big_endian(digested, times.fudge);
  }
  first_ = false;
  mac_ = hmac(key_, digested);
  const auto id = get_big_endian<std::uint16_t>(std::string_view(message));
  return append_record(std::move(message), key_.name, to_wire(key_.algorithm), variables, mac_, id);
}

bool verify_answer(std::string_view message, const Query& answer, const SigningKey& key,
                   std::string_view mac, std::uint64_t now_seconds) {
  if (!answer.tsig || answer.tsig->key != key.name ||
      answer.tsig->algorithm != to_wire(key.algorithm) || answer.tsig->error != 0)
    return false;
  return crypto::equal_constant_time(answer.tsig->mac, mac_of(message, *answer.tsig, key, mac)) &&
         in_time(*answer.tsig, now_seconds);
}

std::string tell_unsigned(std::string message, const TsigRecord& request, TsigError error) {
  const Variables variables{request.time, request.fudge, static_cast<std::uint16_t>(error), {}};
  const auto id = get_big_endian<std::uint16_t>(std::string_view(message));
  return append_record(std::move(message), request.key, request.algorithm, variables, {}, id);
}

}  // namespace stele::dns
