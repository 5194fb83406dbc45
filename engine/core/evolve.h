// evolve: what an event does to the object it concerns. Pure and without judgement; the registry
// state applies events with it, and reads show work that is due with it.
#pragma once

#include <variant>

#include "engine/core/objects.h"
#include "events/event.h"

namespace stele::core {

Registrar created(const events::RegistrarCreated& event);
AccessToken created(const events::AccessTokenIssued& event);
Zone created(const events::ZoneCreated& event);
Contact created(const events::ContactCreated& event);
Organisation created(const events::OrganisationCreated& event);
Maintenance created(const events::MaintenanceAnnounced& event);
Host created(const events::HostCreated& event);
Domain created(const events::DomainCreated& event);

Application created(const events::ApplicationReceived& event);

void evolve(Settings& settings, const events::SettingsChanged& event);

void evolve(Registrar& registrar, const events::RegistrarUpdated& event);
void evolve(Registrar& registrar, const events::RegistrarPasswordChanged& event);
void evolve(Registrar& registrar, const events::SubjectErased& event);

void evolve(AccessToken& token, const events::AccessTokenRevoked& event);

void evolve(Zone& zone, const events::ZoneUpdated& event);
void evolve(Zone& zone, const events::ZoneUpdateScheduled& event);
void evolve(Zone& zone, const events::ZoneTablesChanged& event);

void evolve(IdnTable& table, const events::IdnTableLoaded& event);
void evolve(Zone& zone, const events::TsigKeySet& event);
void evolve(Zone& zone, const events::TsigKeyRemoved& event);
void evolve(Zone& zone, const events::SecondariesChanged& event);

void evolve(Contact& contact, const events::ContactUpdated& event);
void evolve(Contact& contact, const events::SubjectErased& event);
void evolve(Contact& contact, const events::ContactTransferRequested& event);
void evolve(Contact& contact, const events::ContactTransferEnded& event);
void evolve(Contact& contact, const events::ContactTransferred& event);

void evolve(Organisation& organisation, const events::OrganisationUpdated& event);
void evolve(Organisation& organisation, const events::SubjectErased& event);

void evolve(Host& host, const events::HostUpdated& event);
void evolve(Host& host, const events::HostTransferred& event);

void evolve(Domain& domain, const events::DomainUpdated& event);
void evolve(Domain& domain, const events::DomainRenewed& event);
void evolve(Domain& domain, const events::DomainDeleted& event);
void evolve(Domain& domain, const events::DomainPhaseChanged& event);
void evolve(Domain& domain, const events::DomainRestored& event);
void evolve(Domain& domain, const events::DomainTransferRequested& event);
void evolve(Domain& domain, const events::DomainTransferEnded& event);
void evolve(Domain& domain, const events::DomainTransferred& event);

void evolve(CdsSeen& seen, const events::CdsObserved& event);
void evolve(CdsSeen& seen, const events::CdsAccepted& event);

void evolve(Maintenance& maintenance, const events::MaintenanceUpdated& event);
void evolve(Maintenance& maintenance, const events::MaintenanceReminded& event);
void evolve(Maintenance& maintenance, const events::MaintenanceEnded& event);

void evolve(MarkAuthority& authority, const events::MarkAuthorityChanged& event);
void evolve(Application& application, const events::ApplicationUpdated& event);
void evolve(Application& application, const events::ApplicationDecided& event);

// The same for an event of any kind: what does not concern the object leaves it as it is.
template <class Object>
void evolve_with(Object& object, const events::Event& event) {
  std::visit(
      [&](const auto& e) {
        if constexpr (requires { evolve(object, e); e.number; })
          if (e.number == object.number) evolve(object, e);
      },
      event);
}

// When the clock has to look at the object again; 0: never.
Instant due_at(const Domain& domain);
Instant due_at(const Contact& contact);
Instant due_at(const Zone& zone);
Instant due_at(const Maintenance& maintenance);

// A name past its expiry for which nothing is to come (domain/expiry.h).
bool stands_still(const Domain& domain);

}  // namespace stele::core
