// What a request's body says: strict JSON (RFC 8259), no name twice in an object (RFC 8259 §4 leaves open
// which of two would count), and of the fields of a call only those it has. Findings are collected, so
// that a client mends all at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/values/domain_name.h"
#include "frontends/api/problem.h"

namespace stele::api {

template <class T>
using Read = Result<T, Problem>;

// 415 for what is not application/json.
std::optional<Problem> content_problem(std::string_view content_type);

struct LoginBody {
  std::string registrar, password;
  std::optional<std::string> new_password;
};
Read<LoginBody> read_login(std::string_view body);

// {"active": "all" | "none" | [names]}
struct VariantsBody {
  bool all = false;
  std::vector<DomainName> active;  // when it is not all
};
Read<VariantsBody> read_variants(std::string_view body);

// As the client writes it, in U-labels or A-labels; a finding with `field` where it is no name.
std::variant<DomainName, Finding> read_name(std::string_view text, std::string_view field);

}  // namespace stele::api
