// Internationalized names and their variants in the scenario language: idn-1.0, b-dn (RFC 9095) and
// variants-1.0. Words to elements, and an answer's back to facts. Written from the RFC and the schema,
// as epp_xml.h is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/epp_xml.h"

namespace stele::test {

// A name in Unicode in A-labels, which is all that EPP takes; any other text as it is.
std::string in_a_labels(std::string_view name);

// "" where the words need none.
std::string idn_extension(const std::vector<gateway::Word>& words);
// variants: those that are active; allocatable: those that could be.
void read_idn_answer(const epp::xml::Tree& tree, epp::xml::Index data, Facts& facts);

}  // namespace stele::test
