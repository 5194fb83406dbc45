// A parsed frame against the grammar: what it asks for, and everything that is wrong with it. Text
// is normalised in the tree on the way, so a mapper reads values as XML Schema defines them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontends/epp/grammar/profile.h"
#include "frontends/epp/grammar/rules.h"
#include "frontends/epp/grammar/verb.h"
#include "frontends/epp/xml/tree.h"

namespace stele::epp::grammar {

// One thing wrong with a frame, ready to be said: RFC 5730 §2.6 <extValue>.
struct Problem {
  int code = 2001;
  std::string value;   // XML fragment; empty where nothing can be shown
  std::string reason;  // names the element by its path
};

struct Frame {
  Verb verb = Verb::none;
  xml::Ns object = xml::Ns::none;          // of `payload`
  xml::Index command = xml::kNoElement;    // <create>
  xml::Index payload = xml::kNoElement;    // <domain:create>; for login and poll the command itself
  std::vector<xml::Index> extensions;      // children of <extension>, each offered and in place
  std::string_view client_trid;            // only a valid one; it is given back even in refusals
  std::vector<Problem> problems;           // decisive first; empty: the frame is valid
};

// A hostile frame must not be answered with megabytes.
inline constexpr std::size_t kMaxProblems = 50;

// What a server understands and what it offers of that.
struct Service {
  xml::NsSet offered;
  std::span<const Mapping> mappings;  // of extensions; domain, host and contact are known anyway
  Tolerances tolerances{Tolerance::empty_number};
};

// The namespaces of a profile's greeting.
xml::NsSet offered_by(const Profile& profile);

Frame validate(xml::Tree& tree, const Service& service);

// The frame's extension element of this name; kNoElement without one.
xml::Index find_extension(const xml::Tree& tree, const Frame& frame, xml::Ns ns,
                          std::string_view name);

// Syntax first, then what is not implemented, then missing values, then their form and range.
// Within one code the order stays.
void sort_decisive_first(std::vector<Problem>& problems);

}  // namespace stele::epp::grammar
