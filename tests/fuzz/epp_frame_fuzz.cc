// Whatever a client sends: parsing, validating, mapping and answering neither crash nor write
// anything that is not XML itself. The registry behind it is empty.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "frontends/epp/extensions/mappings.h"
#include "frontends/epp/login.h"
#include "frontends/epp/map.h"
#include "frontends/epp/xml/parser.h"
#include "projections/registry/registry_state.h"

using namespace stele;

// Every answer must be a document our own parser takes, header apart.
static void require_xml(const std::string& response) {
  static epp::xml::Parser parser{{.frame_bytes = 1 << 22, .elements = 1 << 16}};
  const auto parsed = parser.parse(std::string_view(response).substr(4));
  CHECK(parsed, parsed ? "" : parsed.error().what + ": " + response);
}

// Everything is offered.
static const epp::grammar::Service& service() {
  static const epp::grammar::Service kService{
      epp::grammar::offered_by({.extensions = stele::ExtensionSet::all()}), epp::mappings()};
  return kService;
}

static void handle(const epp::xml::Tree& tree, const epp::Frame& frame) {
  static registry::RegistryState registry(registry::memory_store(), nullptr);
  static const core::Caller caller{{events::ActorKind::registrar, ObjectNumber{1}, "reg-a"}, {}};
  const epp::Trids trids{frame.client_trid, "ST-1"};
  if (!frame.problems.empty()) return require_xml(epp::respond(frame.problems, trids));
  if (frame.verb == epp::Verb::login) {
    const auto login = epp::read_login(tree, frame, service().offered);
    if (!login.problems.empty()) require_xml(epp::respond(login.problems, trids));
    return;
  }
  const bool mapped_verb = epp::is_change(frame.verb) || frame.verb == epp::Verb::check ||
                           frame.verb == epp::Verb::info;
  if (!mapped_verb) return;
  const auto state = registry.published();
  const epp::Mapped mapped = epp::map({tree, frame, *state, caller});
  if (const auto* reply = std::get_if<epp::Reply>(&mapped))
    require_xml(epp::respond(*reply, trids, {service().offered, epp::Language::en}));
  if (const auto* problems = std::get_if<std::vector<epp::Problem>>(&mapped))
    require_xml(epp::respond(*problems, trids));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static epp::xml::Parser parser;
  const auto tree = parser.parse({reinterpret_cast<const char*>(data), size});
  if (!tree) {
    require_xml(epp::respond({{2001, "", tree.error().what}}, {"", "ST-1"}));
    return 0;
  }
  const epp::Frame frame = epp::grammar::validate(**tree, service());
  handle(**tree, frame);
  return 0;
}
