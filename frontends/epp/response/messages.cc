#include "frontends/epp/response/messages.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"

namespace stele::epp {
namespace {

constexpr std::array kLanguages{Language::en};
constexpr std::array<std::string_view, kLanguages.size()> kTags{"en"};

struct Message {
  int code;
  std::array<std::string_view, kLanguages.size()> texts;  // in the order of Language
};

constexpr std::array kMessages{
    Message{1000, {"Command completed successfully"}},
    Message{1001, {"Command completed successfully; action pending"}},
    Message{1300, {"Command completed successfully; no messages"}},
    Message{1301, {"Command completed successfully; ack to dequeue"}},
    Message{1500, {"Command completed successfully; ending session"}},
    Message{2000, {"Unknown command"}},
    Message{2001, {"Command syntax error"}},
    Message{2002, {"Command use error"}},
    Message{2003, {"Required parameter missing"}},
    Message{2004, {"Parameter value range error"}},
    Message{2005, {"Parameter value syntax error"}},
    Message{2100, {"Unimplemented protocol version"}},
    Message{2101, {"Unimplemented command"}},
    Message{2102, {"Unimplemented option"}},
    Message{2103, {"Unimplemented extension"}},
    Message{2104, {"Billing failure"}},
    Message{2105, {"Object is not eligible for renewal"}},
    Message{2106, {"Object is not eligible for transfer"}},
    Message{2200, {"Authentication error"}},
    Message{2201, {"Authorization error"}},
    Message{2202, {"Invalid authorization information"}},
    Message{2300, {"Object pending transfer"}},
    Message{2301, {"Object not pending transfer"}},
    Message{2302, {"Object exists"}},
    Message{2303, {"Object does not exist"}},
    Message{2304, {"Object status prohibits operation"}},
    Message{2305, {"Object association prohibits operation"}},
    Message{2306, {"Parameter value policy error"}},
    Message{2307, {"Unimplemented object service"}},
    Message{2308, {"Data management policy violation"}},
    Message{2400, {"Command failed"}},
    Message{2500, {"Command failed; server closing connection"}},
    Message{2501, {"Authentication error; server closing connection"}},
    Message{2502, {"Session limit exceeded; server closing connection"}},
};

bool same_tag(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::span<const Language> languages() { return kLanguages; }

std::string_view tag_of(Language language) { return kTags[static_cast<std::size_t>(language)]; }

std::optional<Language> parse_language(std::string_view tag) {
  for (const Language language : kLanguages)
    if (same_tag(tag, tag_of(language))) return language;
  return std::nullopt;
}

std::string_view message_of(int code, Language language) {
  for (const Message& message : kMessages)
    if (message.code == code) return message.texts[static_cast<std::size_t>(language)];
  CHECK(false, "not a result code of RFC 5730");
}

}  // namespace stele::epp
