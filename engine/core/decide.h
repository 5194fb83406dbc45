// decide: the pure heart. From the state, the time and a command to events or refusals; it changes
// nothing and asks nobody else. Each overload stands in a file of its own
// (domain/create_domain.cc …), written as a script of named checks; the comment on it lists every
// refusal in order of precedence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/random.h"
#include "engine/core/command.h"
#include "engine/core/rejection.h"
#include "engine/core/state.h"
#include "events/values/notice.h"

namespace stele::core {

struct Context {
  const State& state;
  Instant now;             // transaction time
  const Caller& caller;
  Random& random;          // salts only
  std::string_view server_trid{};  // of the request, for what registrars are told of it
  std::string_view reason{};
  std::string_view client_trid{};  // of the request, for what ends later
};

// What a command has done to its caller's account, and what is left there (RFC 8748 §5.2).
struct Bill {
  struct Line {
    std::string_view what;         // "Registration": the same words in every answer
    Amount amount;                 // tax included; of a credit negative
    std::optional<bool> refundable;  // of fees; nullopt: nothing is said of it
    std::uint16_t grace_days = 0;  // how long the fee can come back; 0: not by a grace period
    bool delayed = false;          // it will be charged when what was asked for comes about
    bool operator==(const Line&) const = default;
  };
  Currency currency;
  std::vector<Line> lines;
  Amount balance, credit_limit;
  bool operator==(const Bill&) const = default;
};

// What the caller is told of an accepted command.
struct Answer {
  // The number is that of an application, in this phase.
  struct Application {
    LaunchKind kind = LaunchKind::open;
    std::string name;
    bool operator==(const Application&) const = default;
  };
  ObjectNumber number{};
  std::string id;                      // name or identifier as stored
  std::optional<Instant> created_at;
  std::optional<Instant> expires_at;
  bool pending = false;                // more is to come before it is done (EPP 1001)
  std::optional<TransferNotice> transfer;
  std::optional<std::uint64_t> messages_waiting;
  std::optional<Application> application;
  bool awaits_report = false;          // of a restore (RFC 3915 §4.2.5)
  std::vector<DomainName> variants;    // of a domain: those that are active then
  bool too_many_variants = false;      // all were asked for, and there are more than were activated
  std::optional<Bill> bill;            // of a registrar's command on a domain
  bool operator==(const Answer&) const = default;
};

struct Decision {
  std::vector<events::Event> events;   // never empty; personal data still clear
  Answer answer;
};

// With what registrars are told of it (poll/notices.h); the overloads below are without.
Decided<Decision> decide(const Context& context, const Command& command);

Decided<Decision> decide(const Context& context, const ChangeSettings& command);
Decided<Decision> decide(const Context& context, const CreateRepository& command);
Decided<Decision> decide(const Context& context, const CreateAdministrator& command);
Decided<Decision> decide(const Context& context, const CreateRegistrar& command);
Decided<Decision> decide(const Context& context, const UpdateRegistrar& command);
Decided<Decision> decide(const Context& context, const ChangeRegistrarPassword& command);
Decided<Decision> decide(const Context& context, const CreateZone& command);
Decided<Decision> decide(const Context& context, const UpdateZone& command);
Decided<Decision> decide(const Context& context, const ScheduleZoneUpdate& command);
Decided<Decision> decide(const Context& context, const ListNames& command);
Decided<Decision> decide(const Context& context, const UnlistNames& command);
Decided<Decision> decide(const Context& context, const CreditAccount& command);
Decided<Decision> decide(const Context& context, const EraseContact& command);
Decided<Decision> decide(const Context& context, const AcceptClock& command);
Decided<Decision> decide(const Context& context, const PurgeAccessLog& command);
Decided<Decision> decide(const Context& context, const CreateContact& command);
Decided<Decision> decide(const Context& context, const UpdateContact& command);
Decided<Decision> decide(const Context& context, const DeleteContact& command);
Decided<Decision> decide(const Context& context, const CreateHost& command);
Decided<Decision> decide(const Context& context, const UpdateHost& command);
Decided<Decision> decide(const Context& context, const DeleteHost& command);
Decided<Decision> decide(const Context& context, const CreateDomain& command);
Decided<Decision> decide(const Context& context, const UpdateDomain& command);
Decided<Decision> decide(const Context& context, const RenewDomain& command);
Decided<Decision> decide(const Context& context, const DeleteDomain& command);
Decided<Decision> decide(const Context& context, const TransferDomain& command);
Decided<Decision> decide(const Context& context, const TransferContact& command);
Decided<Decision> decide(const Context& context, const AcknowledgeMessage& command);
Decided<Decision> decide(const Context& context, const SendMessage& command);
Decided<Decision> decide(const Context& context, const SetMarkAuthority& command);
Decided<Decision> decide(const Context& context, const LoadMarkRevocations& command);
Decided<Decision> decide(const Context& context, const LoadCertificateRevocations& command);
Decided<Decision> decide(const Context& context, const LoadClaims& command);
Decided<Decision> decide(const Context& context, const AllocateApplication& command);
Decided<Decision> decide(const Context& context, const RejectApplication& command);
Decided<Decision> decide(const Context& context, const RestoreDomain& command);
Decided<Decision> decide(const Context& context, const CreateOrganisation& command);
Decided<Decision> decide(const Context& context, const UpdateOrganisation& command);
Decided<Decision> decide(const Context& context, const DeleteOrganisation& command);
Decided<Decision> decide(const Context& context, const EraseOrganisation& command);
Decided<Decision> decide(const Context& context, const CreateMaintenance& command);
Decided<Decision> decide(const Context& context, const UpdateMaintenance& command);
Decided<Decision> decide(const Context& context, const CancelMaintenance& command);
Decided<Decision> decide(const Context& context, const LoadIdnTable& command);
Decided<Decision> decide(const Context& context, const ChangeZoneTables& command);
Decided<Decision> decide(const Context& context, const SetTsigKey& command);
Decided<Decision> decide(const Context& context, const RemoveTsigKey& command);
Decided<Decision> decide(const Context& context, const ChangeSecondaries& command);
Decided<Decision> decide(const Context& context, const IssueAccessToken& command);
Decided<Decision> decide(const Context& context, const RevokeAccessToken& command);
Decided<Decision> decide(const Context& context, const ReportCds& command);

}  // namespace stele::core
