#include "frontends/epp/extensions/balance.h"

#include <array>

#include "engine/base/letters.h"
#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

// Clients send white space between the tags.
constexpr TextRule kBlank{.most = 0};
constexpr ElementRule kInfo{.content = Content::text, .text = &kBlank};
constexpr std::array kCommands{Global{xml::Ns::balance, "info", &kInfo}};

}  // namespace

Mapping balance_mapping() { return {.ns = xml::Ns::balance, .commands = kCommands}; }

Part write_balances(const std::vector<ZoneBalance>& balances) {
  Writer writer(xml::Ns::balance, "infData");
  for (const ZoneBalance& one : balances) {
    writer.element("balance", upper_case(one.zone) + '|' + to_text(one.balance.currency) + '|' +
                                  to_text(one.balance.amount));
  }
  return writer.finish();
}

}  // namespace stele::epp
