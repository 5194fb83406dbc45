#include "frontends/epp/extensions/change_poll.h"

#include <algorithm>
#include <array>

#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

constexpr std::array<std::string_view, 9> kOperations{
    "create", "delete",    "renew",      "transfer", "update",
    "restore", "autoRenew", "autoDelete", "autoPurge"};

}  // namespace

Part write_change(const ChangeNotice& change, const std::optional<ChangeCase>& decided_in) {
  const bool listed = std::find(kOperations.begin(), kOperations.end(), change.operation) !=
                      kOperations.end();
  Writer writer(xml::Ns::change_poll, "changeData", {{"state", change.after ? "after" : "before"}});
  writer.element("operation", {{"op", listed ? std::string_view{} : change.operation}},
                 listed ? std::string_view(change.operation) : "custom");
  writer.element("date", to_text(change.at));
  writer.element("svTRID", change.server_trid);
  writer.element("who", change.who);
  if (decided_in) {
    const bool known = decided_in->type == "udrp" || decided_in->type == "urs";
    writer.element("caseId",
                   {{"type", known ? std::string_view(decided_in->type) : "custom"},
                    {"name", known ? std::string_view{} : std::string_view(decided_in->type)}},
                   decided_in->id);
  }
  writer.optional("reason", change.reason);
  return writer.finish();
}

}  // namespace stele::epp
