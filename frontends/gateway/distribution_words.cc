// The words of whom a zone is given to: secondaries and their TSIG keys.
#include <algorithm>

#include "engine/base/bytes.h"
#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

constexpr const char* kSecondaryForm =
    "a secondary such as \"ns-a 192.0.2.1,[2001:db8::1]:5353 key=ns.transfer contact=noc@nic.example "
    "xot=yes notify=no\"";

// The next word of `text`, which loses it.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

bool read_secondary_addresses(std::string_view text, std::vector<SecondaryAddress>& out) {
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    const auto address = parse_secondary_address(item);
    if (!address) return false;
    out.push_back(*address);
  }
  return true;
}

bool read_secondary_option(std::string_view word, Secondary& out) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view key = word.substr(0, equals);
  const std::string_view value = word.substr(equals + 1);
  const auto flag = as_yes(value);
  if (key == "key") out.key = value;
  else if (key == "contact") out.contact = value;
  else if (key == "xot" && flag) out.xot = *flag;
  else if (key == "notify" && flag) out.notify = *flag;
  else return false;
  return true;
}

std::optional<Secondary> as_secondary(std::string_view text) {
  Secondary out;
  out.name = take_word(text);
  if (!read_secondary_addresses(take_word(text), out.addresses)) return std::nullopt;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text))
    if (!read_secondary_option(word, out)) return std::nullopt;
  return out;
}

std::vector<Secondary> read_secondaries(Words& words, std::string_view key) {
  std::vector<Secondary> out;
  const Word* const word = words.first(key);
  for (const std::string& line : words.lines(key).value_or(std::vector<std::string>())) {
    if (auto secondary = as_secondary(line)) out.push_back(std::move(*secondary));
    else words.wrong_value(*word, line, kSecondaryForm, Reason::bad_syntax, Field::secondary);
  }
  return out;
}

DomainName read_zone(Words& words) {
  const Word* const word = words.first("zone");
  if (!word) words.missing("zone", Field::zone);
  return words.value("zone", as_domain, "a zone", Reason::bad_name, Field::zone)
      .value_or(DomainName());
}

std::optional<TsigSecret> as_tsig_secret(std::string_view text) {
  auto bytes = parse_base64(text);
  return bytes ? std::optional(TsigSecret{std::move(*bytes)}) : std::nullopt;
}

}  // namespace

core::Command set_tsig_key(Words& words) {
  core::SetTsigKey c{.zone = read_zone(words), .name = words.text_or_none("tsig-key")};
  c.algorithm = words.value("algorithm", parse_tsig_algorithm, "hmac-sha256 or hmac-sha512",
                            Reason::bad_syntax, Field::key)
                    .value_or(TsigAlgorithm::hmac_sha256);
  const Word* const secret = words.find("secret");
  if (!secret) {
    words.missing("secret", Field::key);
  } else if (auto bytes = as_tsig_secret(secret->value)) {
    c.secret = std::move(*bytes);
  } else {
    words.wrong_value(*secret, {}, "base64", Reason::bad_tsig_secret, Field::key);
  }
  return c;
}

core::Command remove_tsig_key(Words& words) {
  return core::RemoveTsigKey{.zone = read_zone(words), .name = words.text_or_none("tsig-key")};
}

core::Command change_secondaries(Words& words) {
  core::ChangeSecondaries c{.zone = read_domain_name(words, "secondaries"),
                            .added = {}, .changed = {}, .removed = {}};
  c.added = read_secondaries(words, "add.secondary");
  c.changed = read_secondaries(words, "chg.secondary");
  c.removed = words.list("rem.secondary", as_text, "a secondary", Reason::bad_syntax,
                         Field::secondary);
  return c;
}

}  // namespace stele::gateway
