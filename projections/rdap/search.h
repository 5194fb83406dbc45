// Searches: which objects of the state a pattern finds. Bounded: kMostVisited objects are looked at
// and kMostFound are found, however large the registry is; `truncated` says that there was more.
#pragma once

#include <vector>

#include "projections/rdap/answer.h"

namespace stele::rdap {

template <class T>
struct Found {
  std::vector<T> objects;   // in order of the query's sort, else of name
  bool truncated = false;
  bool allowed = true;      // false: no zone lets this viewer make this search
};

Found<core::Domain> search_domains(const core::State& state, const rdds::Viewer& viewer,
                                   const Query& query);
Found<core::Host> search_nameservers(const core::State& state, const rdds::Viewer& viewer,
                                     const Query& query);
// Registrars by name or handle. People are found by their whole handle alone (rdds::find_contact).
Found<core::Registrar> search_registrars(const core::State& state, const rdds::Viewer& viewer,
                                         const Query& query);

}  // namespace stele::rdap
