#include "tests/support/scenario/epp_xml.h"

#include <algorithm>
#include <charconv>

#include "tests/support/scenario/dns_xml.h"
#include "tests/support/scenario/idn_xml.h"
#include "tests/support/scenario/launch_xml.h"
#include "tests/support/scenario/maintenance_xml.h"
#include "tests/support/scenario/money_facts.h"
#include "tests/support/scenario/org_xml.h"
#include "tests/support/scenario/sec_dns_xml.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string element(const std::string& name, std::string_view text,
                    const std::string& attributes = {}) {
  const std::string value = name == "domain:name" ? in_a_labels(text) : std::string(text);
  return "<" + name + attributes + ">" + escaped(value) + "</" + name + ">";
}

std::string enclose(const std::string& name, const std::string& inside) {
  return inside.empty() ? "" : "<" + name + ">" + inside + "</" + name + ">";
}

// The values of one command by key.
class Values {
 public:
  explicit Values(const std::vector<gateway::Word>& words) : words_(words) {}

  const gateway::Word* find(std::string_view key) const {
    for (const gateway::Word& word : words_)
      if (word.key == key) return &word;
    return nullptr;
  }
  bool any(std::initializer_list<std::string_view> keys) const {
    return std::any_of(keys.begin(), keys.end(), [&](auto key) { return find(key) != nullptr; });
  }
  std::string value(std::string_view key) const {
    const gateway::Word* const word = find(key);
    return word ? word->value : std::string();
  }
  std::vector<std::string> list(std::string_view key) const {
    std::vector<std::string> out;
    for (const gateway::Word& word : words_)
      if (word.key == key && !word.value.empty())
        out.insert(out.end(), word.items.begin(), word.items.end());
    return out;
  }
  // <name>…</name> when the key is there.
  std::string element(const std::string& name, std::string_view key) const {
    const gateway::Word* const word = find(key);
    return word ? test::element(name, word->value) : std::string();
  }
  const std::vector<gateway::Word>& words() const { return words_; }
  std::vector<gateway::Word> all(std::string_view key) const {
    std::vector<gateway::Word> out;
    for (const gateway::Word& word : words_)
      if (word.key == key) out.push_back(word);
    return out;
  }

 private:
  const std::vector<gateway::Word>& words_;
};

std::string statuses(const Values& values, const std::string& prefix, std::string_view key) {
  std::string out;
  for (const std::string& status : values.list(key))
    out += "<" + prefix + ":status s=\"" + escaped(status) + "\"/>";
  return out;
}

std::string auth_info(const std::string& prefix, std::string_view password) {
  return "<" + prefix + ":authInfo>" + element(prefix + ":pw", password) + "</" + prefix +
         ":authInfo>";
}

std::string new_auth_info(const Values& values, const std::string& prefix) {
  if (!values.find("pw")) return {};
  const std::string password = values.value("pw");
  // RFC 5731 §3.2.5: <domain:null/> takes it away; contacts have an empty one.
  if (password.empty() && prefix == "domain")
    return "<domain:authInfo><domain:null/></domain:authInfo>";
  return auth_info(prefix, password);
}

// ---- domain

std::string period(const Values& values) {
  if (!values.find("period")) return {};
  const std::string text = values.value("period");
  const std::string unit = text.empty() ? "" : text.substr(text.size() - 1);
  return element("domain:period", text.substr(0, text.size() - unit.size()),
                 " unit=\"" + escaped(unit) + "\"");
}

std::string name_servers(const Values& values, std::string_view key) {
  std::string out;
  for (const std::string& host : values.list(key)) out += element("domain:hostObj", host);
  std::string attributes(key);
  attributes.replace(attributes.size() - 2, 2, "hostattr");  // add.ns: add.hostattr
  return enclose("domain:ns", out + host_attributes(values.words(), attributes));
}

std::string contacts(const Values& values, const std::string& prefix) {
  std::string out;
  for (const std::string role : {"admin", "tech", "billing"})
    for (const std::string& id : values.list(prefix + role))
      out += element("domain:contact", id, " type=\"" + role + "\"");
  return out;
}

std::string create_domain(const Values& v) {
  return v.element("domain:name", "domain") + period(v) + name_servers(v, "ns") +
         v.element("domain:registrant", "registrant") + contacts(v, "") +
         auth_info("domain", v.value("pw"));
}

std::string update_domain(const Values& v) {
  const auto part = [&](const std::string& verb) {
    return enclose("domain:" + verb, name_servers(v, verb + ".ns") + contacts(v, verb + ".") +
                                         statuses(v, "domain", verb + ".status"));
  };
  return v.element("domain:name", "domain") + part("add") + part("rem") +
         enclose("domain:chg",
                 v.element("domain:registrant", "registrant") + new_auth_info(v, "domain"));
}

// RFC 3915 §4.2.5: what a report has to say beside its reason is the same in every story.
std::string restore_extension(const Values& v) {
  std::string inside = "<rgp:restore op=\"request\"/>";
  if (v.find("report"))
    inside = "<rgp:restore op=\"report\"><rgp:report><rgp:preData>before</rgp:preData>"
             "<rgp:postData>after</rgp:postData><rgp:delTime>2026-03-01T00:00:00Z</rgp:delTime>"
             "<rgp:resTime>2026-03-02T00:00:00Z</rgp:resTime>" +
             element("rgp:resReason", v.value("report")) +
             "<rgp:statement>true</rgp:statement></rgp:report></rgp:restore>";
  return "<rgp:update xmlns:rgp=\"urn:ietf:params:xml:ns:rgp-1.0\">" + inside + "</rgp:update>";
}

std::string renew_domain(const Values& v) {
  return v.element("domain:name", "domain") + v.element("domain:curExpDate", "exp") + period(v);
}

// ---- host

std::string addresses(const Values& values, std::string_view key) {
  std::string out;
  for (const std::string& address : values.list(key))
    out += element("host:addr", address,
                   address.find(':') == std::string::npos ? " ip=\"v4\"" : " ip=\"v6\"");
  return out;
}

std::string create_host(const Values& v) {
  return v.element("host:name", "host") + addresses(v, "addr");
}

std::string update_host(const Values& v) {
  const auto part = [&](const std::string& verb) {
    return enclose("host:" + verb,
                   addresses(v, verb + ".addr") + statuses(v, "host", verb + ".status"));
  };
  return v.element("host:name", "host") + part("add") + part("rem") +
         enclose("host:chg", v.element("host:name", "name"));
}

// ---- contact

std::string postal_info(const Values& v, const std::string& type, const std::string& prefix) {
  std::string address;
  for (const gateway::Word& street : v.all(prefix + "street"))
    if (!street.value.empty()) address += element("contact:street", street.value);
  address += v.element("contact:city", prefix + "city") + v.element("contact:sp", prefix + "sp") +
             v.element("contact:pc", prefix + "pc") + v.element("contact:cc", prefix + "cc");
  const std::string inside = v.element("contact:name", prefix + "name") +
                             v.element("contact:org", prefix + "org") +
                             enclose("contact:addr", address);
  if (inside.empty()) return {};
  return "<contact:postalInfo type=\"" + type + "\">" + inside + "</contact:postalInfo>";
}

std::string phone(const Values& v, const std::string& name, std::string_view key) {
  if (!v.find(key)) return {};
  const std::string text = v.value(key);
  const std::size_t x = text.find('x');
  if (x == std::string::npos) return element(name, text);
  return element(name, text.substr(0, x), " x=\"" + escaped(text.substr(x + 1)) + "\"");
}

std::string disclose(const Values& v) {
  const bool flag = v.find("disclose") != nullptr;
  const auto listed = v.list(flag ? "disclose" : "withhold");
  if (listed.empty()) return {};
  std::string inside;
  for (const std::string word : {"name.int", "name.loc", "org.int", "org.loc", "addr.int",
                                 "addr.loc", "voice", "fax", "email"}) {
    if (std::find(listed.begin(), listed.end(), word) == listed.end()) continue;
    const std::size_t dot = word.find('.');
    inside += "<contact:" + word.substr(0, dot);
    if (dot != std::string::npos) inside += " type=\"" + word.substr(dot + 1) + "\"";
    inside += "/>";
  }
  return "<contact:disclose flag=\"" + std::string(flag ? "1" : "0") + "\">" + inside +
         "</contact:disclose>";
}

// The part that create and update share.
std::string contact_data(const Values& v) {
  return postal_info(v, "int", v.any({"int.name", "int.org", "int.city"}) ? "int." : "") +
         postal_info(v, "loc", "loc.") + phone(v, "contact:voice", "voice") +
         phone(v, "contact:fax", "fax") + v.element("contact:email", "email");
}

std::string create_contact(const Values& v) {
  return v.element("contact:id", "contact") + contact_data(v) +
         auth_info("contact", v.value("pw")) + disclose(v);
}

std::string update_contact(const Values& v) {
  return v.element("contact:id", "contact") +
         enclose("contact:add", statuses(v, "contact", "add.status")) +
         enclose("contact:rem", statuses(v, "contact", "rem.status")) +
         enclose("contact:chg", contact_data(v) + new_auth_info(v, "contact") + disclose(v));
}

// ---- any object

std::string key_element(const std::string& object) { return object == "contact" ? ":id" : ":name"; }

std::string check(const Values& v, const std::string& object) {
  std::string out;
  for (const std::string& name : v.list(object)) out += element(object + key_element(object), name);
  return out;
}

std::string info(const Values& v, const std::string& object) {
  std::string out = element(object + key_element(object), v.value(object));
  if (v.find("pw")) out += auth_info(object, v.value("pw"));
  return out;
}

std::string transfer(const Values& v, const std::string& object) {
  std::string out = element(object + key_element(object), v.value(object));
  if (object == "domain") out += period(v);
  if (v.find("pw")) out += auth_info(object, v.value("pw"));
  return out;
}

std::optional<std::string> payload(const std::string& verb, const std::string& object,
                                   const Values& v) {
  if (v.any({"sponsor", "creator", "crdate", "exdate", "repository", "to", "never_expires"}))
    return std::nullopt;
  if (verb == "check" || verb == "price") return check(v, object);
  if (verb == "info") return info(v, object);
  if (verb == "delete") return element(object + key_element(object), v.value(object));
  if (verb == "create")
    return object == "domain" ? create_domain(v)
           : object == "host" ? create_host(v)
                              : create_contact(v);
  if (verb == "update")
    return object == "domain" ? update_domain(v)
           : object == "host" ? update_host(v)
                              : update_contact(v);
  if (verb == "transfer" && object != "host") return transfer(v, object);
  if (verb == "renew" && object == "domain") return renew_domain(v);
  return std::nullopt;
}

constexpr const char* kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\"><command>";

std::string tail(std::string_view client_trid) {
  return "<clTRID>" + escaped(client_trid) + "</clTRID></command></epp>";
}

}  // namespace

std::optional<std::string> epp_frame(const std::vector<gateway::Word>& words,
                                     std::string_view client_trid) {
  if (words.empty() || !words[0].key.empty()) return std::nullopt;
  const std::string& verb = words[0].value;
  const Values values(words);
  if (verb == "poll" && words.size() == 1) return kHead + ("<poll op=\"req\"/>" + tail(client_trid));
  if (verb == "ack" && !values.find("registrar"))
    return kHead + ("<poll op=\"ack\" msgID=\"" + escaped(values.value("message")) + "\"/>" +
                    tail(client_trid));
  if (verb == "balance") return kHead + ("<info>" + balance_query() + "</info>" + tail(client_trid));
  if (words.size() < 2) return std::nullopt;
  const std::string& object = words[1].key;
  if (verb == "info" && (object == "maintenance" || words[1].value == "maintenance"))
    return kHead + std::string("<info><maintenance:info xmlns:maintenance="
                               "\"urn:ietf:params:xml:ns:epp:maintenance-1.0\">") +
           maintenance_payload(words[1]) + "</maintenance:info></info>" + tail(client_trid);
  if (object != "domain" && object != "host" && object != "contact" && object != "org")
    return std::nullopt;
  if (verb == "restore" && object == "domain")
    return kHead +
           std::string("<update><domain:update "
                       "xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\">") +
           values.element("domain:name", "domain") + "<domain:chg/></domain:update></update>" +
           enclose("extension", restore_extension(values) + money_extensions(words)) +
           tail(client_trid);
  const bool org = object == "org";
  const auto inside = org ? org_payload(verb, words) : payload(verb, object, values);
  if (!inside) return std::nullopt;
  std::string op;
  if (verb == "transfer")
    op = " op=\"" + (values.find("op") ? escaped(values.value("op")) : "request") + "\"";
  const std::string command = verb == "price" ? "check" : verb;
  const std::string launch = verb == "price" ? "" : launch_extension(words);
  return kHead + ("<" + command + op + "><" + object + ":" + command + " xmlns:" + object +
                  "=\"urn:ietf:params:xml:ns:" + (org ? "epp:" : "") + object + "-1.0\">") +
         *inside + "</" + object + ":" + command + "></" + command + ">" +
         enclose("extension", launch + sec_dns_extension(words) + ttl_extension(words) +
                                  org_links_extension(words) + idn_extension(words) +
                                  money_extensions(words)) +
         tail(client_trid);
}

std::string epp_login_frame(std::string_view registrar, std::string_view password) {
  return kHead + std::string("<login>") + element("clID", registrar) + element("pw", password) +
         "<options><version>1.0</version><lang>en</lang></options><svcs>"
         "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>"
         "<objURI>urn:ietf:params:xml:ns:host-1.0</objURI>"
         "<objURI>urn:ietf:params:xml:ns:contact-1.0</objURI>"
         "<objURI>urn:ietf:params:xml:ns:epp:maintenance-1.0</objURI>"
         "<objURI>urn:ietf:params:xml:ns:epp:org-1.0</objURI>"
         "<objURI>https://finance.coccaregistry.org</objURI><svcExtension>"
         "<extURI>urn:ietf:params:xml:ns:allocationToken-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:changePoll-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:epp:fee-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:launch-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:epp:orgext-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:rgp-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:secDNS-1.1</extURI>"
         "<extURI>urn:ietf:params:xml:ns:epp:ttl-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:idn-1.0</extURI>"
         "<extURI>urn:ietf:params:xml:ns:epp:b-dn</extURI>"
         "<extURI>urn:stele:params:xml:ns:variants-1.0</extURI></svcExtension></svcs></login>" +
         tail("login");
}

// ---- answers

namespace {

void add(Facts& facts, const std::string& key, std::string_view text) {
  auto& values = facts[key];
  if (!text.empty()) values.emplace_back(text);
}

std::string phone_of(const Tree& tree, Index i) {
  const std::string_view extension = tree.attribute(i, "x");
  return std::string(tree[i].text) + (extension.empty() ? "" : "x" + std::string(extension));
}

void read_postal_info(const Tree& tree, Index i, Facts& facts) {
  const std::string prefix = tree.attribute(i, "type") == "loc" ? "loc." : "";
  for (const Index child : tree.children(i)) {
    if (tree[child].name != "addr") {
      add(facts, prefix + std::string(tree[child].name), tree[child].text);
      continue;
    }
    for (const Index line : tree.children(child))
      add(facts, prefix + std::string(tree[line].name), tree[line].text);
  }
}

void read_disclose(const Tree& tree, Index i, Facts& facts) {
  const std::string key = tree.attribute(i, "flag") == "1" ? "disclose" : "withhold";
  for (const Index child : tree.children(i)) {
    std::string word(tree[child].name);
    if (const auto type = tree.attribute(child, "type"); !type.empty())
      word += "." + std::string(type);
    add(facts, key, word);
  }
}

// The words of the scenario language for the elements of an infData.
void read_info(const Tree& tree, Index data, Facts& facts) {
  for (const Index i : tree.children(data)) {
    const std::string_view name = tree[i].name;
    const std::string_view text = tree[i].text;
    const std::string object(epp::xml::prefix_of(tree[i].ns));
    if (name == "name" || name == "id") add(facts, object, text);
    else if (name == "status") add(facts, "status", tree.attribute(i, "s"));
    else if (name == "contact") add(facts, std::string(tree.attribute(i, "type")), text);
    else if (name == "host") add(facts, "hosts", text);
    else if (name == "clID") add(facts, "sponsor", text);
    else if (name == "crID") add(facts, "creator", text);
    else if (name == "upID") add(facts, "updated_by", text);
    else if (name == "crDate") add(facts, "created", text);
    else if (name == "upDate") add(facts, "updated", text);
    else if (name == "exDate") add(facts, "expires", text);
    else if (name == "trDate") add(facts, "transferred", text);
    else if (name == "postalInfo") read_postal_info(tree, i, facts);
    else if (name == "voice" || name == "fax") add(facts, std::string(name), phone_of(tree, i));
    else if (name == "disclose") read_disclose(tree, i, facts);
    else if (name == "ns")
      for (const Index host : tree.children(i))
        if (tree[host].name == "hostAttr") read_host_attribute(tree, host, facts);
        else add(facts, "ns", tree[host].text);
    else add(facts, std::string(name), text);  // roid, registrant, addr, email
  }
}

void read_transfer(const Tree& tree, Index data, Facts& facts) {
  for (const Index i : tree.children(data)) {
    const std::string_view name = tree[i].name;
    const std::string_view text = tree[i].text;
    if (name == "name") add(facts, "domain", text);
    else if (name == "id") add(facts, "contact", text);
    else if (name == "trStatus") add(facts, "transfer", text);
    else if (name == "reID") add(facts, "requested_by", text);
    else if (name == "reDate") add(facts, "requested", text);
    else if (name == "acID") add(facts, "acted_by", text);
    else if (name == "acDate") add(facts, "acted", text);
    else if (name == "exDate") add(facts, "expires", text);
  }
}

void read_queue(const Tree& tree, Index queue, Facts& facts) {
  add(facts, "waiting", tree.attribute(queue, "count"));
  add(facts, "message", tree.attribute(queue, "id"));
  add(facts, "queued", tree.text(queue, "qDate"));
  add(facts, "text", tree.text(queue, "msg"));
}

void read_change(const Tree& tree, Index data, Facts& facts) {
  add(facts, "state", tree.attribute(data, "state"));
  const Index operation = tree.find(data, "operation");
  const std::string_view own = tree.attribute(operation, "op");
  add(facts, "operation", own.empty() ? tree[operation].text : own);
  add(facts, "who", tree.text(data, "who"));
  add(facts, "reason", tree.text(data, "reason"));
}

void read_rgp_answer(const Tree& tree, Index data, Facts& facts) {
  if (tree[data].ns != epp::xml::Ns::rgp || tree[data].name != "infData") return;
  for (const Index status : tree.children(data)) add(facts, "rgp", tree.attribute(status, "s"));
}

void read_result(const Tree& tree, Index result, EppAnswer& answer) {
  const std::string_view code = tree.attribute(result, "code");
  if (answer.code == 0) std::from_chars(code.data(), code.data() + code.size(), answer.code);
  std::string text = std::string(code) + " " + std::string(tree.text(result, "msg"));
  for (const Index i : tree.children(result)) {
    if (tree[i].name != "extValue") continue;
    const std::string_view reason = tree.text(i, "reason");
    text += " (" + std::string(reason) + ")";
    const std::size_t colon = reason.find(':');
    if (colon != std::string_view::npos) answer.reasons.emplace_back(reason.substr(0, colon));
  }
  answer.texts.push_back(std::move(text));
}

void read_check(const Tree& tree, Index data, EppAnswer& answer) {
  for (const Index cd : tree.children(data))
    for (const Index i : tree.children(cd))
      if (const auto avail = tree.attribute(i, "avail"); !avail.empty())
        answer.available.push_back(avail == "1" || avail == "true");
}

}  // namespace

Result<EppAnswer> parse_epp_answer(epp::xml::Parser& parser, std::string_view frame) {
  const auto parsed = parser.parse(frame);
  if (!parsed) return std::unexpected(parsed.error());
  const Tree& tree = **parsed;
  EppAnswer answer;
  const Index response = tree.find(tree.root(), "response");
  if (response == epp::xml::kNoElement)
    return fail(Fault::invalid, "an answer without <response>: " + std::string(frame));
  for (const Index i : tree.children(response)) {
    if (tree[i].name == "result") read_result(tree, i, answer);
    if (tree[i].name == "trID") answer.client_trid = tree.text(i, "clTRID");
    if (tree[i].name == "msgQ") read_queue(tree, i, answer.facts);
    if (tree[i].name == "extension")
      for (const Index data : tree.children(i)) {
        if (tree[data].name == "changeData") read_change(tree, data, answer.facts);
        read_launch_answer(tree, data, answer);
        read_sec_dns_answer(tree, data, answer.facts);
        read_rgp_answer(tree, data, answer.facts);
        read_ttl_answer(tree, data, answer.facts);
        read_idn_answer(tree, data, answer.facts);
        if (tree[data].ns == epp::xml::Ns::org_ext) read_org_links(tree, data, answer.facts);
        read_money_answer(tree, data, answer);
      }
    if (tree[i].name != "resData") continue;
    for (const Index data : tree.children(i)) {
      read_money_answer(tree, data, answer);
      if (tree[data].ns == epp::xml::Ns::balance) continue;
      if (tree[data].name == "infData" && tree[data].ns == epp::xml::Ns::org)
        read_org_info(tree, data, answer.facts);
      else if (tree[data].ns == epp::xml::Ns::maintenance)
        read_maintenance(tree, data, answer.facts);
      else if (tree[data].name == "infData") read_info(tree, data, answer.facts);
      if (tree[data].name == "trnData") read_transfer(tree, data, answer.facts);
      if (tree[data].name == "chkData") read_check(tree, data, answer);
    }
  }
  return answer;
}

}  // namespace stele::test
