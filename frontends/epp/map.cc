// Dispatch by object, and refusals of the core as problems of a frame.
#include "frontends/epp/map.h"

#include "engine/base/check.h"
#include "engine/core/launch/applications.h"
#include "frontends/epp/extensions/launch.h"
#include "frontends/epp/extensions/org.h"
#include "frontends/epp/extensions/rgp.h"
#include "frontends/epp/map_fee.h"
#include "frontends/epp/map_idn.h"
#include "frontends/epp/map_maintenance.h"
#include "frontends/epp/map_org.h"
#include "frontends/epp/map_parts.h"
#include "frontends/epp/response/notices.h"
#include "frontends/epp/tolerance.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::epp {
namespace {

using core::Field;
using core::Reason;

// What is known by an identifier; domains and hosts have names.
bool has_id(xml::Ns object) {
  return object == xml::Ns::contact || object == xml::Ns::org || object == xml::Ns::maintenance;
}

// The element a field of the core is called by in this mapping; "" where it has none.
std::string_view element_of(xml::Ns object, Field field) {
  const bool domain = object == xml::Ns::domain;
  const bool org = object == xml::Ns::org;
  switch (field) {
    case Field::name: return has_id(object) ? "" : "name";
    case Field::id: return has_id(object) ? "id" : "";
    case Field::period: return domain ? "period" : "";
    case Field::registrant: return domain ? "registrant" : "";
    case Field::contact: return domain || org ? "contact" : "";
    case Field::host: return domain ? "hostObj" : "";
    case Field::host_attribute: return domain ? "hostName" : "";
    case Field::address: return domain ? "hostAddr" : "addr";
    case Field::status: return "status";
    case Field::auth_info: return object == xml::Ns::host ? "" : "authInfo";
    case Field::expiry_date: return domain ? "curExpDate" : "";
    case Field::postal_info: return "postalInfo";
    case Field::person: return "name";
    case Field::organisation: return "org";
    case Field::street: return "street";
    case Field::city: return "city";
    case Field::state_or_province: return "sp";
    case Field::postal_code: return "pc";
    case Field::country: return "cc";
    case Field::voice: return "voice";
    case Field::fax: return "fax";
    case Field::email: return "email";
    case Field::url: return org ? "url" : "";
    case Field::role: return org ? "type" : "";
    case Field::parent: return org ? "parentId" : "";
    case Field::none:
    case Field::zone:
    case Field::registrar:
    case Field::amount:
    case Field::policy:
    case Field::header:
    case Field::sponsor:
    case Field::creator:
    case Field::created_at:
    case Field::subject:
    case Field::clock:
    case Field::password:
    case Field::fingerprint:
    case Field::currency:
    case Field::text:
    case Field::setting:
    case Field::repository:
    case Field::fee:
    case Field::tier:
    case Field::token:
    case Field::phase:
    case Field::mark:
    case Field::notice:
    case Field::application:
    case Field::list:
    case Field::ds:
    case Field::key:
    case Field::ttl:
    case Field::start:
    case Field::end:
    case Field::system:
    case Field::environment:
    case Field::idn_table:
    case Field::unicode_name:
    case Field::variant:
    case Field::secondary: return "";
    case Field::maintenance: return object == xml::Ns::maintenance ? "id" : "";
  }
  return "";
}

std::string status_fragment(xml::Ns object, const std::string& value) {
  if (object == xml::Ns::org) return xml::fragment(object, "status", value);
  std::string out = xml::fragment(object, "status", "");
  std::string attribute = " s=\"";
  xml::append_escaped(attribute, value);
  out.insert(out.size() - 2, attribute + '"');
  return out;
}

}  // namespace

bool is_change(const xml::Tree& tree, const Frame& frame) {
  switch (frame.verb) {
    case Verb::create:
    case Verb::update:
    case Verb::remove:
    case Verb::renew: return true;
    case Verb::transfer: return tree.attribute(frame.command, "op") != "query";
    case Verb::poll: return tree.attribute(frame.command, "op") == "ack";
    case Verb::none:
    case Verb::hello:
    case Verb::login:
    case Verb::logout:
    case Verb::check:
    case Verb::info: return false;
  }
  return false;
}

namespace {

Mapped map_object(const Asked& asked) {
  if (asked.frame.verb == Verb::poll) return map_poll(asked);
  if (asked.frame.object == xml::Ns::domain) return map_domain(asked);
  if (asked.frame.object == xml::Ns::host) return map_host(asked);
  if (asked.frame.object == xml::Ns::contact) return map_contact(asked);
  if (asked.frame.object == xml::Ns::balance) return map_balance(asked);
  if (asked.frame.object == xml::Ns::org) return map_org(asked);
  if (asked.frame.object == xml::Ns::maintenance) return map_maintenance(asked);
  // An object mapping of an extension that nothing serves yet.
  return std::vector<Problem>{{2101, xml::fragment(asked.tree, asked.frame.payload),
                               "objects of this kind are not served"}};
}

}  // namespace

Mapped map(const Asked& asked) { return forgive(asked, map_object(asked)); }

Reply reply_to(xml::Ns object, Verb verb, const core::Answer& answer) {
  Reply reply(answer.pending ? 1001 : 1000);
  if (answer.transfer) reply.data = write_transfer(*answer.transfer);
  if (answer.messages_waiting) reply.queue = Queue{*answer.messages_waiting, answer.id, {}, {}};
  if (answer.awaits_report)
    reply.extensions.push_back(write_rgp(RgpAnswer::update, {{RgpStatus::pending_restore, {}}}));
  if (answer.bill) reply.extensions.push_back(write_bill(verb, *answer.bill));
  if (object == xml::Ns::domain) add_variants(reply, verb, answer);
  if (verb != Verb::create && verb != Verb::renew) return reply;
  const bool create = verb == Verb::create;
  if (object == xml::Ns::org) {
    reply.data = write_org_created(answer.id, answer.created_at.value_or(Instant{}));
    return reply;
  }
  ObjectWriter writer(object, create ? "creData" : "renData");
  writer.element(has_id(object) ? "id" : "name", answer.id);
  if (create && answer.created_at) writer.element("crDate", to_text(*answer.created_at));
  if (answer.expires_at) writer.element("exDate", to_text(*answer.expires_at));
  reply.data = writer.finish();
  if (answer.application) {
    const auto& [kind, phase] = *answer.application;
    reply.extensions.push_back(write_launch_created(
        {{static_cast<LaunchPhaseKind>(kind), phase}, core::application_id(answer.number)}));
  }
  return reply;
}

Problem problem_of(xml::Ns object, const std::string& key, const core::Rejection& rejection) {
  Problem problem;
  problem.code = core::epp_code(rejection.reason);
  problem.reason = std::string(core::name_of(rejection.reason)) + ": " +
                   std::string(core::text_of(rejection.reason));
  if (object == xml::Ns::none) {
    if (!rejection.value.empty()) problem.reason += " (" + rejection.value + ')';
    return problem;
  }
  std::string_view element = element_of(object, rejection.field);
  std::string_view value = rejection.value;
  if (element == "authInfo") value = {};
  if (element == "status") {
    problem.value = status_fragment(object, rejection.value);
    return problem;
  }
  if (element.empty()) {
    // About no element of this frame: the object stands for it, the value goes to the text.
    if (!value.empty()) problem.reason += " (" + rejection.value + ')';
    element = has_id(object) ? "id" : "name";
    value = key;
  }
  problem.value = xml::fragment(object, element, value);
  return problem;
}

std::vector<Problem> problems_of(xml::Ns object, const std::string& key,
                                 const core::Rejections& rejections) {
  std::vector<Problem> problems;
  problems.reserve(rejections.size());
  for (const core::Rejection& rejection : rejections) {
    if (problems.size() >= grammar::kMaxProblems) break;
    problems.push_back(problem_of(object, key, rejection));
  }
  return problems;
}

std::string_view short_text_of(Reason reason) {
  struct Entry {
    Reason reason;
    std::string_view text;
  };
  static constexpr Entry kTexts[] = {
      {Reason::object_exists, "In use"},
      {Reason::variant_exists, "A variant of it is in use"},
      {Reason::label_not_allowed, "Not in the zone's IDN tables"},
      {Reason::bad_name, "Not a valid name"},
      {Reason::bad_contact_id, "Not a valid identifier"},
      {Reason::bad_organisation_id, "Not a valid identifier"},
      {Reason::zone_not_served, "Not in a zone of this registry"},
      {Reason::zone_itself, "Is a zone of this registry"},
      {Reason::too_many_labels, "Not directly below a zone"},
      {Reason::no_zone_access, "No access to this zone"},
      {Reason::registrar_disabled, "The registrar is disabled"},
      {Reason::name_reserved, "Reserved"},
      {Reason::name_blocked, "Blocked"},
      {Reason::bad_allocation_token, "Allocation Token mismatch"},
      {Reason::fee_required, "Premium name, fee required"},
      {Reason::wrong_phase, "Not in this launch phase"},
  };
  for (const Entry& entry : kTexts)
    if (entry.reason == reason) return entry.text;
  return core::name_of(reason);  // words of at most 32 characters
}

}  // namespace stele::epp
