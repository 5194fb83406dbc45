// Statuses of domains, hosts, contacts and organisations (RFC 5731 §2.3, 5732 §2.3, 5733 §2.2,
// 8543 §3.4) and sets of them.
// `ok`, `linked`, `inactive` and `pending*` are derived or set by the registry alone; only client*
// are the sponsoring client's. A set is a bit mask, in the order of this list, which is append-only.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace stele {

enum class Status : std::uint8_t {
  ok,
  linked,
  inactive,
  client_delete_prohibited,
  client_hold,
  client_renew_prohibited,
  client_transfer_prohibited,
  client_update_prohibited,
  server_delete_prohibited,
  server_hold,
  server_renew_prohibited,
  server_transfer_prohibited,
  server_update_prohibited,
  pending_create,
  pending_delete,
  pending_renew,
  pending_transfer,
  pending_update,
  hold,        // this and the rest: organisations
  terminated,
  client_link_prohibited,
  server_link_prohibited,
};
constexpr int kStatusCount = 22;

std::string_view to_text(Status status);                      // "clientHold": the EPP word
std::optional<Status> parse_status(std::string_view text);
bool settable_by_client(Status status);                       // client*
bool settable_by_server(Status status);                       // server*, hold, terminated

class StatusSet {
 public:
  constexpr StatusSet() = default;
  constexpr explicit StatusSet(std::uint32_t bits) : bits_(bits) {}
  constexpr StatusSet(std::initializer_list<Status> list) {
    for (const Status s : list) insert(s);
  }
  constexpr bool contains(Status s) const { return (bits_ >> static_cast<unsigned>(s)) & 1U; }
  constexpr void insert(Status s) { bits_ |= 1U << static_cast<unsigned>(s); }
  constexpr void erase(Status s) { bits_ &= ~(1U << static_cast<unsigned>(s)); }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }
  std::vector<Status> list() const;
  auto operator<=>(const StatusSet&) const = default;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace stele
