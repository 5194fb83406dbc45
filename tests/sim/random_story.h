// A story nobody wrote: commands of staff and twenty registrars at random, over few enough names,
// contacts and hosts that they meet. Most are what a registrar could mean; the others are wrong in
// ways that happen. The same seed tells the same story; a line can be told again without it.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/core/state.h"

namespace stele::sim {

// One line: so long after the one before, somebody does this.
struct Line {
  std::int64_t pause_seconds = 0;
  std::string who;     // "registry" or a registrar
  std::string words;   // a command line (frontends/gateway/command_text.h)
};
// As a story is written: docs/howto/add-a-scenario.md.
std::string to_text(const Line& line);

// Five zones (gTLD, ccTLD, FRED, numbers of its own, no life cycle), registrars and their credit.
std::vector<Line> opening();

class RandomStory {
 public:
  explicit RandomStory(std::uint64_t seed) : random_(seed) {}

  // Seconds to months.
  std::int64_t pause();
  // What comes next, by what can be seen after the pause.
  Line next(const core::State& state);

 private:
  struct Kind;
  static const std::vector<Kind>& kinds();

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(std::size(list))];
  }

  std::string some_registrar();
  std::string some_name();
  std::string some_contact_id();
  std::string some_host_name();
  std::string contact_there();   // tries to find one that exists
  std::string host_there();
  std::optional<core::Domain> domain_there();
  // The registrar's id; sometimes another's.
  std::string sponsor_or_other(ObjectNumber sponsor);
  std::string period();
  std::string fee();

  Line create_contact();
  Line update_contact();
  Line delete_contact();
  Line transfer_contact();
  Line create_host();
  Line update_host();
  Line delete_host();
  Line create_domain();
  Line update_domain();
  Line renew_domain();
  Line delete_domain();
  Line transfer_domain();
  Line restore_domain();
  Line acknowledge();
  Line credit();
  Line change_registrar();
  Line change_zone();
  Line list_name();
  Line act_for_somebody();

  std::mt19937_64 random_;
  std::vector<std::string> recent_;     // names
  const core::State* state_ = nullptr;  // during next()
};

}  // namespace stele::sim
