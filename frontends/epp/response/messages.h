// The one list of result codes and what is said with them, in every language a client can choose at
// login. English is the language of reasons and the fallback; a further language is one enumerator,
// its tag, and a column of the list in messages.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace stele::epp {

enum class Language : std::uint8_t { en };

std::span<const Language> languages();  // in the order of the greeting
std::string_view tag_of(Language language);
std::optional<Language> parse_language(std::string_view tag);  // "en", in any case (RFC 5646 §2.1.1)

// RFC 5730 §3: the text of a result code.
std::string_view message_of(int code, Language language = Language::en);

}  // namespace stele::epp
