#include "events/journal/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/base/check.h"
#include "engine/crypto/hash.h"
#include "events/journal/genesis.h"

namespace stele::journal {

namespace {

constexpr std::size_t kMaxNote = 64 * 1024;
constexpr std::string_view kEd25519 = "\x01";         // signature type in a signed note
constexpr std::string_view kSignatureMark = "\u2014 ";  // em dash and space begin a signature line

// Base64 with no second spelling of the same bytes.
std::optional<std::string> parse_strict_base64(std::string_view text) {
  auto bytes = parse_base64(text);
  if (!bytes || to_base64(*bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

// Takes a line with its newline off the front; nullopt when there is none.
std::optional<std::string_view> take_line(std::string_view& in) {
  const std::size_t end = in.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = in.substr(0, end);
  in.remove_prefix(end + 1);
  return line;
}

Result<Checkpoint> parse_body(std::string_view body) {
  Checkpoint out;
  const auto origin = take_line(body);
  if (!origin || !is_origin(*origin))
    return fail(Fault::invalid, "checkpoint line 1 is not an origin: '" +
                                    to_printable(origin.value_or(body)) + "'");
  out.origin = *origin;
  const auto size_line = take_line(body);
  const auto size = parse_size(size_line.value_or(""));
  if (!size)
    return fail(Fault::invalid, "checkpoint line 2 is not a tree size: '" +
                                    to_printable(size_line.value_or("")) + "'");
  out.size = *size;
  const auto root_line = take_line(body);
  const auto root = parse_strict_base64(root_line.value_or(""));
  if (!root || root->size() != out.root.size())
    return fail(Fault::invalid, "checkpoint line 3 is not a root hash: '" +
                                    to_printable(root_line.value_or("")) + "'");
  std::copy(root->begin(), root->end(), out.root.begin());
  return out;  // further lines are extensions: signed, and none of ours
}

// The Ed25519 signature of a line "— name base64(id ‖ signature)" when it is by `key`.
std::optional<std::string> signature_by(const VerifierKey& key, std::string_view line) {
  line.remove_prefix(kSignatureMark.size());
  if (!line.starts_with(key.name + " ")) return std::nullopt;
  const auto bytes = parse_strict_base64(line.substr(key.name.size() + 1));
  if (!bytes || bytes->size() != 4 + 64) return std::nullopt;
  if (get_big_endian<std::uint32_t>(*bytes) != key_id(key)) return std::nullopt;
  return bytes->substr(4);
}

}  // namespace

std::uint32_t key_id(const VerifierKey& key) {
  const Digest digest = crypto::sha256({key.name, "\n", kEd25519, key.public_key});
  return get_big_endian<std::uint32_t>(view(digest));
}

std::string to_text(const VerifierKey& key) {
  std::string id;
  put_big_endian(id, key_id(key));
  return key.name + "+" + to_hex(id) + "+" + to_base64(std::string(kEd25519) + key.public_key);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos)
    return fail(Fault::invalid, "verifier key '" + to_printable(text) + "' is not name+id+key");
  VerifierKey out;
  out.name = text.substr(0, first);
  if (!is_origin(out.name))
    return fail(Fault::invalid, "verifier key: name '" + to_printable(out.name) + "' cannot be");
  const auto key = parse_strict_base64(text.substr(second + 1));
  if (!key || key->size() != 33 || !key->starts_with(kEd25519))
    return fail(Fault::invalid, "verifier key '" + out.name + "' is not an Ed25519 key");
  out.public_key = key->substr(1);
  if (to_text(out) != text)
    return fail(Fault::invalid, "verifier key '" + out.name + "': id '" +
                                    to_printable(text.substr(first + 1, second - first - 1)) +
                                    "' is not the key's");
  return out;
}

std::string encode(const Checkpoint& checkpoint) {
  CHECK(is_origin(checkpoint.origin), "the origin is one line");
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         to_base64(view(checkpoint.root)) + "\n";
}

std::string sign(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
  const std::string body = encode(checkpoint);
  std::string signature;
  put_big_endian(signature, key_id({checkpoint.origin, key.public_key()}));
  signature += key.sign(body);
  return body + "\n" + std::string(kSignatureMark) + checkpoint.origin + " " +
         to_base64(signature) + "\n";
}

Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key) {
  if (note.size() > kMaxNote)
    return fail(Fault::invalid, "checkpoint of " + std::to_string(note.size()) + " bytes");
  // The text ends at the last empty line; what follows are signature lines only.
  const std::size_t gap = note.rfind("\n\n");
  if (gap == std::string_view::npos)
    return fail(Fault::invalid, "checkpoint has no empty line before its signatures");
  const std::string_view body = note.substr(0, gap + 1);
  std::string_view lines = note.substr(gap + 2);
  auto checkpoint = parse_body(body);
  if (!checkpoint) return checkpoint;
  bool signed_by_key = false;
  while (!lines.empty()) {
    const auto line = take_line(lines);
    if (!line || !line->starts_with(kSignatureMark))
      return fail(Fault::invalid, "checkpoint: not a signature line: '" +
                                      to_printable(line.value_or(lines)) + "'");
    const auto signature = signature_by(key, *line);
    if (!signature) continue;
    if (!crypto::verify(key.public_key, body, *signature))
      return fail(Fault::corrupt, "checkpoint: the signature of " + key.name + " does not hold");
    signed_by_key = true;
  }
  if (!signed_by_key)
    return fail(Fault::invalid, "checkpoint is not signed by " + to_text(key));
  if (checkpoint->origin != key.name)
    return fail(Fault::invalid, "checkpoint of '" + checkpoint->origin + "' signed by " + key.name);
  return checkpoint;
}

}  // namespace stele::journal
