// Announced interruptions of service: RFC 9167. Registrars ask; staff announce.
#include "engine/base/check.h"
#include "frontends/epp/extensions/maintenance.h"
#include "frontends/epp/map_maintenance.h"
#include "frontends/epp/map_parts.h"

namespace stele::epp {
namespace {

MaintenanceNotice told(const core::Maintenance& item) {
  return {.id = maintenance_id(item.number),
          .plan = item.plan,
          .created_at = item.created_at,
          .updated_at = item.updated_at};
}

}  // namespace

Mapped map_maintenance(const Asked& asked) {
  CHECK(asked.frame.verb == Verb::info, "not a verb of the maintenance mapping");
  Reader reader(asked);
  const std::string id = read_maintenance_id(reader.source(), reader.payload());
  const bool list = reader.find(reader.payload(), "id") == xml::kNoElement;
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  if (list) {
    std::vector<MaintenanceNotice> notices;
    for (const core::Maintenance& item : core::list_maintenance(asked.state, asked.caller))
      notices.push_back(told(item));
    return Reply(write_maintenance_list(notices));
  }
  const auto found = core::info_maintenance(asked.state, asked.caller, id);
  if (!found) return problems_of(xml::Ns::maintenance, id, found.error());
  return Reply(write_maintenance(told(*found), MaintenanceAnswer::info));
}

}  // namespace stele::epp
