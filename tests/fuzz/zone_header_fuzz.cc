// Free zone records from outside. Whatever is accepted must be accepted again in the reader's own
// words, lie in the zone, and stand on lines of the text.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "engine/core/zone/master_file_header.h"

namespace {

std::string_view type_of(stele::core::HeaderRecordType type) {
  using enum stele::core::HeaderRecordType;
  switch (type) {
    case a: return "A";
    case aaaa: return "AAAA";
    case caa: return "CAA";
    case ds: return "DS";
    case mx: return "MX";
    case ns: return "NS";
    case txt: return "TXT";
  }
  return "";
}

std::string written(const stele::core::HeaderRecord& record) {
  std::string line = record.owner + ".";
  if (record.ttl) line += " " + std::to_string(*record.ttl);
  line += " IN " + std::string(type_of(record.type));
  for (const std::string& field : record.rdata) line += " " + field;
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto zone = stele::DomainName::trusted("com.example");
  const auto records = stele::core::parse_header_records(zone, text);
  if (!records) {
    CHECK(!records.error().empty(), "a refusal names a line");
    return 0;
  }
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto& record : *records) {
    CHECK(record.line >= 1 && record.line <= lines, "the line is one of the text");
    CHECK(record.owner.ends_with(zone.text()), "the owner lies in the zone");
    auto again = stele::core::parse_header_records(zone, written(record));
    CHECK(again && again->size() == 1, "a record can be read again");
    again->front().line = record.line;
    CHECK(again->front() == record, "a record reads the same again");
  }
  return 0;
}
