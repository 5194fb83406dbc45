// The ttl extension (RFC 9803) of domain and host commands: to what the engine understands, and of its
// answers.
#pragma once

#include "frontends/epp/map_parts.h"

namespace stele::epp {

// `verb`: create or update; nothing without the extension.
std::vector<TtlSetting> read_ttl_settings(Reader& reader, std::string_view verb);

// Whether an info asks for TTLs, and for the policy as well; nullopt: for neither.
std::optional<bool> read_ttl_question(Reader& reader);

// What is set, or with `policy` every type that can be, with its bounds and what holds without one.
// Nothing where there is nothing to say.
void add_ttls(Reply& reply, const core::Zone* zone, const std::vector<std::uint16_t>& types,
              const std::vector<RecordTtl>& ttls, bool policy);

}  // namespace stele::epp
