// The commands of EPP (RFC 5730 §2.9), and sets of them.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace stele::epp::grammar {

enum class Verb : std::uint8_t {
  none,  // no command that could be recognised
  hello,
  login,
  logout,
  check,
  info,
  create,
  update,
  remove,  // <delete>
  renew,
  transfer,
  poll,
};

class VerbSet {
 public:
  constexpr VerbSet(std::initializer_list<Verb> list) {
    for (const Verb verb : list) bits_ = static_cast<std::uint16_t>(bits_ | bit(verb));
  }
  constexpr bool has(Verb verb) const { return (bits_ & bit(verb)) != 0; }

 private:
  static constexpr std::uint16_t bit(Verb verb) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(verb));
  }
  std::uint16_t bits_ = 0;
};

}  // namespace stele::epp::grammar
