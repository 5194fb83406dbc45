// A contact's infData, for whoever asks and for messages that show one (RFC 5733 §3.1.2, RFC 8590).
#pragma once

#include <string_view>
#include <vector>

#include "frontends/epp/map_parts.h"

namespace stele::epp {

struct ContactShown {
  std::string_view id, roid;
  std::vector<Status> statuses;  // complete
  const ContactData* data;       // nullptr: erased
  const core::ProvenanceInfo& made;
};

Part write_contact(const ContactShown& contact);

}  // namespace stele::epp
