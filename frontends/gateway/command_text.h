// Commands as text: one line of words that names a verb, an object and values, for people and for
// scenarios. The one reader of this language: the command line, the control socket and the scenario
// tests all come through here.
//
//   create domain=shop.example period=1y registrant=c1 ns=ns1.other.org,ns2.other.org pw=secret123
//
// A word is `key=value` or a bare word. Double quotes keep spaces and commas together anywhere in a
// word; within them \" \\ and \n are one character. Lists are separated by commas or given by
// repeating the key.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/core/command.h"
#include "engine/core/rejection.h"
#include "engine/core/state.h"

namespace stele::gateway {

struct Word {
  std::size_t position = 0;         // column of its first character, from 1
  std::string key;                  // empty for a bare word
  std::string value;
  std::vector<std::string> items;   // `value` at its unquoted commas; never empty
};

// What is wrong with which word. Where the form is right and only the value is none of its kind,
// `rejection` says what a registrar would be told.
struct TextProblem {
  std::size_t position = 0;
  std::string word;
  std::string why;
  std::optional<core::Rejection> rejection;
};
// "column 15: period=11x: not a period such as 1y". Values of secrets are not repeated.
std::string to_text(const TextProblem& problem);
std::string to_text(const std::vector<TextProblem>& problems);  // never empty; joined by "; "

// A clear password to its hash in PHC form. Slow; runs on the caller's thread.
using HashPassword = std::function<Result<std::string>(std::string_view)>;

Result<std::vector<Word>, TextProblem> split_words(std::string_view line);
const Word* find_word(const std::vector<Word>& words, std::string_view key);  // the first; or null

// `state`: what `update zone` starts from, since a policy is changed value by value. It judges
// nothing else: whether an object exists is core's to say.
Result<core::Command, std::vector<TextProblem>> parse_command(std::string_view line,
                                                              const core::State& state,
                                                              const HashPassword& hash_password);
Result<core::Command, std::vector<TextProblem>> parse_command(const std::vector<Word>& words,
                                                              const core::State& state,
                                                              const HashPassword& hash_password);

// Every form with its keys, one a line or two, for --help.
std::string usage();

// The forms one by one, as usage() prints them: "renew domain", "NAME", "exp=DATE [period=1y]".
struct CommandForm {
  std::string_view verb, object, value, keys;
};
std::vector<CommandForm> command_forms();

}  // namespace stele::gateway
