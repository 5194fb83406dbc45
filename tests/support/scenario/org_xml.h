// Organisations (RFC 8543) and links to them (RFC 8544) in the scenario language: words to their frames' payloads, and an answer's
// infData back to facts. Written from the RFC, as epp_xml.h is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontends/epp/xml/parser.h"
#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/facts.h"

namespace stele::test {

// RFC 8544: what stands in <extension> for link=, add.link=, rem.link= and chg.link=; "" without them.
std::string org_links_extension(const std::vector<gateway::Word>& words);
void read_org_links(const epp::xml::Tree& tree, epp::xml::Index data, Facts& facts);

// What stands in <org:VERB>; nullopt for what EPP has no form for.
std::optional<std::string> org_payload(const std::string& verb,
                                       const std::vector<gateway::Word>& words);
void read_org_info(const epp::xml::Tree& tree, epp::xml::Index data, Facts& facts);

}  // namespace stele::test
