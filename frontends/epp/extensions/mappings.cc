#include "frontends/epp/extensions/mappings.h"

#include <array>

#include "frontends/epp/extensions/allocation_token.h"
#include "frontends/epp/extensions/b_dn.h"
#include "frontends/epp/extensions/balance.h"
#include "frontends/epp/extensions/fee.h"
#include "frontends/epp/extensions/idn.h"
#include "frontends/epp/extensions/launch.h"
#include "frontends/epp/extensions/login_sec.h"
#include "frontends/epp/extensions/maintenance.h"
#include "frontends/epp/extensions/org.h"
#include "frontends/epp/extensions/org_ext.h"
#include "frontends/epp/extensions/rgp.h"
#include "frontends/epp/extensions/sec_dns.h"
#include "frontends/epp/extensions/ttl.h"
#include "frontends/epp/extensions/variants.h"

namespace stele::epp {

// Not here: change_poll has responses only; unhandled_namespaces and secure_auth_info are ways to
// do things, without elements of their own.
std::span<const grammar::Mapping> mappings() {
  static const std::array kMappings{
      rgp_mapping(),    sec_dns_mapping(),   fee_mapping(),     launch_mapping(),
      org_ext_mapping(), org_mapping(),      login_sec_mapping(), allocation_token_mapping(),
      maintenance_mapping(), ttl_mapping(),  idn_mapping(),     balance_mapping(),
      b_dn_mapping(),   variants_mapping()};
  return kMappings;
}

}  // namespace stele::epp
