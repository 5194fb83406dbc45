// The IDN table of a name and the name as its owner writes it: idn-1.0 (draft-ietf-eppext-idnmap).
#pragma once

#include <string>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping idn_mapping();

struct IdnData {
  std::string table;         // "Latn", "zh-hans", …: the registry's identifiers of its tables
  std::string unicode_name;  // or nothing
  bool operator==(const IdnData&) const = default;
};

IdnData read_idn(const Source& source, xml::Index at);  // <idn:data> of a create
Part write_idn(const IdnData& data);                    // of an info response

}  // namespace stele::epp
