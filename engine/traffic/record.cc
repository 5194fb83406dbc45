#include "engine/traffic/record.h"

#include <algorithm>

#include "events/values/ip_address.h"

namespace stele::traffic {

namespace {

constexpr char kVersion = 1;
constexpr std::string_view kCut = " [cut]";

void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  std::size_t end = most - kCut.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // whole characters
  text.resize(end);
  text += kCut;
}

void put_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
    good_ = false;
    return 0;
  }
  std::string text(std::size_t most) {
    const std::uint64_t size = number();
    if (!good_ || size > most || size > rest_.size()) {
      good_ = false;
      return {};
    }
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  bool ended_well() const { return good_ && rest_.empty(); }
  bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string_view to_text(Class log) {
  switch (log) {
    case Class::epp: return "epp";
    case Class::whois: return "whois";
    case Class::rdap: return "rdap";
    case Class::login: return "login";
    case Class::api: return "api";
  }
  return "";
}

std::optional<Class> parse_class(std::string_view text) {
  for (const Class log : kClasses)
    if (to_text(log) == text) return log;
  return std::nullopt;
}

std::string normal_object(std::string_view name) {
  std::string out(name.substr(0, kMostField));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (out.size() > 1 && out.ends_with('.')) out.pop_back();
  return out;
}

std::string normal_address(std::string_view address) {
  const auto ip = parse_ip_address(address);
  return ip ? stele::to_text(*ip) : std::string(address.substr(0, kMostField));
}

void normalise(Record& record) {
  record.at.ms = std::max<std::int64_t>(record.at.ms, 0);
  for (std::string* field : {&record.kind, &record.registrar, &record.client_trid,
                             &record.server_trid, &record.outcome})
    if (field->size() > kMostField) field->resize(kMostField);
  record.address = normal_address(record.address);
  if (record.objects.size() > kMostObjects) record.objects.resize(kMostObjects);
  for (std::string& object : record.objects) object = normal_object(object);
  std::erase(record.objects, std::string());
  cut(record.request, kMostText);
  cut(record.response, kMostText);
}

std::size_t size_of(const Record& record) {
  std::size_t size = sizeof(Record) + record.request.capacity() + record.response.capacity();
  for (const std::string& object : record.objects) size += sizeof(std::string) + object.capacity();
  return size;
}

std::string encode(const Record& record) {
  std::string out;
  out.reserve(128 + record.request.size() + record.response.size());
  out.push_back(kVersion);
  put_text(out, record.kind);
  put_text(out, record.registrar);
  put_text(out, record.address);
  put_number(out, record.port);
  put_text(out, record.client_trid);
  put_text(out, record.server_trid);
  put_number(out, record.objects.size());
  for (const std::string& object : record.objects) put_text(out, object);
  put_text(out, record.outcome);
  put_number(out, record.microseconds);
  put_text(out, record.request);
  put_text(out, record.response);
  return out;
}

Result<Record> decode(Class log, Instant at, std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kVersion)
    return fail(Fault::corrupt, "a row of the traffic log has no version that is known here");
  Reader reader(bytes.substr(1));
  Record record{.log = log, .at = at};
  record.kind = reader.text(kMostField);
  record.registrar = reader.text(kMostField);
  record.address = reader.text(kMostField);
  record.port = static_cast<std::uint16_t>(reader.number());
  record.client_trid = reader.text(kMostField);
  record.server_trid = reader.text(kMostField);
  const std::uint64_t objects = reader.number();
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(objects, kMostObjects) && reader.good(); ++i)
    record.objects.push_back(reader.text(kMostField));
  record.outcome = reader.text(kMostField);
  record.microseconds = static_cast<std::uint32_t>(reader.number());
  record.request = reader.text(kMostText);
  record.response = reader.text(kMostText);
  if (objects > kMostObjects || !reader.ended_well())
    return fail(Fault::corrupt, "a row of the traffic log is cut or longer than it says");
  return record;
}

}  // namespace stele::traffic
