#include "engine/core/directory/directory_rules.h"

#include <algorithm>
#include <functional>

#include "engine/base/bytes.h"
#include "engine/core/directory/whois_layout.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {
namespace {

void add(Problems& problems, std::string_view what, std::string_view value) {
  problems.add(Reason::bad_policy, Field::policy, std::string(what) + "=" + to_printable(value));
}

template <class T>
bool is_sorted_set(const std::vector<T>& list) {
  return std::ranges::adjacent_find(list, std::greater_equal<>()) == list.end();
}

void require_referral(const Referral& referral, Problems& problems) {
  const auto name = DomainName::parse(referral.name);
  if (!name || name->text() != referral.name) add(problems, "referral", referral.name);
  if (!referral.whois.empty() && !HostName::parse(referral.whois))
    add(problems, "referral", referral.whois);
  Problems url;
  require_url(referral.rdap, url);
  if (url.any()) add(problems, "referral", referral.rdap);
}

}  // namespace

void require_disclosure(const Disclosure& disclosure, Problems& problems) {
  if (disclosure.rules.size() > kMostDisclosureRules)
    add(problems, "disclose", std::to_string(disclosure.rules.size()));
  if (!is_sorted_set(disclosure.searches)) add(problems, "searches", "given twice");
  if (disclosure.referrals.size() > kMostReferrals)
    add(problems, "referral", std::to_string(disclosure.referrals.size()));
  for (const Referral& referral : disclosure.referrals) require_referral(referral, problems);
  for (std::size_t i = 1; i < disclosure.referrals.size(); ++i)
    if (disclosure.referrals[i].name <= disclosure.referrals[i - 1].name)
      add(problems, "referral", disclosure.referrals[i].name + " given twice");
  if (disclosure.layout.empty()) return;
  const auto layout = WhoisLayout::parse(disclosure.layout);
  if (!layout)
    add(problems, "whois_layout",
        "line " + std::to_string(layout.error().line) + ": " + layout.error().what);
}

void require_referrals_below(const DomainName& zone, const Disclosure& disclosure,
                             Problems& problems) {
  for (const Referral& referral : disclosure.referrals)
    if (!DomainName::trusted(referral.name).is_below(zone)) add(problems, "referral", referral.name);
}

RegistrarDirectory require_directory(RegistrarDirectory directory, const DirectoryChange& wished,
                                     Problems& problems) {
  if (wished.iana_id) directory.iana_id = *wished.iana_id;
  if (wished.whois_server) {
    if (!wished.whois_server->empty() && !HostName::parse(*wished.whois_server))
      problems.add(Reason::bad_name, Field::host, to_printable(*wished.whois_server));
    directory.whois_server = *wished.whois_server;
  }
  if (wished.rdap_url) {
    require_url(*wished.rdap_url, problems);
    directory.rdap_url = *wished.rdap_url;
  }
  if (wished.abuse_email) {
    if (!wished.abuse_email->empty() && !is_email(*wished.abuse_email))
      problems.add(Reason::bad_email, Field::email, to_printable(*wished.abuse_email));
    directory.abuse_email = *wished.abuse_email;
  }
  if (wished.abuse_phone) {
    if (!wished.abuse_phone->empty() && !is_phone_number(*wished.abuse_phone))
      problems.add(Reason::bad_phone_number, Field::voice, to_printable(*wished.abuse_phone));
    directory.abuse_phone = *wished.abuse_phone;
  }
  return directory;
}

}  // namespace stele::core
