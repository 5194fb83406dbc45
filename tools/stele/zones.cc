// stele zone export|status: the master file of a zone, as it is now or as it was at any position of the
// journal; and how far publication has come.
#include <algorithm>
#include <limits>
#include <memory>

#include "engine/base/file.h"
#include "engine/idn/name.h"
#include "projections/zone/image.h"
#include "projections/zone/master_file.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/scratch.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

struct ExportAsked {
  std::string zone;
  std::string file;
  std::string at;      // position
  std::string serial;
};

std::optional<std::uint64_t> as_number(const std::string& text, std::uint64_t most) {
  const bool digits = !text.empty() && text.size() <= 18 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || std::stoull(text) > most) return std::nullopt;
  return std::stoull(text);
}

// The parts of a file as they come: to standard output, or to a file that is there whole or not at all.
class Output {
 public:
  Done open(const std::string& path) {
    if (path.empty()) return {};
    auto made = FreshFile::create(path);
    if (!made) return std::unexpected(made.error());
    file_.emplace(std::move(*made));
    return {};
  }
  Done write(std::string_view part) {
    if (file_) return file_->write(part);
    print(part);
    return {};
  }
  Done publish() { return file_ ? file_->publish(0644) : Done(); }

 private:
  std::optional<FreshFile> file_;
};

// Made again from the journal alone, up to where it is asked for.
class Remaking {
 public:
  Remaking(journal::Journal& journal, const ExportAsked& asked)
      : journal_(journal),
        zone_(idn::parse_name(asked.zone).value_or(DomainName::trusted(asked.zone))),
        serial_(as_number(asked.serial, std::numeric_limits<std::uint32_t>::max())),
        position_(as_number(asked.at, std::numeric_limits<std::int64_t>::max())) {}

  Result<std::shared_ptr<const zone::Published>> run(const std::string& scratch) {
    auto store = registry::open_store({.dir = scratch + "/zones", .log_dir = scratch + "/logs"});
    if (!store) return std::unexpected(store.error());
    image_ = std::make_unique<zone::Image>(std::move(*store));
    const Position head = journal_.head().next;
    const Position end = position_ ? std::min(Position(*position_), head) : head;
    zone::Image::Reading reading;
    reading.settled = over_by(end);
    bool found = false;
    if (serial_)
      reading.go_on = [&](const DomainName& name, std::uint32_t serial) {
        found = name == zone_ && serial == *serial_;
        return !found;
      };
    if (Done done = image_->catch_up(journal_, end, reading); !done)
      return std::unexpected(done.error());
    const auto published = image_->find(zone_);
    if (!published)
      return fail(Fault::not_found, "zone " + to_printable(zone_.text()) + " was not published there");
    if (serial_ && !found)
      return fail(Fault::not_found, "zone " + to_printable(zone_.text()) + " never had the serial " +
                                        std::to_string(*serial_));
    return published;
  }

 private:
  // What was before `end` has its serial if nothing of the same second comes after. A journal's last
  // second is over: who writes to it next begins another (runtime::Options::new_second).
  Instant over_by(Position end) const {
    if (end == journal_.head().next) return Instant{std::numeric_limits<std::int64_t>::max()};
    const auto reader = journal::TransactionReader::open(journal_, end);
    if (!reader) return {};
    const auto stored = (*reader)->next();
    return stored ? stored->time : Instant{};
  }

  journal::Journal& journal_;
  const DomainName zone_;
  const std::optional<std::uint64_t> serial_, position_;
  std::unique_ptr<zone::Image> image_;  // keeps the store of what it gives
};

int run_remake(const Context& context, const ExportAsked& asked) {
  const bool bad_serial =
      !asked.serial.empty() && !as_number(asked.serial, std::numeric_limits<std::uint32_t>::max());
  const bool bad_position =
      !asked.at.empty() && !as_number(asked.at, std::numeric_limits<std::int64_t>::max());
  if (bad_serial || bad_position) {
    refuse(std::string(bad_serial ? "--serial takes a serial" : "--at takes a position of the journal") +
           ", a number, not " + (bad_serial ? asked.serial : asked.at));
    return kUsage;
  }
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  const ScratchDirectory scratch;
  if (scratch.path().empty()) return refuse("cannot make a temporary directory");
  Remaking remaking(**journal, asked);
  const auto published = remaking.run(scratch.path());
  if (!published) return refuse(published.error());
  Output out;
  if (Done done = out.open(asked.file); !done) return refuse(done.error());
  const auto counts = zone::write_master_file(
      **published, [&](std::string_view part) { return out.write(part); });
  if (!counts) return refuse(counts.error());
  if (Done done = out.publish(); !done) return refuse(done.error());
  if (!asked.file.empty())
    print_object(context, {{"position", (*published)->position().value},
                           {"serial", (*published)->serial()},
                           {"delegations", counts->delegations},
                           {"name_server_records", counts->name_server_records},
                           {"ds_records", counts->ds_records},
                           {"address_records", counts->address_records}});
  return kDone;
}

int run_export(const Context& context, const ExportAsked& asked) {
  if (!asked.at.empty() || !asked.serial.empty()) return run_remake(context, asked);
  Output out;
  if (Done done = out.open(asked.file); !done) return refuse(done.error());
  const auto object = ask_object(context, {.what = "zone.export", .arguments = {{"zone", asked.zone}}},
                                 [&](std::string_view part) { return out.write(part); });
  if (!object) return refuse(object.error());
  if (Done done = out.publish(); !done) return refuse(done.error());
  if (!asked.file.empty()) print_object(context, *object);
  return kDone;
}

int run_status(const Context& context, const std::string& zone) {
  const auto object = ask_object(context, {.what = "zone.status", .arguments = {{"zone", zone}}});
  if (!object) return refuse(object.error());
  if (context.json) {
    print_json(*object);
    return kDone;
  }
  for (const auto& [name, value] : *object)
    if (name != "zones" && value != json::value(""))
      print_line(std::string(name) + ": " + json::serialize(value));
  for (const json::value& value : object->at("zones").as_array()) {
    print_line("");
    print_fields(value.as_object());
  }
  return kDone;
}

}  // namespace

void add_zone_files(Command zone, Context& context) {
  auto asked = std::make_shared<ExportAsked>();
  Command write = zone.add_subcommand("export", "write the zone as a master file");
  add_data_option(write, context);
  add_json_option(write, context);
  write.add_option("ZONE", asked->zone).required();
  write.add_option("--out", asked->file,
                   "write here, whole or not at all, and print what was written; else to standard output");
  const Option at = write.add_option(
      "--at", asked->at, "as it was published before this position of the journal (stopped server)");
  write.add_option("--serial", asked->serial, "as it was under this serial (stopped server)")
      .excludes(at);
  write.callback([&context, asked] { context.exit_code = run_export(context, *asked); });

  auto name = std::make_shared<std::string>();
  Command status = zone.add_subcommand("status", "serials of the zones, and how far they have come");
  add_data_option(status, context);
  add_json_option(status, context);
  status.add_option("ZONE", *name, "this one; else all");
  status.callback([&context, name] { context.exit_code = run_status(context, *name); });
}

}  // namespace stele::cli
