// A further language of EPP's messages, from a file of the operator's (tools/packaging/texts).
#pragma once

#include <string>

#include "engine/base/result.h"
#include "frontends/epp/response/messages.h"

namespace stele::server {

// A TOML file: `language`, and under [messages] one text for every result code. A code that is missing
// or is none, and a tag that is none, are faults that name the file and what is wrong.
Result<epp::Texts> read_texts(const std::string& path);

}  // namespace stele::server
