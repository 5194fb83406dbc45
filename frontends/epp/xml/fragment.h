// Pieces of XML as text: escaping, and one element of a client's frame as it is shown back to it.
#pragma once

#include <string>
#include <string_view>

#include "frontends/epp/xml/tree.h"

namespace stele::epp::xml {

// For text and for attribute values in double quotes.
void append_escaped(std::string& out, std::string_view text);

// The element with its attributes and its own text, without child elements: what <value> of a
// result holds (RFC 5730 §2.6). Long text is cut, passwords are left out whatever their place.
// Unprefixed names are in the EPP namespace, as in the response around it.
std::string fragment(const Tree& tree, Index i);
// The same for text that is not in the tree as such: "<domain:name ...>value</domain:name>".
std::string fragment(Ns ns, std::string_view name, std::string_view text);

}  // namespace stele::epp::xml
