// Responder: one question in, what is to be done about it out. It knows the zones, their secondaries
// and their keys, and no network: a hidden primary answers SOA, AXFR and IXFR to those who are listed,
// and nothing else to anybody. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/state.h"
#include "frontends/dns/transfer.h"
#include "frontends/gateway/secondary_sight.h"
#include "projections/zone/published.h"

namespace stele::dns {

struct Peer {
  std::string address;      // without the port
  bool stream = false;      // TCP or TLS
  bool encrypted = false;
};

struct Response {
  std::string message;                      // empty: nothing is sent at once
  std::optional<TransferOrder> transfer;    // streams only, instead of the message
  std::string refusal;                      // why it was turned down, for the log; empty: it was not
};

class Responder {
 public:
  struct Ports {
    const zone::Zones& zones;
    std::function<std::shared_ptr<const core::State>()> state;
    std::function<Instant()> now;
    gateway::SecondarySight& sight;
  };
  explicit Responder(Ports ports) : ports_(std::move(ports)) {}

  Response respond(std::string_view message, const Peer& peer) const;
  // The answer instead of a transfer that cannot be begun now: SERVFAIL, which is asked again.
  Response postpone(TransferOrder order, const Peer& peer, std::string_view why) const;

  // The key of a zone by its name in wire form. A fault: it is there and cannot be read now.
  static Result<std::optional<SigningKey>> find_key(const core::State& state, const core::Zone& zone,
                                                    std::string_view name);

 private:
  struct Exchange;  // one question and what is known of it

  std::optional<Response> check_form(Exchange& exchange) const;
  std::optional<Response> check_signature(Exchange& exchange) const;
  std::optional<Response> check_access(Exchange& exchange) const;
  Response answer(Exchange& exchange) const;
  Response answer_soa(Exchange& exchange) const;
  Response answer_ixfr(Exchange& exchange) const;
  Response small_ixfr(Exchange& exchange, const std::vector<zone::Delta>& deltas) const;
  TransferOrder order(Exchange& exchange) const;
  void note_refusal(const DomainName& zone, const std::string& secondary, const Peer& peer,
                    std::string_view refusal) const;
  Response refuse(const Exchange& exchange, Rcode rcode, std::string why) const;
  std::string finish(Exchange& exchange, MessageWriter& writer, Rcode rcode) const;

  Ports ports_;
};

}  // namespace stele::dns
