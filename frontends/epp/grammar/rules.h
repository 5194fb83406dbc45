// The form of the grammar tables: what an element may hold, in which order, how often, and what its
// text and attributes must look like. Everything is constexpr data; validate.cc is the only reader.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

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
  text,       // text only, no children
  sequence,   // children in this order, no text
  choice,     // children of exactly one alternative, no text
};

struct ElementRule {
  Content content = Content::sequence;
  const TextRule* text = nullptr;
  std::span<const AttributeRule> attributes = {};
  std::span<const Particle> particles = {};
};

enum class Match : std::uint8_t {
  element,    // the named element, in the namespace of its parent
  group,      // exactly one of `group`
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
};

constexpr Particle one(std::string_view name, const ElementRule& rule) {
  return {Match::element, name, &rule, 1, 1, {}};
}
constexpr Particle optional(std::string_view name, const ElementRule& rule,
                            std::uint32_t most = 1) {
  return {Match::element, name, &rule, 0, most, {}};
}
constexpr Particle some(std::string_view name, const ElementRule& rule,
                        std::uint32_t most = kUnbounded) {
  return {Match::element, name, &rule, 1, most, {}};
}

// An element that may stand where another namespace is expected: an object's command.
struct Global {
  xml::Ns ns = xml::Ns::unknown;
  std::string_view name;
  const ElementRule* rule = nullptr;
};

std::span<const Global> object_commands(xml::Ns ns);  // empty: no such object service
const ElementRule& epp_rule();                        // the rule of <epp>

}  // namespace stele::epp::grammar
