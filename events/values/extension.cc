#include "events/values/extension.h"

#include <algorithm>
#include <array>

namespace stele {
namespace {

struct Facts {
  std::string_view word;
  std::string_view uri;
  bool object_mapping = false;
};

// In the order of the enumeration.
constexpr std::array<Facts, kExtensionCount> kFacts{{
    {"rgp", "urn:ietf:params:xml:ns:rgp-1.0"},
    {"secDNS", "urn:ietf:params:xml:ns:secDNS-1.1"},
    {"fee", "urn:ietf:params:xml:ns:epp:fee-1.0"},
    {"launch", "urn:ietf:params:xml:ns:launch-1.0"},
    {"allocationToken", "urn:ietf:params:xml:ns:allocationToken-1.0"},
    {"changePoll", "urn:ietf:params:xml:ns:changePoll-1.0"},
    {"orgext", "urn:ietf:params:xml:ns:epp:orgext-1.0"},
    {"org", "urn:ietf:params:xml:ns:epp:org-1.0", true},
    {"loginSec", "urn:ietf:params:xml:ns:epp:loginSec-1.0"},
    {"unhandled-namespaces", "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"},
    {"secure-authinfo-transfer", "urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0"},
    {"maintenance", "urn:ietf:params:xml:ns:epp:maintenance-1.0", true},
    {"ttl", "urn:ietf:params:xml:ns:epp:ttl-1.0"},
    {"idn", "urn:ietf:params:xml:ns:idn-1.0"},
    {"balance", "https://finance.coccaregistry.org", true},
    {"b-dn", "urn:ietf:params:xml:ns:epp:b-dn"},
    {"variants", "urn:stele:params:xml:ns:variants-1.0"},
}};
static_assert(static_cast<int>(Extension::variants) == kExtensionCount - 1);

const Facts& facts_of(Extension extension) { return kFacts[static_cast<std::size_t>(extension)]; }

}  // namespace

std::string_view to_text(Extension extension) { return facts_of(extension).word; }

std::optional<Extension> parse_extension(std::string_view text) {
  const auto found = std::find_if(kFacts.begin(), kFacts.end(),
                                  [&](const Facts& facts) { return facts.word == text; });
  if (found == kFacts.end()) return std::nullopt;
  return static_cast<Extension>(found - kFacts.begin());
}

std::string_view uri_of(Extension extension) { return facts_of(extension).uri; }

bool is_object_mapping(Extension extension) { return facts_of(extension).object_mapping; }

std::vector<Extension> ExtensionSet::list() const {
  std::vector<Extension> out;
  for (int i = 0; i < kExtensionCount; ++i)
    if (contains(static_cast<Extension>(i))) out.push_back(static_cast<Extension>(i));
  return out;
}

}  // namespace stele
