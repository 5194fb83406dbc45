// The secDNS extension (RFC 5910) in the scenario language: words to its elements, and an answer's
// back to facts. Written from the RFC, as epp_xml.h is.
#pragma once

#include <string>
#include <vector>

#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/epp_xml.h"

namespace stele::test {

// "" where the words need none.
std::string sec_dns_extension(const std::vector<gateway::Word>& words);
void read_sec_dns_answer(const epp::xml::Tree& tree, epp::xml::Index data, Facts& facts);

}  // namespace stele::test
