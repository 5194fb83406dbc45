// One table: enum value, URI, prefix in our own output.
#include "frontends/epp/xml/names.h"

#include <array>

namespace stele::epp::xml {
namespace {

struct Known {
  Ns ns;
  std::string_view uri;
  std::string_view prefix;
};

constexpr std::array kKnown{
    Known{Ns::epp, kEppUri, ""},
    Known{Ns::domain, kDomainUri, "domain"},
    Known{Ns::host, kHostUri, "host"},
    Known{Ns::contact, kContactUri, "contact"},
    Known{Ns::xsi, "http://www.w3.org/2001/XMLSchema-instance", "xsi"},
    Known{Ns::xml, "http://www.w3.org/XML/1998/namespace", "xml"},
};

}  // namespace

Ns find_namespace(std::string_view uri) {
  if (uri.empty()) return Ns::none;
  for (const Known& known : kKnown)
    if (known.uri == uri) return known.ns;
  return Ns::unknown;
}

std::string_view uri_of(Ns ns) {
  for (const Known& known : kKnown)
    if (known.ns == ns) return known.uri;
  return {};
}

std::string_view prefix_of(Ns ns) {
  for (const Known& known : kKnown)
    if (known.ns == ns) return known.prefix;
  return {};
}

}  // namespace stele::epp::xml
