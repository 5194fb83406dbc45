// The form of the grammar tables: what an element may hold, in which order, how often, and what its
// text and attributes must look like. Everything is constexpr data; validate.cc is the only reader.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "frontends/epp/grammar/verb.h"
#include "frontends/epp/xml/names.h"

namespace stele::epp::grammar {

enum class Space : std::uint8_t { preserve, replace, collapse };  // XML Schema part 2 §4.3.6

inline constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();

// A kind of text. Lengths count characters. `syntax` sees the text after white space treatment.
struct TextRule {
  Space space = Space::collapse;
  std::uint32_t least = 0;
  std::uint32_t most = kNoLimit;
  bool (*syntax)(std::string_view) = nullptr;
  const char* form = "";                    // what `syntax` wants, for the reason text
  std::span<const std::string_view> values = {};
  std::uint16_t value_code = 2004;          // result code for a value that is not in `values`
  bool (*in_range)(std::string_view) = nullptr;  // asked only after `syntax` was content
  const char* range = "";
};

struct AttributeRule {
  std::string_view name;
  const TextRule* text = nullptr;
  bool required = false;
};

struct Particle;

enum class Content : std::uint8_t {
  anything,   // xs:anyType: any attributes, text and children; known children are looked at
  mixed,      // any text and children, but only the attributes of the rule
  text,       // text only, no children
  sequence,   // children in this order, no text
  choice,     // children of exactly one alternative, no text
};

struct ElementRule {
  Content content = Content::sequence;
  const TextRule* text = nullptr;
  std::span<const AttributeRule> attributes = {};
  std::span<const Particle> particles = {};
  bool some_child = false;              // all particles are optional, but one must be there
  std::string_view unique_attribute{};  // no two children may have the same value of it
};

enum class Match : std::uint8_t {
  element,    // the named element, in the namespace of its parent or in `ns`
  group,      // one alternative of `group`, as often as that one may stand
  object,     // an object service's element for the enclosing command
  extension,  // elements of extensions
  foreign,    // one element of any other namespace (extAuthInfoType)
};

inline constexpr std::uint32_t kUnbounded = kNoLimit;

struct Particle {
  Match match = Match::element;
  std::string_view name;
  const ElementRule* rule = nullptr;
  std::uint32_t least = 1;
  std::uint32_t most = 1;
  std::span<const Particle> group = {};
  xml::Ns ns = xml::Ns::none;
};

constexpr Particle one(std::string_view name, const ElementRule& rule) {
  return {Match::element, name, &rule, 1, 1, {}, xml::Ns::none};
}
constexpr Particle optional(std::string_view name, const ElementRule& rule,
                            std::uint32_t most = 1) {
  return {Match::element, name, &rule, 0, most, {}, xml::Ns::none};
}
constexpr Particle some(std::string_view name, const ElementRule& rule,
                        std::uint32_t most = kUnbounded) {
  return {Match::element, name, &rule, 1, most, {}, xml::Ns::none};
}
// `name` is for the reason where none is there.
constexpr Particle one_of(std::string_view name, std::span<const Particle> alternatives,
                          std::uint32_t least = 1) {
  return {Match::group, name, nullptr, least, kUnbounded, alternatives, xml::Ns::none};
}
constexpr Particle in(xml::Ns ns, Particle particle) {
  particle.ns = ns;
  return particle;
}

// An element that may stand where another namespace is expected: an object's command.
struct Global {
  xml::Ns ns = xml::Ns::unknown;
  std::string_view name;
  const ElementRule* rule = nullptr;
};

// A child of <extension>: which commands of which objects it goes with (for login and logout: none).
struct CommandExtension {
  std::string_view name;
  const ElementRule* rule = nullptr;
  VerbSet verbs;
  xml::NsSet objects;
};

// One namespace: an object's commands, or what may stand in <extension>, or elements both use.
struct Mapping {
  xml::Ns ns = xml::Ns::unknown;
  std::span<const Global> commands = {};
  std::span<const CommandExtension> extensions = {};
};

std::span<const Mapping> object_mappings();  // domain, host, contact
const ElementRule& epp_rule();               // the rule of <epp>
const ElementRule& client_trid_rule();       // of <clTRID>

}  // namespace stele::epp::grammar
