// Command words of the scenario language to EPP frames, and answers back to facts. Written from the
// RFCs, apart from the server's own reading and writing, and from the words rather than from parsed
// commands: so values that no command can hold reach the server too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontends/epp/xml/parser.h"
#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/facts.h"

namespace stele::test {

// Verb, object and values, as split_words() gives them, of create, update, renew, delete, transfer,
// check or info of a domain, host or contact, of poll and of ack. nullopt for what EPP has no form for.
std::optional<std::string> epp_frame(const std::vector<gateway::Word>& words,
                                     std::string_view client_trid);
std::string epp_login_frame(std::string_view registrar, std::string_view password);

struct EppAnswer {
  int code = 0;                      // of the first result
  std::vector<std::string> texts;    // messages and reasons, for error output
  std::vector<std::string> reasons;  // core's own names for them, where the server says them
  std::string client_trid;
  Facts facts;                       // of an info, a transfer, a poll
  std::vector<bool> available;       // of a check
  std::vector<std::string> claims;   // of a claims check: keys, or "none"
};

Result<EppAnswer> parse_epp_answer(epp::xml::Parser& parser, std::string_view frame);

}  // namespace stele::test
