#include "projections/registry/hot_objects.h"

#include "projections/registry/rows.h"

namespace stele::registry {

void HotObjects::set(core::Settings object) { settings = std::make_shared<core::Settings>(std::move(object)); }

void HotObjects::set(core::Repository object) {
  const RepositoryId id = object.id;
  repositories[id] = std::make_shared<core::Repository>(std::move(object));
}

void HotObjects::set(core::Administrator object) {
  std::string name = object.name;
  administrators[std::move(name)] = std::make_shared<core::Administrator>(std::move(object));
}

void HotObjects::set(core::Registrar object) {
  const auto shared = std::make_shared<const core::Registrar>(std::move(object));
  registrars[shared->number] = shared;
  registrars_by_id[shared->id] = shared;
}

void HotObjects::set(core::Zone object) {
  const auto shared = std::make_shared<const core::Zone>(std::move(object));
  zones[shared->number] = shared;
  zones_by_name[shared->name.text()] = shared;
}

namespace {

template <class T>
void load(const Snapshot& rows, char tag, HotObjects& into) {
  rows.scan(key(tag), {}, [&](std::string_view, std::string_view value) {
    into.set(from_row<T>(value));
    return true;
  });
}

}  // namespace

std::shared_ptr<const HotObjects> load_hot_objects(const Snapshot& rows) {
  auto hot = std::make_shared<HotObjects>();
  std::string value;
  if (rows.get(key('s'), value)) hot->set(from_row<core::Settings>(value));
  load<core::Repository>(rows, 'R', *hot);
  load<core::Administrator>(rows, 'A', *hot);
  load<core::Registrar>(rows, 'r', *hot);
  load<core::Zone>(rows, 'z', *hot);
  rows.scan(key('K'), {}, [&](std::string_view, std::string_view) {
    hot->organisation_links = true;
    return false;
  });
  return hot;
}

}  // namespace stele::registry
