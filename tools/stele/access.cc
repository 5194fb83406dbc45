#include "tools/stele/access.h"

#include <pwd.h>
#include <unistd.h>

#include "engine/runtime/data_directory.h"

namespace stele::cli {

namespace {

std::unexpected<Error> explain(const std::string& dir, const Error& error) {
  if (error.fault != Fault::busy) return std::unexpected(error);
  return fail(Fault::busy, dir + " is in use by another process, and no server answers at its control "
                                 "socket: stop that process, or wait for it (" + error.what + ")");
}

}  // namespace

Result<std::unique_ptr<Access>> Access::open(const Context& context) {
  const std::string& dir = context.data;
  std::unique_ptr<Access> access(new Access);
  if (auto remote = control::connect(dir)) {
    access->channel_ = std::move(*remote);
    return access;
  }
  runtime::Options options;
  options.dir = dir;
  options.kek_path = context.kek;
  options.scrub = false;
  options.new_second = true;
  options.random = &access->random_;
  auto registry = runtime::Registry::open(options);
  if (!registry) return explain(dir, registry.error());
  access->registry_ = std::move(*registry);
  access->gateway_ = std::make_unique<gateway::Gateway>(*access->registry_, access->random_,
                                                          access->clock_);
  access->logs_ = std::make_unique<gateway::LogKeeping>(*access->gateway_, access->clock_,
                                                        access->random_,
                                                        runtime::DataDirectory{dir}.logs(), true);
  access->operations_ =
      std::make_unique<control::Operations>(*access->gateway_, dir, nullptr, access->logs_.get());
  access->channel_ = control::make_local_channel(*access->operations_);
  return access;
}

Result<std::string> ask(const Context& context, const control::Request& request,
                        const control::PartSink& part) {
  auto access = Access::open(context);
  if (!access) return std::unexpected(access.error());
  auto reply = (*access)->channel().call(request, part);
  if (!reply) return std::unexpected(reply.error());
  if (!reply->ok) return fail(Fault::invalid, reply->problem);
  return std::move(reply->data);
}

Result<boost::json::object> ask_object(const Context& context, const control::Request& request,
                                       const control::PartSink& part) {
  const auto data = ask(context, request, part);
  if (!data) return std::unexpected(data.error());
  return parse_object(*data, "the reply");
}

int print_reply(const Context& context, const control::Request& request) {
  const auto object = ask_object(context, request);
  if (!object) return refuse(object.error());
  print_object(context, *object);
  return kDone;
}

control::PartSink print_lines(const Context& context,
                              std::function<std::string(const boost::json::object&)> line) {
  return [json = context.json, line = std::move(line)](std::string_view part) -> Done {
    if (json) {
      print(part);
      return {};
    }
    const auto object = parse_object(part, "a part of the reply");
    if (!object) return std::unexpected(object.error());
    print_line(line(*object));
    return {};
  };
}

Result<std::unique_ptr<journal::RocksdbJournal>> open_journal(const std::string& dir) {
  journal::RocksdbJournalOptions options;
  options.dir = runtime::DataDirectory{dir}.journal();
  options.read_only = true;
  auto journal = journal::RocksdbJournal::open(options);
  if (!journal && journal.error().fault == Fault::busy)
    return fail(Fault::busy, "a server is running on " + dir + "; stop it first, or work on a copy (" +
                                 journal.error().what + ")");
  return journal;
}

std::string user_name() {
  const passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : "uid-" + std::to_string(::getuid());
}

}  // namespace stele::cli
