// Events about IDN tables and what zones make of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/table_use.h"

namespace stele::events {

// A version of a table, whole. It means nothing to a zone before the zone takes it.
struct IdnTableLoaded {
  RepositoryId repository{};
  ObjectNumber number{};         // the table's, the same for all its versions
  std::string id;                // what idn-1.0 and people call it
  std::uint32_t version = 0;     // from 1
  std::string text;              // as it was given (engine/idn/lgr/table.h)
  std::string unicode_version;   // that it was read with
  Instant loaded_at;
  bool operator==(const IdnTableLoaded&) const = default;
};

// The tables of a zone from now on, and every key that is another under them.
struct ZoneTablesChanged {
  RepositoryId repository{};
  ObjectNumber number{};               // the zone's
  std::vector<TableUse> tables;        // in the order they are asked; none: names are their own keys
  std::string unicode_version;         // that labels were read with
  std::vector<Relabelled> domains;     // by number
  std::vector<Relabelled> applications;
  std::vector<Relisted> names;         // of the zone's lists, by label
  Instant changed_at;
  bool operator==(const ZoneTablesChanged&) const = default;
};

}  // namespace stele::events
