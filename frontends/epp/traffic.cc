#include "frontends/epp/traffic.h"

#include <algorithm>
#include <initializer_list>
#include <memory>

#include "frontends/epp/xml/fragment.h"
#include "frontends/epp/xml/parser.h"

namespace stele::epp {

namespace {

using xml::Element;
using xml::Index;
using xml::kNoElement;
using xml::Ns;
using xml::Tree;

constexpr std::string_view kMask = "***";

// Responses are larger than what clients may send.
constexpr xml::Limits kLimits{.frame_bytes = 4 << 20, .depth = 40, .elements = 200'000,
                              .attributes = 32, .namespaces = 64, .text_bytes = 1 << 20};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

// Contact and organisation: only what is no person's.
bool is_shown_of_person(std::string_view name) {
  return is_one_of(name, {"id", "roid", "roleID", "parentId", "type", "clID", "crID", "upID", "reID",
                          "acID", "crDate", "upDate", "trDate", "reDate", "acDate", "exDate",
                          "trStatus", "cd", "chkData", "reason"});
}

// Where a client puts a secret into the wrong element, it is not shown either: authInfo, its pw and ext
// are not here, nor a status, which may carry a text of the registrar's own.
bool is_shown_of_name(std::string_view name) {
  return is_one_of(name, {"name", "hostObj", "hostName", "hostAddr", "host", "addr", "registrant",
                          "contact", "period", "curExpDate", "roid", "clID", "crID", "upID", "reID",
                          "acID", "crDate", "upDate", "exDate", "trDate", "reDate", "acDate",
                          "trStatus", "paDate", "reason"});
}

bool is_shown_of_frame(std::string_view name) {
  return is_one_of(name, {"clTRID", "svTRID", "clID", "version", "lang", "objURI", "extURI", "svID",
                          "svDate", "msg", "reason", "qDate"});
}

bool is_shown(const Tree& tree, Index i) {
  const Element& element = tree[i];
  switch (element.ns) {
    case Ns::epp: return is_shown_of_frame(element.name);
    case Ns::contact:
    case Ns::org: return is_shown_of_person(element.name);
    case Ns::domain:
    case Ns::host: return is_shown_of_name(element.name);
    case Ns::rgp: return is_one_of(element.name, {"delTime", "resTime"});
    case Ns::launch: return element.name != "code";
    case Ns::login_sec: return element.name != "pw" && element.name != "newPW";
    case Ns::sec_dns:
    case Ns::fee:
    case Ns::change_poll:
    case Ns::org_ext:
    case Ns::unhandled_namespaces:
    case Ns::secure_auth_info:
    case Ns::maintenance:
    case Ns::ttl:
    case Ns::idn:
    case Ns::balance:
    case Ns::b_dn:
    case Ns::variants: return true;
    case Ns::allocation_token:
    case Ns::none:
    case Ns::unknown:
    case Ns::xsi:
    case Ns::xml:
    case Ns::mark:         // holders and their addresses
    case Ns::signed_mark:
    case Ns::xml_signature: return false;
  }
  return false;
}

// A reason of ours may repeat the value that is wrong, in brackets or quotes.
std::string_view without_value(std::string_view reason) {
  return reason.substr(0, reason.find_first_of("(\""));
}

bool is_plain(std::string_view value) {
  return value.size() <= 40 && std::ranges::all_of(value, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '-' || c == ':' || c == '_';
         });
}

void append_attributes(std::string& out, const Tree& tree, Index i) {
  static constexpr std::string_view kShown[] = {
      "code", "s",    "op",   "type", "avail", "flag",  "lang",   "unit", "count", "id",
      "hosts", "roid", "name", "phase", "command", "currency", "refundable", "grace-period",
      "applied", "standard", "level", "rlang", "for", "min", "max", "default", "subphase"};
  const Element& element = tree[i];
  const bool shown = is_shown(tree, i);
  const bool of_person = element.ns == Ns::contact || element.ns == Ns::org;
  for (const auto* a = tree.attributes_begin(i); a != tree.attributes_end(i); ++a) {
    if (a->ns != Ns::none) continue;
    // Where the text is not shown, an attribute is only if it is a word of the protocol.
    const bool listed = shown ? std::ranges::find(kShown, a->name) != std::end(kShown)
                              : (a->name == "s" && element.name == "status") || (a->name == "type" && of_person) ||
                                    (a->name == "unit" || a->name == "avail" || a->name == "code" ||
                                     a->name == "count");
    const bool known = element.ns != Ns::unknown && element.ns != Ns::none && listed && is_plain(a->value);
    out += ' ';
    out += is_plain(a->name) ? a->name : kMask;
    out += "=\"";
    if (known) xml::append_escaped(out, a->value);
    else out += kMask;
    out += '"';
  }
}

void append(std::string& out, const Tree& tree, Index i) {
  const Element& element = tree[i];
  const std::string_view prefix =
      element.ns == Ns::unknown || element.ns == Ns::none ? "other" : xml::prefix_of(element.ns);
  std::string tag(prefix);
  if (!tag.empty()) tag += ':';
  // A name is a client's choice too, where no grammar knows it.
  tag += element.ns == Ns::unknown && !is_plain(element.name) ? std::string(kMask)
                                                              : std::string(element.name);
  out += '<' + tag;
  append_attributes(out, tree, i);
  out += '>';
  const bool closed = element.ns == Ns::mark || element.ns == Ns::signed_mark ||
                      element.ns == Ns::xml_signature;
  if (element.first_child == kNoElement || closed) {
    if (closed || (!element.text.empty() && !is_shown(tree, i))) out += kMask;
    else if (element.ns == Ns::epp && element.name == "reason")
      xml::append_escaped(out, without_value(element.text));
    else xml::append_escaped(out, element.text);
  } else {
    for (const Index child : tree.children(i)) append(out, tree, child);
  }
  out += "</" + tag + '>';
}

std::string masked(const Tree& tree) {
  std::string out;
  append(out, tree, tree.root());
  return out;
}

std::string no_xml(std::string_view frame) {
  return frame.empty() ? std::string() : "[" + std::to_string(frame.size()) + " bytes that are no XML]";
}

Index first_child(const Tree& tree, Index i) {
  return i == kNoElement ? kNoElement : tree[i].first_child;
}

// Names and identifiers directly below an object's element: <domain:check>, <contact:infData>.
void read_objects(const Tree& tree, Index payload, traffic::Record& record) {
  if (payload == kNoElement) return;
  const Ns ns = tree[payload].ns;
  const auto read = [&](Index at) {
    const std::string_view name = tree[at].name;
    const bool by_id = ns == Ns::contact || ns == Ns::org || ns == Ns::maintenance;
    if (name == (by_id ? "id" : "name") && !tree[at].text.empty() &&
        record.objects.size() < traffic::kMostObjects)
      record.objects.emplace_back(tree[at].text);
  };
  for (const Index child : tree.children(payload)) {
    read(child);
    if (tree[child].name == "cd")
      for (const Index of : tree.children(child)) read(of);
  }
}

void read_request(const Tree& tree, traffic::Record& record) {
  const Index what = first_child(tree, tree.root());
  if (what == kNoElement) return;
  if (tree[what].name != "command") {
    record.kind = tree[what].name == "hello" ? "hello" : "other";
    return;
  }
  const Index verb = first_child(tree, what);
  if (verb == kNoElement) return;
  record.client_trid = tree.text(what, "clTRID");
  record.kind = tree[verb].ns == Ns::epp ? tree[verb].name : "other";
  if (tree[verb].name == "login" && record.registrar.empty()) record.registrar = tree.text(verb, "clID");
  const Index payload = first_child(tree, verb);
  if (payload == kNoElement || tree[payload].ns == Ns::epp) return;
  record.kind += " " + std::string(xml::prefix_of(tree[payload].ns));
  read_objects(tree, payload, record);
}

void read_response(const Tree& tree, traffic::Record& record) {
  const Index response = tree.find(tree.root(), "response");
  if (response == kNoElement) return;
  record.outcome = tree.attribute(tree.find(response, "result"), "code");
  const Index trid = tree.find(response, "trID");
  if (record.client_trid.empty()) record.client_trid = tree.text(trid, "clTRID");
  record.server_trid = tree.text(trid, "svTRID");
  if (record.objects.empty()) read_objects(tree, first_child(tree, tree.find(response, "resData")), record);
}

}  // namespace

std::string masked_frame(std::string_view frame) {
  xml::Parser parser(kLimits);
  const auto tree = parser.parse(frame);
  return tree ? masked(**tree) : no_xml(frame);
}

traffic::Prepare mask_exchanges() {
  return [parser = std::make_unique<xml::Parser>(kLimits)](traffic::Record& record) {
    const auto take = [&](std::string& frame, const auto& read) {
      if (frame.empty()) return;
      const auto tree = parser->parse(frame);
      std::string kept = tree ? masked(**tree) : no_xml(frame);
      if (tree) read(**tree, record);
      frame = std::move(kept);
    };
    take(record.request, read_request);
    take(record.response, read_response);
    if (record.kind.empty()) record.kind = "other";
    return true;
  };
}

}  // namespace stele::epp
