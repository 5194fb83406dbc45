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

void write_id(Writer& writer, const MaintenanceNotice& notice) {
  writer.element("id", {{"name", notice.plan.name}}, notice.id);
}

void write_dates(Writer& writer, const MaintenanceNotice& notice) {
  writer.element("crDate", to_text(notice.created_at));
  if (notice.updated_at.ms != 0) writer.element("upDate", to_text(notice.updated_at));
}

void write_systems(Writer& writer, const std::vector<AffectedSystem>& systems) {
  writer.begin("systems");
  for (const AffectedSystem& system : systems) {
    writer.begin("system");
    writer.element("name", system.name);
    writer.optional("host", system.host);
    writer.element("impact", to_text(system.impact));
    writer.end("system");
  }
  writer.end("systems");
}

// Other words than the RFC's are the name of a custom one.
void write_environment(Writer& writer, std::string_view environment) {
  const bool known = environment == "production" || environment == "ote" ||
                     environment == "staging" || environment == "dev";
  writer.empty("environment", {{"type", known ? environment : "custom"},
                               {"name", known ? std::string_view{} : environment}});
}

void write_descriptions(Writer& writer, const std::vector<MaintenanceText>& descriptions) {
  for (const MaintenanceText& description : descriptions)
    writer.element("description",
                   {{"lang", description.language}, {"type", description.html ? "html" : ""}},
                   description.text);
}

void write_zones(Writer& writer, const std::vector<std::string>& zones) {
  if (zones.empty()) return;
  writer.begin("tlds");
  for (const std::string& zone : zones) writer.element("tld", zone);
  writer.end("tlds");
}

void write_intervention(Writer& writer, const MaintenancePlan& plan) {
  writer.begin("intervention");
  writer.element("connection", plan.connection ? "true" : "false");
  writer.element("implementation", plan.implementation ? "true" : "false");
  writer.end("intervention");
}

}  // namespace

Mapping maintenance_mapping() { return {.ns = xml::Ns::maintenance, .commands = kCommands}; }

std::string read_maintenance_id(const Source& source, xml::Index at) {
  return source.text(at, "id");
}

Part write_maintenance(const MaintenanceNotice& notice, MaintenanceAnswer answer) {
  const MaintenancePlan& plan = notice.plan;
  Writer writer(xml::Ns::maintenance, "infData");
  writer.begin("item");
  write_id(writer, notice);
  for (const std::string& type : plan.types) writer.element("type", type);
  if (answer == MaintenanceAnswer::poll) writer.element("pollType", to_text(notice.occasion));
  write_systems(writer, plan.systems);
  write_environment(writer, plan.environment);
  writer.element("start", to_text(plan.starts_at));
  writer.element("end", to_text(plan.ends_at));
  writer.element("reason", plan.emergency ? "emergency" : "planned");
  writer.optional("detail", plan.detail);
  write_descriptions(writer, plan.descriptions);
  write_zones(writer, plan.zones);
  write_intervention(writer, plan);
  write_dates(writer, notice);
  writer.end("item");
  return writer.finish();
}

Part write_maintenance_list(const std::vector<MaintenanceNotice>& notices) {
  Writer writer(xml::Ns::maintenance, "infData");
  writer.begin("list");
  for (const MaintenanceNotice& notice : notices) {
    writer.begin("listItem");
    write_id(writer, notice);
    writer.element("start", to_text(notice.plan.starts_at));
    writer.element("end", to_text(notice.plan.ends_at));
    write_dates(writer, notice);
    writer.end("listItem");
  }
  writer.end("list");
  return writer.finish();
}

}  // namespace stele::epp
