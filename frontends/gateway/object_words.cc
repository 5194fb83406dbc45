// The words of contacts, hosts and domains: whole commands about one object.
#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

HostName host_name(Words& words) {
  return words.value("host", as_host, "a host name", Reason::bad_name, Field::name)
      .value_or(HostName());
}

std::optional<core::TransferStep> as_step(std::string_view text) {
  if (text == "request") return core::TransferStep::request;
  if (text == "approve") return core::TransferStep::approve;
  if (text == "reject") return core::TransferStep::reject;
  if (text == "cancel") return core::TransferStep::cancel;
  return std::nullopt;
}

core::TransferStep read_step(Words& words) {
  return words.value("op", as_step, "request, approve, reject or cancel")
      .value_or(core::TransferStep::request);
}

}  // namespace

core::Command create_contact(Words& words) {
  core::CreateContact c{.id = words.text_or_none("contact")};
  c.data = read_contact_data(words);
  c.links = read_new_links(words);
  c.auth_info = words.text_or_none("pw");
  c.history = read_history(words, false);
  return c;
}

core::Command update_contact(Words& words) {
  core::UpdateContact c{.id = words.text_or_none("contact")};
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.international = read_postal_info(words, {"", "int."});
  c.localized = read_postal_info(words, {"loc."});
  c.voice = read_phone(words, "voice");
  c.fax = read_phone(words, "fax");
  c.email = words.text("email");
  c.disclose = read_disclose(words);
  c.auth_info = words.text("pw");
  c.links = read_links(words);
  return c;
}

core::Command delete_contact(Words& words) {
  return core::DeleteContact{words.text_or_none("contact")};
}

core::Command create_host(Words& words) {
  core::CreateHost c{.name = host_name(words), .addresses = read_addresses(words, "addr")};
  c.links = read_new_links(words);
  c.history = read_history(words, false);
  c.ttls = read_ttls(words);
  return c;
}

core::Command update_host(Words& words) {
  core::UpdateHost c{.name = host_name(words)};
  c.addresses_added = read_addresses(words, "add.addr");
  c.addresses_removed = read_addresses(words, "rem.addr");
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.new_name = words.value("name", as_host, "a host name", Reason::bad_name, Field::name);
  c.ttls = read_ttls(words);
  c.links = read_links(words);
  return c;
}

core::Command delete_host(Words& words) { return core::DeleteHost{host_name(words)}; }

core::Command create_domain(Words& words) {
  core::CreateDomain c{.name = read_domain_name(words, "domain")};
  c.period = read_period(words);
  c.hosts = read_hosts(words, "ns");
  c.registrant = words.text("registrant");
  c.contacts = read_contacts(words, "");
  c.auth_info = words.text_or_none("pw");
  c.fee = read_fee(words);
  c.allocation_token = words.text("token");
  c.never_expires = words.value("never_expires", as_yes, "yes or no").value_or(false);
  c.history = read_history(words, true);
  const auto zone = words.state().zone_of(c.name);
  c.launch = read_launch(words, zone ? zone->repository : RepositoryId{1});
  c.host_attributes = read_host_attributes(words, "hostattr");
  c.dnssec = read_dnssec(words);
  c.ttls = read_ttls(words);
  c.links = read_new_links(words);
  c.idn = read_idn(words);
  c.variants = read_new_variants(words);
  return c;
}

core::Command update_domain(Words& words) {
  core::UpdateDomain c{.name = read_domain_name(words, "domain")};
  c.hosts_added = read_hosts(words, "add.ns");
  c.hosts_removed = read_hosts(words, "rem.ns");
  c.contacts_added = read_contacts(words, "add.");
  c.contacts_removed = read_contacts(words, "rem.");
  c.statuses_added = read_statuses(words, "add.status");
  c.statuses_removed = read_statuses(words, "rem.status");
  c.registrant = words.text("registrant");
  c.auth_info = words.text("pw");
  c.fee = read_fee(words);
  c.application = read_application(words);
  c.never_expires = words.value("never_expires", as_yes, "yes or no");
  c.host_attributes_added = read_host_attributes(words, "add.hostattr");
  c.host_attributes_removed = read_host_attributes(words, "rem.hostattr");
  c.dnssec = read_dnssec_change(words);
  c.ttls = read_ttls(words);
  c.links = read_links(words);
  c.variants = read_variant_change(words);
  return c;
}

core::Command renew_domain(Words& words) {
  core::RenewDomain c{.name = read_domain_name(words, "domain")};
  const auto date = words.text("exp");
  if (!date) words.missing("exp", Field::expiry_date);
  c.current_expiry_date = date.value_or(std::string());
  c.period = read_period(words);
  c.fee = read_fee(words);
  return c;
}

core::Command delete_domain(Words& words) {
  core::DeleteDomain c{.name = read_domain_name(words, "domain")};
  c.application = read_application(words);
  return c;
}

core::Command transfer_domain(Words& words) {
  core::TransferDomain c{.name = read_domain_name(words, "domain"), .step = read_step(words)};
  c.period = read_period(words);
  c.auth_info = words.text("pw");
  c.gainer = words.text("to");
  c.fee = read_fee(words);
  c.allocation_token = words.text("token");
  return c;
}

core::Command transfer_contact(Words& words) {
  core::TransferContact c{.id = words.text_or_none("contact"), .step = read_step(words)};
  c.auth_info = words.text("pw");
  c.gainer = words.text("to");
  return c;
}

core::Command restore_domain(Words& words) {
  core::RestoreDomain c{.name = read_domain_name(words, "domain"), .report = words.text("report")};
  c.fee = read_fee(words);
  return c;
}

}  // namespace stele::gateway
