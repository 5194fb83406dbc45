// Result codes and what is said with them, in the languages a client can choose at login. English is
// built in, is the language of reasons, and what a client gets that chooses nothing else; a further
// one is texts that the operator gives (tools/steled/texts.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stele::epp {

// What is said in one language: for every code of result_codes() one text, in that order.
struct Texts {
  std::string tag;  // "fr" (RFC 5646)
  std::vector<std::string> messages;
};

// English, or texts that outlive it.
class Language {
 public:
  Language() = default;
  explicit Language(const Texts& texts) : texts_(&texts) {}
  bool is_english() const { return texts_ == nullptr; }
  std::string_view tag() const;
  // RFC 5730 §3: the text of a result code.
  std::string_view message(int code) const;
  bool operator==(const Language&) const = default;

 private:
  const Texts* texts_ = nullptr;
};

// English or one of `further`, by its tag in any case (RFC 5646 §2.1.1).
std::optional<Language> find_language(std::string_view tag, std::span<const Texts> further = {});

std::span<const int> result_codes();  // of RFC 5730 §3, ascending

}  // namespace stele::epp
