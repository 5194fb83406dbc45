#include "tools/bench/epp_script.h"

#include <charconv>
#include <utility>

namespace stele::bench {
namespace {

constexpr std::size_t kDomainsBeforehand = 4;
constexpr std::size_t kDomainsRemembered = 64;
constexpr int kRenewals = 9;  // one year at creation, ten at most (RFC 5731 §3.2.1)

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\"><command>";
constexpr std::string_view kDomainNs = "xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\"";
constexpr std::string_view kContactNs = "xmlns:contact=\"urn:ietf:params:xml:ns:contact-1.0\"";
constexpr std::string_view kTail = "<clTRID>bench-1</clTRID></command></epp>";

std::string command(std::initializer_list<std::string_view> parts) {
  std::string frame;
  frame.reserve(1024);
  frame += kHead;
  for (const std::string_view part : parts) frame += part;
  frame += kTail;
  return frame;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else out += c;
  }
  return out;
}

// The date in <…:exDate>, whatever the prefix.
std::string expiry_date(std::string_view answer) {
  const std::size_t at = answer.find("exDate>");
  return at == std::string_view::npos ? "" : std::string(answer.substr(at + 7, 10));
}

std::string message_of(std::string_view answer) {
  const std::size_t begin = answer.find("<result");
  const std::size_t end = answer.find("</result>");
  return begin == std::string_view::npos || end < begin
             ? std::string(answer.substr(0, 200))
             : std::string(answer.substr(begin, std::min<std::size_t>(end - begin, 400)));
}

std::string base36(std::size_t value) {
  char text[16];
  const auto end = std::to_chars(text, text + sizeof text, value, 36).ptr;
  return {text, end};
}

}  // namespace

int result_code(std::string_view answer) {
  constexpr std::string_view kMark = "result code=\"";
  const std::size_t at = answer.find(kMark);
  int code = 0;
  if (at != std::string_view::npos && answer.size() >= at + kMark.size() + 4)
    std::from_chars(answer.data() + at + kMark.size(), answer.data() + at + kMark.size() + 4, code);
  return code;
}

EppScript::EppScript(EppAccount account, Mix mix, const std::string& run, std::size_t session)
    : account_(std::move(account)), mix_(mix), prefix_("b" + run + "-" + base36(session) + "-"),
      contact_("B" + run + "-" + base36(session)) {}

Result<std::optional<std::string>> EppScript::prepare(std::optional<std::string_view> answer) {
  if (!answer) return std::optional<std::string>("");  // the greeting comes first
  switch (asked_) {
    case Ask::greeting: return std::optional(ask(Ask::login));
    case Ask::login:
    case Ask::contact:
    case Ask::check:
    case Ask::info:
    case Ask::create:
    case Ask::renew: break;
  }
  const Ask answered = asked_;
  if (judge(*answer) != 1000)
    return fail(Fault::io, "preparing the run: " + message_of(*answer));
  if (mix_ == Mix::check) return std::optional<std::string>();
  if (answered == Ask::login) return std::optional(ask(Ask::contact));
  if (mix_ == Mix::create || domains_.size() >= kDomainsBeforehand)
    return std::optional<std::string>();
  return std::optional(ask(Ask::create));
}

std::string EppScript::next() { return ask(choose()); }

EppScript::Ask EppScript::choose() {
  const std::size_t n = count_++;
  switch (mix_) {
    case Mix::check: return Ask::check;
    case Mix::info: return Ask::info;
    case Mix::create: return Ask::create;
    case Mix::renew: return Ask::renew;
    case Mix::mixed: break;
  }
  // c create, i info, k check, r renew
  constexpr std::string_view kTwenty = "kikckikrkickikckirkk";
  switch (kTwenty[n % kTwenty.size()]) {
    case 'c': return Ask::create;
    case 'i': return Ask::info;
    case 'r': return Ask::renew;
    default: return Ask::check;
  }
}

std::string EppScript::ask(Ask kind) {
  // With every domain at its ten years the next one to renew must be made.
  if (kind == Ask::renew && (domains_.empty() || domains_.front().renewals >= kRenewals))
    kind = Ask::create;
  asked_ = kind;
  switch (kind) {
    case Ask::greeting: return {};
    case Ask::login: return login();
    case Ask::contact: return contact_create();
    case Ask::check: return check();
    case Ask::info: return info();
    case Ask::create: return create();
    case Ask::renew: return renew();
  }
  return {};
}

int EppScript::judge(std::string_view answer) {
  const int code = result_code(answer);
  if (asked_ == Ask::create && code == 1000) {
    domains_.push_front({new_name_, expiry_date(answer)});
    if (domains_.size() > kDomainsRemembered) domains_.pop_back();
  } else if (asked_ == Ask::renew) {
    // The one renewed goes to the back; one that cannot be renewed is forgotten.
    Domain renewed = std::move(domains_.front());
    domains_.pop_front();
    renewed.expires = expiry_date(answer);
    if (code == 1000 && ++renewed.renewals < kRenewals) domains_.push_back(std::move(renewed));
  }
  return code;
}

std::string EppScript::login() const {
  return command({"<login><clID>", escaped(account_.registrar), "</clID><pw>",
                  escaped(account_.password),
                  "</pw><options><version>1.0</version><lang>en</lang></options><svcs>"
                  "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>"
                  "<objURI>urn:ietf:params:xml:ns:contact-1.0</objURI>"
                  "<objURI>urn:ietf:params:xml:ns:host-1.0</objURI></svcs></login>"});
}

std::string EppScript::contact_create() const {
  return command({"<create><contact:create ", kContactNs, "><contact:id>", contact_,
                  "</contact:id><contact:postalInfo type=\"int\"><contact:name>Bench Runner"
                  "</contact:name><contact:addr><contact:street>1 Load Street</contact:street>"
                  "<contact:city>Testville</contact:city><contact:pc>1010</contact:pc>"
                  "<contact:cc>AT</contact:cc></contact:addr></contact:postalInfo>"
                  "<contact:voice>+43.15551234</contact:voice>"
                  "<contact:email>bench@registrar.example</contact:email>"
                  "<contact:authInfo><contact:pw>Bench-2fooBAR</contact:pw></contact:authInfo>"
                  "</contact:create></create>"});
}

std::string EppScript::check() {
  return command({"<check><domain:check ", kDomainNs, "><domain:name>", prefix_, "check",
                  base36(count_ % 10'000), ".", account_.zone,
                  "</domain:name></domain:check></check>"});
}

std::string EppScript::info() {
  const Domain& domain = domains_[count_ % domains_.size()];
  return command({"<info><domain:info ", kDomainNs, "><domain:name hosts=\"all\">", domain.name,
                  "</domain:name></domain:info></info>"});
}

std::string EppScript::create() {
  new_name_ = prefix_ + base36(made_++) + "." + account_.zone;
  return command({"<create><domain:create ", kDomainNs, "><domain:name>", new_name_,
                  "</domain:name><domain:period unit=\"y\">1</domain:period><domain:registrant>",
                  contact_, "</domain:registrant><domain:contact type=\"admin\">", contact_,
                  "</domain:contact><domain:contact type=\"tech\">", contact_,
                  "</domain:contact><domain:authInfo><domain:pw>Bench-2fooBAR</domain:pw>"
                  "</domain:authInfo></domain:create></create>"});
}

std::string EppScript::renew() {
  const Domain& domain = domains_.front();
  return command({"<renew><domain:renew ", kDomainNs, "><domain:name>", domain.name,
                  "</domain:name><domain:curExpDate>", domain.expires,
                  "</domain:curExpDate><domain:period unit=\"y\">1</domain:period>"
                  "</domain:renew></renew>"});
}

}  // namespace stele::bench
