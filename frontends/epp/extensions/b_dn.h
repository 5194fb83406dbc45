// A name and those that are bundled with it: b-dn (RFC 9095).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping b_dn_mapping();

struct BundledName {
  std::string name;          // in A-labels
  std::string unicode_name;  // or nothing
  bool operator==(const BundledName&) const = default;
};

// `at`: <b-dn:create>; its <rdn> may be left out.
std::optional<BundledName> read_registered_name(const Source& source, xml::Index at);

struct Bundle {
  BundledName registered;
  std::vector<BundledName> bundled;
};
// Of the answer to `verb`: info, or what changes a domain.
Part write_bundle(grammar::Verb verb, const Bundle& bundle);

}  // namespace stele::epp
