#include "frontends/epp/response/notices.h"

#include "frontends/epp/response/writer.h"

namespace stele::epp {

Part write_transfer(const TransferNotice& transfer) {
  Writer writer(transfer.contact ? xml::Ns::contact : xml::Ns::domain, "trnData");
  writer.element(transfer.contact ? "id" : "name", transfer.name);
  writer.element("trStatus", to_text(transfer.status));
  writer.element("reID", transfer.requested_by);
  writer.element("reDate", to_text(transfer.requested_at));
  writer.element("acID", transfer.acted_by);
  writer.element("acDate", to_text(transfer.acted_at));
  if (transfer.expires_at && !transfer.contact)
    writer.element("exDate", to_text(*transfer.expires_at));
  return writer.finish();
}

Part write_pending_action(xml::Ns object, const PendingActionNotice& notice) {
  const bool by_id = object == xml::Ns::contact || object == xml::Ns::org;
  Writer writer(object, "panData");
  writer.element(by_id ? "id" : "name", "paResult", notice.done ? "1" : "0", notice.name);
  // The transaction ids are elements of EPP itself (RFC 5730 §4.1 trIDType).
  std::string trids;
  if (!notice.client_trid.empty()) append_element(trids, "clTRID", notice.client_trid);
  append_element(trids, "svTRID", notice.server_trid);
  writer.begin("paTRID");
  writer.raw(trids);
  writer.end("paTRID");
  writer.element("paDate", to_text(notice.at));
  return writer.finish();
}

}  // namespace stele::epp
