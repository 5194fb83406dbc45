#include "frontends/epp/extensions/maintenance.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array kIdAttributes{AttributeRule{"name", &kToken, false},
                                   AttributeRule{"lang", &kLanguage, false}};
constexpr ElementRule kId{.content = Content::text, .text = &kToken, .attributes = kIdAttributes};
constexpr std::array kInfoChoice{one("list", kAnything), one("id", kId)};
constexpr ElementRule kInfo{.content = Content::choice, .particles = kInfoChoice};
constexpr std::array kCommands{Global{xml::Ns::maintenance, "info", &kInfo}};

std::string_view to_text(MaintenanceImpact impact) {
  switch (impact) {
    case MaintenanceImpact::none: return "none";
    case MaintenanceImpact::partial: return "partial";
    case MaintenanceImpact::full: return "full";
  }
  return "";
}

std::string_view to_text(MaintenancePoll poll) {
  switch (poll) {
    case MaintenancePoll::create: return "create";
    case MaintenancePoll::update: return "update";
    case MaintenancePoll::remove: return "delete";
    case MaintenancePoll::courtesy: return "courtesy";
    case MaintenancePoll::end: return "end";
  }
  return "";
}

void write_id(Writer& writer, const Maintenance& item) {
  writer.element("id", {{"name", item.name}}, item.id);
}

void write_dates(Writer& writer, const Maintenance& item) {
  writer.element("crDate", stele::to_text(item.created_at));
  if (item.updated_at) writer.element("upDate", stele::to_text(*item.updated_at));
}

void write_environment(Writer& writer, std::string_view environment) {
  const bool known = environment == "production" || environment == "ote" ||
                     environment == "staging" || environment == "dev";
  writer.empty("environment", {{"type", known ? environment : "custom"},
                               {"name", known ? std::string_view{} : environment}});
}

}  // namespace

Mapping maintenance_mapping() { return {.ns = xml::Ns::maintenance, .commands = kCommands}; }

std::string read_maintenance_id(const Source& source, xml::Index at) {
  return source.text(at, "id");
}

Part write_maintenance(const Maintenance& item) {
  Writer writer(xml::Ns::maintenance, "infData");
  writer.begin("item");
  write_id(writer, item);
  if (item.poll) writer.element("pollType", to_text(*item.poll));
  writer.begin("systems");
  for (const MaintenanceSystem& system : item.systems) {
    writer.begin("system");
    writer.element("name", system.name);
    writer.optional("host", system.host);
    writer.element("impact", to_text(system.impact));
    writer.end("system");
  }
  writer.end("systems");
  write_environment(writer, item.environment);
  writer.element("start", stele::to_text(item.starts_at));
  writer.element("end", stele::to_text(item.ends_at));
  writer.element("reason", item.emergency ? "emergency" : "planned");
  writer.optional("detail", item.detail);
  writer.optional("description", item.description);
  if (!item.tlds.empty()) {
    writer.begin("tlds");
    for (const std::string& tld : item.tlds) writer.element("tld", tld);
    writer.end("tlds");
  }
  writer.begin("intervention");
  writer.element("connection", item.connection_lost ? "true" : "false");
  writer.element("implementation", item.implementation_changed ? "true" : "false");
  writer.end("intervention");
  write_dates(writer, item);
  writer.end("item");
  return writer.finish();
}

Part write_maintenance_list(const std::vector<Maintenance>& items) {
  Writer writer(xml::Ns::maintenance, "infData");
  writer.begin("list");
  for (const Maintenance& item : items) {
    writer.begin("listItem");
    write_id(writer, item);
    writer.element("start", stele::to_text(item.starts_at));
    writer.element("end", stele::to_text(item.ends_at));
    write_dates(writer, item);
    writer.end("listItem");
  }
  writer.end("list");
  return writer.finish();
}

}  // namespace stele::epp
