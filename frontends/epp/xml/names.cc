// One table: enum value, URI, prefix in our own output.
#include "frontends/epp/xml/names.h"

#include <array>

#include "events/values/extension.h"

namespace stele::epp::xml {
namespace {

struct Known {
  Ns ns;
  std::string_view uri;
  std::string_view prefix;
};

// Built on first use: the extensions' URIs come from events/values.
const auto& known_namespaces() {
  static const std::array kKnown{
      Known{Ns::epp, kEppUri, ""},
      Known{Ns::domain, kDomainUri, "domain"},
      Known{Ns::host, kHostUri, "host"},
      Known{Ns::contact, kContactUri, "contact"},
      Known{Ns::xsi, "http://www.w3.org/2001/XMLSchema-instance", "xsi"},
      Known{Ns::xml, "http://www.w3.org/XML/1998/namespace", "xml"},
      Known{Ns::rgp, stele::uri_of(Extension::rgp), "rgp"},
      Known{Ns::sec_dns, stele::uri_of(Extension::sec_dns), "secDNS"},
      Known{Ns::fee, stele::uri_of(Extension::fee), "fee"},
      Known{Ns::launch, stele::uri_of(Extension::launch), "launch"},
      Known{Ns::allocation_token, stele::uri_of(Extension::allocation_token), "allocationToken"},
      Known{Ns::change_poll, stele::uri_of(Extension::change_poll), "changePoll"},
      Known{Ns::org_ext, stele::uri_of(Extension::org_ext), "orgext"},
      Known{Ns::org, stele::uri_of(Extension::org), "org"},
      Known{Ns::login_sec, stele::uri_of(Extension::login_sec), "loginSec"},
      Known{Ns::unhandled_namespaces, stele::uri_of(Extension::unhandled_namespaces), ""},
      Known{Ns::secure_auth_info, stele::uri_of(Extension::secure_auth_info), ""},
      Known{Ns::maintenance, stele::uri_of(Extension::maintenance), "maint"},
      Known{Ns::ttl, stele::uri_of(Extension::ttl), "ttl"},
      Known{Ns::idn, stele::uri_of(Extension::idn), "idn"},
      Known{Ns::balance, stele::uri_of(Extension::balance), "finance"},
      Known{Ns::b_dn, stele::uri_of(Extension::b_dn), "b-dn"},
      Known{Ns::variants, stele::uri_of(Extension::variants), "variants"},
      Known{Ns::mark, "urn:ietf:params:xml:ns:mark-1.0", "mark"},
      Known{Ns::signed_mark, "urn:ietf:params:xml:ns:signedMark-1.0", "smd"},
      Known{Ns::xml_signature, "http://www.w3.org/2000/09/xmldsig#", "dsig"},
  };
  return kKnown;
}

}  // namespace

Ns find_namespace(std::string_view uri) {
  if (uri.empty()) return Ns::none;
  for (const Known& known : known_namespaces())
    if (known.uri == uri) return known.ns;
  return Ns::unknown;
}

std::string_view uri_of(Ns ns) {
  for (const Known& known : known_namespaces())
    if (known.ns == ns) return known.uri;
  return {};
}

std::string_view prefix_of(Ns ns) {
  for (const Known& known : known_namespaces())
    if (known.ns == ns) return known.prefix;
  return {};
}

}  // namespace stele::epp::xml
