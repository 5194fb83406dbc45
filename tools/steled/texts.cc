#define TOML_EXCEPTIONS 0
#include "tools/steled/texts.h"

#include <toml++/toml.h>

#include <algorithm>

#include "engine/base/file.h"
#include "frontends/epp/grammar/text_forms.h"

namespace stele::server {
namespace {

constexpr std::size_t kMaxTexts = 1 << 16;

Done no_other_codes(const std::string& path, const toml::table& messages) {
  const auto codes = epp::result_codes();
  for (const auto& [key, node] : messages)
    if (std::none_of(codes.begin(), codes.end(),
                     [&](int code) { return std::to_string(code) == key.str(); }))
      return fail(Fault::invalid, path + ":" + std::to_string(key.source().begin.line) + ": " +
                                      std::string(key.str()) + " is no result code of RFC 5730");
  return {};
}

}  // namespace

Result<epp::Texts> read_texts(const std::string& path) {
  const auto file = read_file(path, kMaxTexts);
  if (!file) return std::unexpected(file.error());
  const toml::parse_result parsed = toml::parse(*file);
  if (!parsed)
    return fail(Fault::invalid, path + ":" + std::to_string(parsed.error().source().begin.line) +
                                    ": " + std::string(parsed.error().description()));
  epp::Texts texts;
  texts.tag = parsed.table()["language"].value_or(std::string());
  if (texts.tag.empty() || !epp::grammar::is_language(texts.tag) || epp::find_language(texts.tag))
    return fail(Fault::invalid, path + ": language must be the tag of a language other than English, "
                                       "such as \"fr\"");
  const toml::table* const messages = parsed.table()["messages"].as_table();
  if (messages == nullptr)
    return fail(Fault::invalid, path + ": [messages] with a text for every result code is missing");
  if (Done done = no_other_codes(path, *messages); !done) return std::unexpected(done.error());
  for (const int code : epp::result_codes()) {
    auto text = (*messages)[std::to_string(code)].value_or(std::string());
    if (text.empty())
      return fail(Fault::invalid, path + ": [messages] has no text for " + std::to_string(code));
    texts.messages.push_back(std::move(text));
  }
  return texts;
}

}  // namespace stele::server
