#include "engine/core/query/describe.h"

#include "engine/core/checks.h"

namespace stele::core {
namespace {

std::string id_of(const State& state, ObjectNumber registrar) {
  if (!registrar) return {};
  const auto found = state.find_registrar(registrar);
  return found ? found->id : std::string();
}

}  // namespace

ProvenanceInfo describe(const State& state, const Provenance& made) {
  return {.sponsor = id_of(state, made.sponsor),
          .creator = id_of(state, made.creator),
          .updated_by = id_of(state, made.updated_by),
          .created_at = made.created_at,
          .updated_at = made.updated_at,
          .transferred_at = made.transferred_at};
}

std::vector<NamedLink> describe_links(const State& state, ObjectNumber object) {
  std::vector<NamedLink> out;
  for (const OrganisationLink& link : state.organisations_of(object))
    if (auto organisation = state.find_organisation(link.organisation))
      out.push_back({link.role, std::move(organisation->id)});
  return out;
}

std::string roid_of(const State& state, ObjectKind kind, ObjectNumber number,
                    RepositoryId repository) {
  const auto found = state.find_repository(repository);
  return to_text(Roid{kind, number, found ? found->roid_suffix : std::string()});
}

std::vector<Status> complete_statuses(const Domain& domain) {
  StatusSet set = statuses_now(domain);
  if (domain.hosts.empty() && domain.host_attributes.empty()) set.insert(Status::inactive);
  if (set.empty()) set.insert(Status::ok);
  return set.list();
}

std::vector<Status> complete_statuses(StatusSet set, bool linked) {
  if (set.empty()) set.insert(Status::ok);
  if (linked) set.insert(Status::linked);
  return set.list();
}

}  // namespace stele::core
