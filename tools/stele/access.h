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

// For an operation that answers in its reply alone.
inline Done ignore_part(std::string_view) { return {}; }

// Opens, asks, and hands on the data of the reply as text; a refusal is a fault.
Result<std::string> ask(const Context& context, const control::Request& request,
                        const control::PartSink& part);
// The reply as an object.
Result<boost::json::object> ask_object(const Context& context, const control::Request& request,
                                       const control::PartSink& part = ignore_part);
// Asks for what is answered in one object, and prints it.
int print_reply(const Context& context, const control::Request& request);
// Takes parts that are objects: as JSON as they come, else what `line` makes of each.
control::PartSink print_lines(const Context& context,
                              std::function<std::string(const boost::json::object&)> line);

// The journal of a stopped registry, nothing else touched.
Result<std::unique_ptr<journal::RocksdbJournal>> open_journal(const std::string& dir);

std::string user_name();  // of the operating system

}  // namespace stele::cli
