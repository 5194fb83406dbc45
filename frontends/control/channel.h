// Channel: how the command line asks a registry, running or not. One request at a time, blocking.
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "frontends/control/message.h"

namespace stele::control {

class Operations;

class Channel {
 public:
  virtual ~Channel() = default;
  // `part` gets the parts of the answer in order. The fault is the channel's own (the server went
  // away); what the registry refuses is in the reply.
  virtual Result<Reply> call(const Request& request, const PartSink& part) = 0;
  Result<Reply> call(const Request& request);
};

// To the server that runs on this data directory; Fault::not_found when none answers.
Result<std::unique_ptr<Channel>> connect(const std::string& dir);
// To a registry opened in this process.
std::unique_ptr<Channel> make_local_channel(Operations& operations);

}  // namespace stele::control
