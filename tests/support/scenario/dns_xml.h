// What a domain says in the DNS beside host objects, in the scenario language: host attributes
// (RFC 5731 §1.1) and the ttl extension (RFC 9803). Words to elements, and an answer's back to facts.
// Written from the RFCs, as epp_xml.h is.
#pragma once

#include <string>
#include <vector>

#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/epp_xml.h"

namespace stele::test {

// <domain:hostAttr> of every "NAME ADDRESS …" of this key.
std::string host_attributes(const std::vector<gateway::Word>& words, std::string_view key);
void read_host_attribute(const epp::xml::Tree& tree, epp::xml::Index host, Facts& facts);

// "" where the words need none.
std::string ttl_extension(const std::vector<gateway::Word>& words);
void read_ttl_answer(const epp::xml::Tree& tree, epp::xml::Index data, Facts& facts);

}  // namespace stele::test
