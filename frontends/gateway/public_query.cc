#include "frontends/gateway/public_query.h"

#include <algorithm>

#include "engine/idn/name.h"
#include "engine/net/http_target.h"
#include "frontends/gateway/gateway.h"

namespace stele::gateway {

namespace {

constexpr std::string_view kMask = "***";

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (!line.empty()) {
    const std::size_t begin = line.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) break;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r\n"), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return out;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
  });
}

bool is_keyword(std::string_view word) {
  static constexpr std::string_view kKeywords[] = {"domain", "nameserver", "host", "registrar", "help"};
  return std::ranges::any_of(kKeywords, [&](std::string_view known) { return same_word(word, known); });
}

// A name, an address, an identifier or a pattern of one. Letters beyond ASCII only where there is a dot:
// else it is as likely a person's name.
bool is_name_like(std::string_view word) {
  if (word.empty() || word.size() > 253) return false;
  const bool plain = std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '*' || c == '/';
  });
  return plain || idn::parse_name(word).value_or(DomainName()).text().contains('.');
}

std::string kept_line(std::string_view line) {
  const auto words = words_of(line);
  const bool by_keyword = !words.empty() && is_keyword(words[0]);
  const std::size_t named = words.size() - (by_keyword ? 1 : 0);
  if (named <= 1 && (named == 0 || is_name_like(words.back()))) {
    std::string out;
    for (const std::string_view word : words) out += (out.empty() ? "" : " ") + std::string(word);
    return to_printable(out, 255);
  }
  return std::string(by_keyword ? words[0] : "") + (by_keyword ? " " : "") + std::string(kMask) + " (" +
         std::to_string(named) + (named == 1 ? " word)" : " words)");
}

// A part of a URI, decoded, where it can be a name of the DNS, an address or an identifier. Letters beyond
// ASCII only where there is a dot, as in lines.
std::string kept_part(std::string_view part) {
  const auto decoded = net::parse_http_target("/" + std::string(part), net::Plus::itself);
  if (!decoded || decoded->path.size() != 1 || !decoded->query.empty()) return std::string(kMask);
  const std::string& text = decoded->path[0];
  const bool ascii = std::ranges::none_of(text, [](char c) { return (c & 0x80) != 0; });
  const bool kept = text.find_first_of("@+ \"") == std::string::npos && (ascii || text.contains('.'));
  return kept ? to_printable(text, 255) : std::string(kMask);
}

// Path and parameters. What a search is for is kept where it is a name of the DNS.
std::string kept_uri(std::string_view text) {
  const std::size_t question = std::min(text.find('?'), text.size());
  const std::size_t last = text.substr(0, question).rfind('/') + 1;  // 0 where there is none
  std::string out = to_printable(text.substr(0, last), 255) + kept_part(text.substr(last, question - last));
  std::string_view rest = text.substr(std::min(question + 1, text.size()));
  char before = '?';
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::string_view name = pair.substr(0, pair.find('='));
    const bool shown = name == "name" || name == "nsLdhName" || name == "nsIp" || name == "ip" ||
                       name == "handle" || name == "sort" || name == "count" || name == "cursor" ||
                       name == "fieldSet";
    const std::string_view value = pair.substr(std::min(name.size() + 1, pair.size()));
    out += before + to_printable(name, 40) + "=" + (shown ? kept_part(value) : std::string(kMask));
    before = '&';
    if (out.size() > 1000) break;
  }
  return out;
}

traffic::Class class_of(QueryKind kind) {
  switch (kind) {
    case QueryKind::whois:
    case QueryKind::availability: return traffic::Class::whois;
    case QueryKind::rdap_lookup:
    case QueryKind::rdap_search: return traffic::Class::rdap;
  }
  std::unreachable();
}

}  // namespace

std::string kept_query(QueryKind kind, std::string_view text) {
  return class_of(kind) == traffic::Class::rdap ? kept_uri(text) : kept_line(text);
}

std::vector<std::string> objects_of_line(std::string_view line) {
  const auto words = words_of(line);
  if (words.empty() || words.size() > 2 || !is_name_like(words.back())) return {};
  if (words.size() == 2 && !is_keyword(words[0])) return {};
  const auto name = idn::parse_name(words.back());
  return {name ? name->text() : std::string(words.back())};
}

void note_query(Gateway& gateway, const core::Settings& settings, PublicQuery query) {
  traffic::Sink* const log = gateway.traffic();
  const traffic::Class to = class_of(query.kind);
  const bool on = (to == traffic::Class::rdap ? settings.traffic_log_rdap : settings.traffic_log_whois) != 0;
  if (log == nullptr || !on) return;
  traffic::Record record{.log = to, .at = gateway.now()};
  record.kind = to_text(query.kind);
  record.address = query.address;
  record.port = port_of(query.peer);
  record.objects = std::move(query.objects);
  record.outcome = std::move(query.outcome);
  record.microseconds =
      static_cast<std::uint32_t>(std::max<std::int64_t>(0, gateway.monotonic_ms() - query.began_ms) * 1000);
  record.request = kept_query(query.kind, query.text);
  log->note(std::move(record));
}

}  // namespace stele::gateway
