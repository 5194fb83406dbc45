#include "frontends/epp/response/messages.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"

namespace stele::epp {
namespace {

constexpr std::string_view kEnglish = "en";

struct Message {
  int code;
  std::string_view text;
};

constexpr std::array kMessages{
    Message{1000, "Command completed successfully"},
    Message{1001, "Command completed successfully; action pending"},
    Message{1300, "Command completed successfully; no messages"},
    Message{1301, "Command completed successfully; ack to dequeue"},
    Message{1500, "Command completed successfully; ending session"},
    Message{2000, "Unknown command"},
    Message{2001, "Command syntax error"},
    Message{2002, "Command use error"},
    Message{2003, "Required parameter missing"},
    Message{2004, "Parameter value range error"},
    Message{2005, "Parameter value syntax error"},
    Message{2100, "Unimplemented protocol version"},
    Message{2101, "Unimplemented command"},
    Message{2102, "Unimplemented option"},
    Message{2103, "Unimplemented extension"},
    Message{2104, "Billing failure"},
    Message{2105, "Object is not eligible for renewal"},
    Message{2106, "Object is not eligible for transfer"},
    Message{2200, "Authentication error"},
    Message{2201, "Authorization error"},
    Message{2202, "Invalid authorization information"},
    Message{2300, "Object pending transfer"},
    Message{2301, "Object not pending transfer"},
    Message{2302, "Object exists"},
    Message{2303, "Object does not exist"},
    Message{2304, "Object status prohibits operation"},
    Message{2305, "Object association prohibits operation"},
    Message{2306, "Parameter value policy error"},
    Message{2307, "Unimplemented object service"},
    Message{2308, "Data management policy violation"},
    Message{2400, "Command failed"},
    Message{2500, "Command failed; server closing connection"},
    Message{2501, "Authentication error; server closing connection"},
    Message{2502, "Session limit exceeded; server closing connection"},
};

bool same_tag(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

constexpr auto kCodes = [] {
  std::array<int, kMessages.size()> codes{};
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = kMessages[i].code;
  return codes;
}();

static_assert(std::is_sorted(kCodes.begin(), kCodes.end()));

}  // namespace

std::string_view Language::tag() const { return texts_ == nullptr ? kEnglish : texts_->tag; }

std::string_view Language::message(int code) const {
  const auto at = std::lower_bound(kCodes.begin(), kCodes.end(), code);
  CHECK(at != kCodes.end() && *at == code, "not a result code of RFC 5730");
  const auto place = static_cast<std::size_t>(at - kCodes.begin());
  return texts_ == nullptr ? kMessages[place].text : std::string_view(texts_->messages[place]);
}

std::optional<Language> find_language(std::string_view tag, std::span<const Texts> further) {
  if (same_tag(tag, kEnglish)) return Language();
  for (const Texts& texts : further)
    if (same_tag(tag, texts.tag)) return Language(texts);
  return std::nullopt;
}

std::span<const int> result_codes() { return kCodes; }

}  // namespace stele::epp
