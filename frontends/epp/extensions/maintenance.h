// Announced interruptions of service: maintenance-1.0 (RFC 9167). An object mapping: asked for with
// <info>, told as poll messages.
#pragma once

#include <string>
#include <vector>

#include "events/values/maintenance.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping maintenance_mapping();

// Empty: all of them (§4.1.1, <maint:list/>).
std::string read_maintenance_id(const Source& source, xml::Index at);

// §3.3. The pollType stands in poll messages alone.
enum class MaintenanceAnswer { info, poll };
Part write_maintenance(const MaintenanceNotice& notice, MaintenanceAnswer answer);
Part write_maintenance_list(const std::vector<MaintenanceNotice>& notices);

}  // namespace stele::epp
