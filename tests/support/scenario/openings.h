// What a story may begin with: the lines of `use standard` and `use people`, and the
// password of its registrars.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/crypto/password.h"
#include "tests/support/scenario/world.h"

namespace stele::test {

inline constexpr std::string_view kPassword = "secret-pw";
// The same as a hash that costs next to nothing: stories are not about Argon2's price.
inline constexpr const char* kPasswordHash =
    "$argon2id$v=19$m=8,t=1,p=1$c2NlbmFyaW9zY2VuYXJpbw$c7l1+p3aPptBIM+Ogaa96fSCmSkxtrXZlDlG+tioDnk";

inline std::string hash_password(std::string_view password) {
  static StoryRandom random;
  static std::map<std::string, std::string, std::less<>> known{
      {std::string(kPassword), kPasswordHash}};
  auto found = known.find(password);
  if (found == known.end())
    found = known.emplace(password, crypto::hash_password(password, random).value()).first;
  return found->second;
}


// What `use standard` does. Everything a registrar needs before its first command.
inline constexpr const char* kStandard[] = {
    "create zone=example registrant=required price.create=10.00EUR price.renew=8.00EUR "
    "primary=ns1.nic.example responsible=hostmaster.nic.example ns=ns1.nic.test,ns2.nic.test",
    "create zone=com.example registrant=optional price.create=5.00EUR price.renew=5.00EUR "
    "primary=ns1.nic.example responsible=hostmaster.nic.example ns=ns1.nic.test,ns2.nic.test",
    "create registrar=reg-a name=\"Registrar A\" password=secret-pw zones=example,com.example "
    "currency=EUR credit_limit=0 "
    "fingerprint=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "create registrar=reg-b name=\"Registrar B\" password=secret-pw zones=example,com.example "
    "currency=EUR credit_limit=0 "
    "fingerprint=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "create registrar=reg-c name=\"Registrar C\" password=secret-pw zones=example currency=EUR "
    "credit_limit=0 "
    "fingerprint=cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
    "credit registrar=reg-a amount=1000.00EUR text=\"opening balance\"",
    "credit registrar=reg-b amount=1000.00EUR text=\"opening balance\"",
    "credit registrar=reg-c amount=20.00EUR text=\"opening balance\"",
};

// What `use people` adds: contacts to register names for, and name servers to delegate them to.
struct Opening {
  const char* who;
  const char* line;
};
inline constexpr Opening kPeople[] = {
    {"reg-a", "create contact=ada name=\"Ada Example\" street=\"1 High Street\" city=London pc=\"E1 6AN\" "
              "cc=GB voice=+44.2071234567 email=ada@example.com pw=ada-secret"},
    {"reg-b", "create contact=bea name=\"Bea Sample\" city=Paris cc=FR email=bea@example.net "
              "pw=bea-secret"},
    {"reg-a", "create host=ns1.provider.test"},
    {"reg-a", "create host=ns2.provider.test"},
};

}  // namespace stele::test
