// How a command reaches a registry: through the socket of a server that runs on the directory, or by
// opening the directory of a stopped one.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/crypto/system_random.h"
#include "events/journal/rocksdb_journal.h"
#include "frontends/control/channel.h"
#include "frontends/control/operations.h"
#include "frontends/gateway/gateway.h"
#include "frontends/gateway/log_keeping.h"
#include "tools/stele/cli.h"

namespace stele::cli {

// A registry opened in this process, with everything the channel to it stands on.
class Access {
 public:
  static Result<std::unique_ptr<Access>> open(const Context& context);
  control::Channel& channel() { return *channel_; }

 private:
  Access() = default;
  crypto::SystemRandom random_;
  SystemClock clock_;
  std::unique_ptr<runtime::Registry> registry_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<gateway::LogKeeping> logs_;
  std::unique_ptr<control::Operations> operations_;
  std::unique_ptr<control::Channel> channel_;
};

// Opens, asks, and hands on the data of the reply as text; a refusal is a fault.
Result<std::string> ask(const Context& context, const control::Request& request,
                        const control::PartSink& part);
Result<std::string> ask(const Context& context, const control::Request& request);

// The journal of a stopped registry, nothing else touched.
Result<std::unique_ptr<journal::RocksdbJournal>> open_journal(const std::string& dir);

std::string user_name();  // of the operating system

}  // namespace stele::cli
