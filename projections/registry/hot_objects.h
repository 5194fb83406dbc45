// HotObjects: the few objects every command looks at (settings, repositories, registrars, zones),
// decoded once and shared. Immutable; a batch that changes one makes a copy.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/core/objects.h"
#include "projections/registry/store.h"
#include "projections/registry/table_sets.h"

namespace stele::registry {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class T>
using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

struct HotObjects {
  std::shared_ptr<const core::Settings> settings = std::make_shared<core::Settings>();
  std::unordered_map<RepositoryId, std::shared_ptr<const core::Repository>> repositories;
  ByText<std::shared_ptr<const core::Administrator>> administrators;
  std::unordered_map<ObjectNumber, std::shared_ptr<const core::Registrar>> registrars;
  ByText<std::shared_ptr<const core::Registrar>> registrars_by_id;
  std::unordered_map<ObjectNumber, std::shared_ptr<const core::Zone>> zones;
  ByText<std::shared_ptr<const core::Zone>> zones_by_name;

  // Whether any object is or was linked to an organisation: if none, no object's links are looked for.
  bool organisation_links = false;

  // What the zones' IDN tables mean; filled when asked, shared with copies.
  std::shared_ptr<TableSets> table_sets = std::make_shared<TableSets>();

  void set(core::Settings object);
  void set(core::Repository object);
  void set(core::Administrator object);
  void set(core::Registrar object);
  void set(core::Zone object);
};

std::shared_ptr<const HotObjects> load_hot_objects(const Snapshot& rows);

}  // namespace stele::registry
