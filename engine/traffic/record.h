// Record: one row of the traffic log, which is not the journal: what was asked, by whom, from where,
// and what came of it. A value; its bytes are bounded and carry a version. `request` and `response`
// are what may be kept: whoever makes a record has masked secrets and personal data, or has given the
// log a Prepare that does (log.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/result.h"

namespace stele::traffic {

// Adding one: docs/howto/add-a-log-class.md. The numbers are in keys on disk.
enum class Class : std::uint8_t { epp = 1, whois = 2, rdap = 3, login = 4, api = 5 };
inline constexpr std::array kClasses = {Class::epp, Class::whois, Class::rdap, Class::login, Class::api};
std::string_view to_text(Class log);                          // "epp"
std::optional<Class> parse_class(std::string_view text);
constexpr std::size_t index_of(Class log) { return static_cast<std::size_t>(log) - 1; }

struct Record {
  Class log = Class::whois;
  Instant at;                        // when it was asked
  std::string kind;                  // "check domain", "query", "availability", "login"
  std::string registrar;             // clID; of a failed login as claimed
  std::string address;               // of the client, without port
  std::uint16_t port = 0;            // of the client; 0: not known
  std::string client_trid;
  std::string server_trid;
  std::vector<std::string> objects;  // names and identifiers it is about
  std::string outcome;               // "1000", "accepted", "404", "limited"
  std::uint32_t microseconds = 0;    // until it was answered
  std::string request;
  std::string response;
  bool operator==(const Record&) const = default;
};

inline constexpr std::size_t kMostText = 256 * 1024;   // of request and of response; the rest is cut
inline constexpr std::size_t kMostField = 255;         // of all else
inline constexpr std::size_t kMostObjects = 64;

// Cuts what is too long, makes addresses and object names one spelling.
void normalise(Record& record);
std::string normal_object(std::string_view name);
std::string normal_address(std::string_view address);

std::size_t size_of(const Record& record);  // of memory, about
std::string encode(const Record& record);   // without log and time, which are the row's key
// Fault::corrupt for what encode() never wrote.
Result<Record> decode(Class log, Instant at, std::string_view bytes);

}  // namespace stele::traffic
