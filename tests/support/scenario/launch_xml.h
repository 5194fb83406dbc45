// The launch extension (RFC 8334) in the scenario language: words to its elements, and an answer's
// back to facts. Written from the RFC, as epp_xml.h is.
#pragma once

#include <string>
#include <vector>

#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/epp_xml.h"

namespace stele::test {

// "" where the words need none. A client that says its type= sends marks plain, others encoded: so
// stories have both forms.
std::string launch_extension(const std::vector<gateway::Word>& words);
void read_launch_answer(const epp::xml::Tree& tree, epp::xml::Index data, EppAnswer& answer);

}  // namespace stele::test
