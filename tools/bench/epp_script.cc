#include "tools/bench/epp_script.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace stele::bench {
namespace {

constexpr std::size_t kDomainsBeforehand = 4;
constexpr std::size_t kDomainsRemembered = 64;
constexpr std::size_t kHosts = 2;
constexpr std::size_t kOfferedOf = 4;  // of so many new names one is offered to other registrars
constexpr int kRenewals = 9;  // one year at creation, ten at most (RFC 5731 §3.2.1)

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\"><command>";
constexpr std::string_view kDomainNs = "xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\"";
constexpr std::string_view kContactNs = "xmlns:contact=\"urn:ietf:params:xml:ns:contact-1.0\"";
constexpr std::string_view kHostNs = "xmlns:host=\"urn:ietf:params:xml:ns:host-1.0\"";
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

EppScript::EppScript(EppAccount account, Mix mix, const std::string& run, std::size_t session,
                     TransferMarket* market)
    : account_(std::move(account)), mix_(mix), prefix_("b" + run + "-" + base36(session) + "-"),
      contact_("B" + run + "-" + base36(session)), market_(market),
      random_(static_cast<std::uint32_t>(session)) {}

Result<std::optional<std::string>> EppScript::prepare(std::optional<std::string_view> answer) {
  if (!answer) return std::optional<std::string>("");  // the greeting comes first
  switch (asked_) {
    case Ask::greeting: return std::optional(ask(Ask::login));
    case Ask::login:
    case Ask::contact:
    case Ask::host:
    case Ask::check:
    case Ask::info:
    case Ask::create:
    case Ask::renew:
    case Ask::update:
    case Ask::transfer:
    case Ask::approve:
    case Ask::remove: break;
  }
  const Ask answered = asked_;
  if (judge(*answer) != 1000)
    return fail(Fault::io, "preparing the run: " + message_of(*answer));
  if (mix_ == Mix::check) return std::optional<std::string>();
  if (answered == Ask::login) return std::optional(ask(Ask::contact));
  if (mix_ == Mix::registrar && hosts_ < kHosts) return std::optional(ask(Ask::host));
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
    case Mix::registrar: return choose_of_registrar();
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

// A hundred cards, shuffled anew each time, so that sessions do not walk in step.
EppScript::Ask EppScript::choose_of_registrar() {
  if (deck_.empty()) {
    constexpr std::pair<Ask, std::size_t> kHundred[] = {{Ask::check, 70}, {Ask::info, 15},
                                                        {Ask::create, 8}, {Ask::update, 4},
                                                        {Ask::renew, 2},  {Ask::remove, 1}};
    for (const auto& [ask, times] : kHundred) deck_.insert(deck_.end(), times, ask);
    std::shuffle(deck_.begin(), deck_.end(), random_);
  }
  const Ask drawn = deck_.back();
  deck_.pop_back();
  return drawn == Ask::remove ? step_towards_other() : drawn;
}

// By turns a step of a transfer and a deletion; where no name is offered or waits, the other one.
EppScript::Ask EppScript::step_towards_other() {
  delete_next_ = !delete_next_;
  if (!delete_next_) {
    if (auto item = market_->take_to_approve(account_.registrar)) {
      item_ = std::move(*item);
      return Ask::approve;
    }
    if (auto item = market_->take_offer_of_other(account_.registrar)) {
      item_ = std::move(*item);
      return Ask::transfer;
    }
  }
  return Ask::remove;
}

EppScript::Ask EppScript::possible(Ask kind) {
  switch (kind) {
    // With every domain at its ten years the next one to renew must be made.
    case Ask::renew:
      return domains_.empty() || domains_.front().renewals >= kRenewals ? Ask::create : kind;
    case Ask::info:
    case Ask::update: return domains_.empty() ? Ask::create : kind;
    case Ask::remove: {
      // What other registrars' names have become is given up first.
      if (auto item = market_->take_gained(account_.registrar)) {
        item_ = std::move(*item);
        return kind;
      }
      if (domains_.size() < 2) return Ask::create;
      item_ = {domains_.back().name, account_.registrar, {}};
      domains_.pop_back();
      return kind;
    }
    case Ask::greeting:
    case Ask::login:
    case Ask::contact:
    case Ask::host:
    case Ask::check:
    case Ask::create:
    case Ask::transfer:
    case Ask::approve: break;
  }
  return kind;
}

std::string_view EppScript::kind() const {
  switch (asked_) {
    case Ask::greeting: return "greeting";
    case Ask::login: return "login";
    case Ask::contact: return "contact";
    case Ask::host: return "host";
    case Ask::check: return "check";
    case Ask::info: return "info";
    case Ask::create: return "create";
    case Ask::renew: return "renew";
    case Ask::update: return "update";
    case Ask::transfer:
    case Ask::approve: return "transfer";
    case Ask::remove: return "delete";
  }
  return {};
}

std::string EppScript::ask(Ask kind) {
  asked_ = possible(kind);
  switch (asked_) {
    case Ask::greeting: return {};
    case Ask::login: return login();
    case Ask::contact: return contact_create();
    case Ask::host: return host_create();
    case Ask::check: return check();
    case Ask::info: return info();
    case Ask::create: return create();
    case Ask::renew: return renew();
    case Ask::update: return update();
    case Ask::transfer:
    case Ask::approve: return transfer();
    case Ask::remove: return remove();
  }
  return {};
}

int EppScript::judge(std::string_view answer) {
  const int code = result_code(answer);
  if (asked_ == Ask::create && code == 1000) {
    if (market_ && made_ % kOfferedOf == 0 && domains_.size() >= kDomainsBeforehand &&
        market_->offer(new_name_, account_.registrar))
      return code;
    domains_.push_front({new_name_, expiry_date(answer)});
    if (domains_.size() > kDomainsRemembered) domains_.pop_back();
  } else if (asked_ == Ask::renew) {
    // The one renewed goes to the back; one that cannot be renewed is forgotten.
    Domain renewed = std::move(domains_.front());
    domains_.pop_front();
    renewed.expires = expiry_date(answer);
    if (code == 1000 && ++renewed.renewals < kRenewals) domains_.push_back(std::move(renewed));
  } else if (asked_ == Ask::transfer || asked_ == Ask::approve) {
    took(asked_, code);
  }
  return code;
}

// A transfer waits for its approval (1001) or is done (1000).
void EppScript::took(Ask asked, int code) {
  if (asked == Ask::transfer) item_.gainer = account_.registrar;
  if (code == 1000) market_->gained(std::move(item_));
  else if (asked == Ask::transfer && code == 1001) market_->asked(std::move(item_));
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
  const std::string hosts = hosts_ == 0 ? ""
                                        : "<domain:ns><domain:hostObj>" + host(0) +
                                              "</domain:hostObj></domain:ns>";
  return command({"<create><domain:create ", kDomainNs, "><domain:name>", new_name_,
                  "</domain:name><domain:period unit=\"y\">1</domain:period>", hosts,
                  "<domain:registrant>", contact_, "</domain:registrant><domain:contact type=\"admin\">", contact_,
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

// Outside every zone of the registry, so that it needs no address.
std::string EppScript::host(std::size_t n) const {
  return "ns" + std::to_string(n + 1) + "." + prefix_ + "hosts.invalid";
}

std::string EppScript::host_create() {
  return command({"<create><host:create ", kHostNs, "><host:name>", host(hosts_++),
                  "</host:name></host:create></create>"});
}

// A second name server, or none any more.
std::string EppScript::update() {
  Domain& domain = domains_[count_ % domains_.size()];
  domain.second_host = !domain.second_host;
  const std::string_view change = domain.second_host ? "add>" : "rem>";
  return command({"<update><domain:update ", kDomainNs, "><domain:name>", domain.name,
                  "</domain:name><domain:", change, "<domain:ns><domain:hostObj>", host(1),
                  "</domain:hostObj></domain:ns></domain:", change, "</domain:update></update>"});
}

std::string EppScript::transfer() const {
  const bool approve = asked_ == Ask::approve;
  return command({"<transfer op=\"", approve ? "approve" : "request", "\"><domain:transfer ",
                  kDomainNs, "><domain:name>", item_.name, "</domain:name>",
                  approve ? ""
                          : "<domain:authInfo><domain:pw>Bench-2fooBAR</domain:pw></domain:authInfo>",
                  "</domain:transfer></transfer>"});
}

std::string EppScript::remove() {
  return command({"<delete><domain:delete ", kDomainNs, "><domain:name>", item_.name,
                  "</domain:name></domain:delete></delete>"});
}

}  // namespace stele::bench
