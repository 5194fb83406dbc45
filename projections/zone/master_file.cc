#include "projections/zone/master_file.h"

#include "engine/base/file.h"
#include "projections/zone/wire.h"

namespace stele::zone {

namespace {

constexpr std::size_t kPartSize = 256 * 1024;

// One file under way. The first fault of the sink is kept, and ends it.
class Writing {
 public:
  Writing(const Published& zone, const Sink& sink)
      : zone_(zone), sink_(sink), apex_(wire_name(zone.name().text())) {}

  Result<FileCounts> run() {
    const Record soa = zone_.soa(zone_.serial());
    ttl_ = soa.ttl;
    out_.reserve(kPartSize + 4096);
    out_ += "$ORIGIN " + zone_.name().text() + ".\n";
    out_ += "$TTL " + std::to_string(ttl_) + "\n";
    write(soa);
    const Done read = zone_.for_each_record([this](const Record& record) {
      write(record);
      count(record);
      if (out_.size() >= kPartSize) flush();
      return done_.has_value();
    });
    flush();
    if (!read) return std::unexpected(read.error());
    if (!done_) return std::unexpected(done_.error());
    return counts_;
  }

 private:
  void write(const Record& record) {
    if (record.owner != owner_) {
      owner_ = record.owner;
      owner_text_.clear();
      append_name_text(owner_text_, owner_, apex_);
      owner_text_ += '\t';
    }
    out_ += owner_text_;
    if (record.ttl != ttl_) out_ += std::to_string(record.ttl) + '\t';
    out_ += record_type_word(record.type);
    out_ += '\t';
    append_data_text(out_, record.type, record.data, apex_);
    out_ += '\n';
  }

  void count(const Record& record) {
    switch (record.type) {
      case record_type::kA:
      case record_type::kAaaa: ++counts_.address_records; return;
      case record_type::kDs: ++counts_.ds_records; return;
      case record_type::kNs:
        if (record.owner == apex_) return;
        ++counts_.name_server_records;
        if (record.owner != delegation_) {
          ++counts_.delegations;
          delegation_ = record.owner;
        }
        return;
      default: return;
    }
  }

  void flush() {
    if (!done_ || out_.empty()) return;
    done_ = sink_(out_);
    out_.clear();
  }

  const Published& zone_;
  const Sink& sink_;
  const std::string apex_;
  std::uint32_t ttl_ = 0;
  std::string out_, owner_, owner_text_, delegation_;
  Done done_;
  FileCounts counts_;
};

}  // namespace

Result<FileCounts> write_master_file(const Published& zone, const Sink& sink) {
  return Writing(zone, sink).run();
}

Result<FileCounts> write_master_file(const Published& zone, const std::string& path) {
  auto file = FreshFile::create(path);
  if (!file) return std::unexpected(file.error());
  const auto counts =
      write_master_file(zone, [&](std::string_view part) { return file->write(part); });
  if (!counts) return counts;
  if (Done done = file->publish(0644); !done) return std::unexpected(done.error());
  return counts;
}

}  // namespace stele::zone
