// The words of what the public directory (WHOIS, RDAP) tells, and to whom it tells more.
#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/crypto/hash.h"
#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

// What openssl rand -base64 24 gives; shorter ones could be guessed.
constexpr std::size_t kLeastSecret = 32;
constexpr std::size_t kMostSecret = 256;

bool is_secret(std::string_view text) {
  return text.size() >= kLeastSecret && text.size() <= kMostSecret &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

// Hashed here: the command holds no secret.
std::string read_secret(Words& words) {
  const Word* const word = words.find("secret");
  if (!word) {
    words.missing("secret", Field::token);
    return {};
  }
  if (!is_secret(word->value)) {
    words.wrong(*word, "is not 32 to 256 printable characters without blanks");
    return {};
  }
  return to_hex(view(crypto::sha256(word->value)));
}

}  // namespace

core::Command issue_access_token(Words& words) {
  core::IssueAccessToken c{.repository = read_repository(words)};
  c.holder = words.text_or_none("holder");
  c.digest = read_secret(words);
  c.zones = words.list("zones", as_zone, "a zone");
  const auto expires = words.value("expires", parse_instant, "a date or a date and time",
                                   Reason::bad_syntax, Field::expiry_date);
  if (!expires && !words.find("expires")) words.missing("expires", Field::expiry_date);
  c.expires_at = expires.value_or(Instant{});
  return c;
}

core::Command revoke_access_token(Words& words) {
  return core::RevokeAccessToken{
      ObjectNumber{words.value("access-token", as_number<std::uint64_t>, "a number",
                               Reason::object_does_not_exist, Field::token).value_or(0)}};
}

core::DirectoryChange read_directory(Words& words) {
  core::DirectoryChange change;
  change.iana_id = words.value("iana_id", as_number<std::uint32_t>, "a number", Reason::bad_syntax,
                               Field::registrar);
  change.whois_server = words.text("whois_server");
  change.rdap_url = words.text("rdap_url");
  change.abuse_email = words.text("abuse_email");
  change.abuse_phone = words.text("abuse_phone");
  return change;
}

bool read_disclosure(Words& words, Disclosure& disclosure) {
  bool given = false;
  if (const auto profile =
          words.value("disclosure", parse_disclosure_profile, "one of thin icann-2024 open own",
                      Reason::bad_syntax, Field::policy)) {
    disclosure.profile = *profile;
    given = true;
  }
  const auto list = [&](std::string_view key, const auto& parse, std::string_view what, auto& to) {
    auto items = words.list(key, parse, what, Reason::bad_syntax, Field::policy);
    if (!words.lines(key)) return;
    to = std::move(items);
    given = true;
  };
  list("disclose", parse_disclosure_rule, "a rule such as registrant:org:email:consent",
       disclosure.rules);
  list("searches", parse_directory_search, "one of domains nameservers entities",
       disclosure.searches);
  list("referral", parse_referral, "a referral such as \"uk.example whois.nic.uk -\"",
       disclosure.referrals);
  std::ranges::sort(disclosure.searches);
  std::ranges::sort(disclosure.referrals);
  if (auto layout = words.text("whois_layout")) {
    disclosure.layout = std::move(*layout);
    given = true;
  }
  return given;
}

}  // namespace stele::gateway
