// Maintenance notices (RFC 9167) in the scenario language: the payload of an info, and an answer's
// infData back to facts. Written from the RFC, as epp_xml.h is.
#pragma once

#include <string>
#include <vector>

#include "frontends/epp/xml/parser.h"
#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/facts.h"

namespace stele::test {

// What stands in <maint:info> for `info maintenance=ID` and for `info maintenance`, the list.
std::string maintenance_payload(const gateway::Word& object);
void read_maintenance(const epp::xml::Tree& tree, epp::xml::Index data, Facts& facts);

}  // namespace stele::test
