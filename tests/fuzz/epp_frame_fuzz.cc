// Whatever a client sends: parsing, validating, mapping and answering neither crash nor write
// anything that is not XML itself. The registry behind it is empty.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "frontends/epp/extensions/b_dn.h"
#include "frontends/epp/extensions/fee.h"
#include "frontends/epp/extensions/idn.h"
#include "frontends/epp/extensions/launch.h"
#include "frontends/epp/extensions/mappings.h"
#include "frontends/epp/extensions/org.h"
#include "frontends/epp/extensions/org_ext.h"
#include "frontends/epp/extensions/rgp.h"
#include "frontends/epp/extensions/sec_dns.h"
#include "frontends/epp/extensions/ttl.h"
#include "frontends/epp/extensions/variants.h"
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

// Every reader, on the elements the grammar let through for it.
static void read_extensions(const epp::xml::Tree& tree, const epp::Frame& frame) {
  using epp::xml::Ns;
  std::vector<epp::Problem> problems;
  epp::Source source(tree, problems);
  for (const epp::xml::Index at : frame.extensions) {
    const Ns ns = tree[at].ns;
    const std::string_view name = tree[at].name;
    if (ns == Ns::rgp) (void)epp::read_restore(source, at);
    if (ns == Ns::sec_dns && name == "create") (void)epp::read_sec_dns_create(source, at);
    if (ns == Ns::sec_dns && name == "update") (void)epp::read_sec_dns_update(source, at);
    if (ns == Ns::fee && name == "check") (void)epp::read_fee_check(source, at);
    if (ns == Ns::fee && name != "check") (void)epp::total(epp::read_fee_offer(source, at));
    if (ns == Ns::launch && name == "check") (void)epp::read_launch_check(source, at);
    if (ns == Ns::launch && name == "info") (void)epp::read_launch_info(source, at);
    if (ns == Ns::launch && name == "create") {
      // What is kept of a signed mark can be read again without the frame around it.
      static epp::xml::Parser alone{{.frame_bytes = 1 << 22}};
      const epp::LaunchCreate create = epp::read_launch_create(source, at);
      for (const std::string& mark : create.signed_marks)
        CHECK(alone.parse(mark), "a mark by itself is XML");
    }
    if (ns == Ns::org_ext && name == "create") (void)epp::read_org_links(source, at);
    if (ns == Ns::org_ext && name == "update") (void)epp::read_org_link_change(source, at);
    if (ns == Ns::ttl && name == "info") (void)epp::wants_ttl_policy(source, at);
    if (ns == Ns::ttl && name != "info") (void)epp::read_ttls(source, at);
    if (ns == Ns::idn) (void)epp::read_idn(source, at);
    if (ns == Ns::b_dn) (void)epp::read_registered_name(source, at);
    if (ns == Ns::variants && name == "create") (void)epp::read_variant_choice(source, at);
    if (ns == Ns::variants && name == "update") (void)epp::read_variant_change(source, at);
  }
  if (frame.object == Ns::org && frame.verb == epp::Verb::create)
    (void)epp::read_org_create(source, frame.payload);
  if (frame.object == Ns::org && frame.verb == epp::Verb::update)
    (void)epp::read_org_update(source, frame.payload);
  if (!problems.empty()) require_xml(epp::respond(problems, {"", "ST-1"}));
}

static void handle(const epp::xml::Tree& tree, const epp::Frame& frame) {
  static registry::RegistryState registry(registry::memory_store(), nullptr);
  static const core::Caller caller{{events::ActorKind::registrar, ObjectNumber{1}, "reg-a"}, {}};
  const epp::Trids trids{frame.client_trid, "ST-1"};
  if (!frame.problems.empty()) return require_xml(epp::respond(frame.problems, trids));
  if (frame.verb == epp::Verb::login) {
    const auto login = epp::read_login(tree, frame, service());
    if (!login.problems.empty()) require_xml(epp::respond(login.problems, trids));
    return;
  }
  read_extensions(tree, frame);
  const bool mapped_verb = epp::is_change(tree, frame) || frame.verb == epp::Verb::check ||
                           frame.verb == epp::Verb::info || frame.verb == epp::Verb::transfer ||
                           frame.verb == epp::Verb::poll;
  if (!mapped_verb) return;
  const auto state = registry.published();
  const epp::Mapped mapped = epp::map({tree, frame, *state, caller});
  if (const auto* reply = std::get_if<epp::Reply>(&mapped))
    require_xml(epp::respond(*reply, trids, {service().offered, epp::Language()}));
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
