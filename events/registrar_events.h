// Events about registrars and their accounts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"
#include "events/values/contact_data.h"
#include "events/values/lifecycle.h"
#include "events/values/personal.h"
#include "events/values/registrar_access.h"
#include "events/values/registrar_directory.h"
#include "events/values/zone_policy.h"

namespace stele::events {

struct RegistrarCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;                          // clID, 3 to 16 characters
  std::string name;                        // organisation, public
  std::string url;
  Personal<ContactData> contact;
  std::string password_hash;               // PHC string; empty: no EPP login
  std::vector<std::string> fingerprints;   // SHA-256 of client certificates, lower-case hex
  std::vector<ObjectNumber> zones;         // may register here
  Currency currency;
  Amount credit_limit;                     // how far below zero the balance may go
  bool enabled = true;
  Instant created_at;
  RegistrarAccess access;
  std::string price_group;                 // of zones' price lists
  bool tax_exempt = false;
  std::vector<Amount> low_balances;        // sorted; it is told when its balance falls below one
  bool variants = true;                    // it may activate variants of its names
  RegistrarDirectory directory;
  bool operator==(const RegistrarCreated&) const = default;
};

struct RegistrarUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::optional<std::string> name;
  std::optional<std::string> url;
  std::optional<Personal<ContactData>> contact;
  std::vector<std::string> fingerprints_added, fingerprints_removed;
  std::vector<ObjectNumber> zones_added, zones_removed;
  std::optional<Amount> credit_limit;
  std::optional<bool> enabled;
  Instant updated_at;
  std::optional<RegistrarAccess> access;
  std::optional<std::string> price_group;
  std::optional<bool> tax_exempt;
  std::vector<Amount> low_balances_added, low_balances_removed;
  std::optional<bool> variants;
  std::optional<RegistrarDirectory> directory;  // as it is then
  bool operator==(const RegistrarUpdated&) const = default;
};

struct RegistrarPasswordChanged {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string password_hash;
  Instant changed_at;
  bool by_registry = false;                // sessions that are open end
  bool operator==(const RegistrarPasswordChanged&) const = default;
};

// Money moves between a registrar's account and the registry's: cash for what is paid in, income and
// tax for what is charged. What one side gains the other loses, so that all accounts of a currency
// sum to zero.
struct AccountCredited {
  RepositoryId repository{};
  ObjectNumber registrar{};
  Money money;          // negative: paid out or corrected
  Amount balance;       // after it
  std::string text;     // what the registrar reads on the statement
  bool operator==(const AccountCredited&) const = default;
};

struct AccountDebited {
  RepositoryId repository{};
  ObjectNumber registrar{};
  Money money;
  Amount balance;       // after it
  PricedOperation operation = PricedOperation::create;
  ObjectNumber object{};
  std::string object_name;
  std::uint8_t years = 0;
  Amount tax;           // within `money`
  std::string tier;     // price tier; "" none
  bool operator==(const AccountDebited&) const = default;
};

// An operation was taken back in its grace period.
struct AccountRefunded {
  RepositoryId repository{};
  ObjectNumber registrar{};
  Money money;
  Amount balance;       // after it
  Amount tax;           // within `money`
  GraceKind cause = GraceKind::add;
  ObjectNumber object{};
  std::string object_name;
  bool operator==(const AccountRefunded&) const = default;
};

}  // namespace stele::events
