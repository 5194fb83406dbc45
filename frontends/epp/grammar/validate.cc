// The reader of the grammar tables. It goes on after a problem wherever it can tell what was meant,
// so that a client sees all of them at once.
#include "frontends/epp/grammar/validate.h"

#include <algorithm>
#include <array>

#include "frontends/epp/grammar/rules.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::epp::grammar {
namespace {

using xml::Index;
using xml::kNoElement;
using xml::Ns;

std::size_t count_characters(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return n;
}

Verb verb_named(std::string_view name) {
  struct Entry {
    std::string_view name;
    Verb verb;
  };
  static constexpr std::array kVerbs{
      Entry{"check", Verb::check},       Entry{"info", Verb::info},
      Entry{"create", Verb::create},     Entry{"update", Verb::update},
      Entry{"delete", Verb::remove},     Entry{"renew", Verb::renew},
      Entry{"transfer", Verb::transfer}, Entry{"poll", Verb::poll},
      Entry{"login", Verb::login},       Entry{"logout", Verb::logout}};
  for (const Entry& entry : kVerbs)
    if (entry.name == name) return entry.verb;
  return Verb::none;
}

class Validator {
 public:
  explicit Validator(xml::Tree& tree) : tree_(tree) {}

  Frame run() {
    const Index root = tree_.root();
    if (tree_[root].ns != Ns::epp || tree_[root].name != "epp") {
      report(2001, root, "the root element is not epp of namespace " + std::string(xml::kEppUri));
    } else {
      element(root, epp_rule());
      recognise(root);
    }
    sort_decisive_first(frame_.problems);
    return std::move(frame_);
  }

 private:
  void report(int code, Index at, std::string reason) {
    if (frame_.problems.size() >= kMaxProblems) return;
    frame_.problems.push_back(
        {code, xml::fragment(tree_, at), tree_.path(at) + ": " + std::move(reason)});
  }

  void recognise(Index root) {
    const Index child = tree_[root].first_child;
    if (child == kNoElement || tree_[child].ns != Ns::epp) return;
    if (tree_[child].name == "hello") {
      frame_.verb = Verb::hello;
      return;
    }
    if (tree_[child].name != "command") return;
    for (Index part : tree_.children(child)) {
      if (tree_[part].ns != Ns::epp) continue;
      const Verb verb = verb_named(tree_[part].name);
      if (verb != Verb::none && frame_.command == kNoElement) {
        frame_.verb = verb;
        frame_.command = part;
      }
      // Valid or not, it was normalised on the way; only a valid one may be echoed.
      const std::string_view text = tree_[part].text;
      const bool echo = tree_[part].name == "clTRID" && frame_.client_trid.empty() &&
                        tree_[part].first_child == kNoElement;
      if (echo && count_characters(text) >= 3 && count_characters(text) <= 64)
        frame_.client_trid = text;
    }
    if (frame_.command == kNoElement) return;
    const bool own_payload = frame_.verb == Verb::login || frame_.verb == Verb::poll ||
                             frame_.verb == Verb::logout;
    frame_.payload = own_payload ? frame_.command : tree_[frame_.command].first_child;
    if (frame_.payload != kNoElement) frame_.object = tree_[frame_.payload].ns;
  }

  void element(Index i, const ElementRule& rule) {
    if (rule.content == Content::anything) return anything(i);
    attributes(i, rule);
    switch (rule.content) {
      case Content::anything: return;
      case Content::text: return simple(i, *rule.text);
      case Content::sequence:
        no_text(i, rule);
        return sequence(i, rule.particles);
      case Content::choice:
        no_text(i, rule);
        return choice(i, rule.particles);
    }
  }

  // xs:anyType: whatever stands here is accepted, but an element we know must be right.
  void anything(Index i) {
    for (Index child : tree_.children(i)) {
      const ElementRule* rule = find_global(tree_[child].ns, tree_[child].name);
      rule != nullptr ? element(child, *rule) : anything(child);
    }
  }

  static const ElementRule* find_global(Ns ns, std::string_view name) {
    for (const Global& global : object_commands(ns))
      if (global.name == name) return global.rule;
    return nullptr;
  }

  void no_text(Index i, const ElementRule& rule) {
    const xml::Element& e = tree_[i];
    const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    const bool only_space = std::all_of(e.text.begin(), e.text.end(), space);
    // Where no child may stand, not even white space may.
    const bool bad = e.stray_text || !only_space || (rule.particles.empty() && !e.text.empty());
    if (bad) report(2001, i, "text is not allowed here");
  }

  // --- attributes and text ---

  void attributes(Index i, const ElementRule& rule) {
    const std::size_t count = tree_[i].attribute_count;
    for (std::size_t k = 0; k < count; ++k) {
      const xml::Attribute& given = tree_.attributes_begin(i)[k];
      const bool hint = given.ns == Ns::xsi && (given.name == "schemaLocation" ||
                                                given.name == "noNamespaceSchemaLocation");
      if (hint) continue;
      const AttributeRule* known = nullptr;
      for (const AttributeRule& candidate : rule.attributes)
        if (given.ns == Ns::none && candidate.name == given.name) known = &candidate;
      if (known == nullptr) {
        report(2001, i, "attribute " + std::string(given.name) + " is not allowed here");
        continue;
      }
      tree_.collapse_attribute(i, k);
      value(i, "attribute " + std::string(known->name) + " ", given.value, *known->text);
    }
    for (const AttributeRule& wanted : rule.attributes) {
      if (!wanted.required) continue;
      const xml::Attribute* end = tree_.attributes_end(i);
      const bool there = std::any_of(tree_.attributes_begin(i), end, [&](const xml::Attribute& a) {
        return a.ns == Ns::none && a.name == wanted.name;
      });
      if (!there) report(2003, i, "attribute " + std::string(wanted.name) + " is missing");
    }
  }

  void simple(Index i, const TextRule& rule) {
    if (tree_[i].first_child != kNoElement)
      return report(2001, tree_[i].first_child, "no element is allowed here");
    if (rule.space == Space::collapse) tree_.collapse_space(i);
    if (rule.space == Space::replace) tree_.replace_space(i);
    value(i, "", tree_[i].text, rule);
  }

  void value(Index i, const std::string& what, std::string_view text, const TextRule& rule) {
    if (rule.syntax != nullptr && !rule.syntax(text))
      return report(2005, i, what + "is not " + rule.form);
    if (rule.least > 0 || rule.most != kNoLimit) {
      const std::size_t length = count_characters(text);
      if (length < rule.least || length > rule.most)
        return report(2004, i, what + "has " + std::to_string(length) + " characters, " +
                                   limits(rule.least, rule.most) + " are allowed");
    }
    const auto& values = rule.values;
    if (!values.empty() && std::find(values.begin(), values.end(), text) == values.end())
      return report(rule.value_code, i, what + "is not one of " + join(values));
    if (rule.in_range != nullptr && !rule.in_range(text))
      return report(2004, i, what + "is outside " + rule.range);
  }

  static std::string limits(std::uint32_t least, std::uint32_t most) {
    if (most == kNoLimit) return std::to_string(least) + " or more";
    return std::to_string(least) + " to " + std::to_string(most);
  }

  static std::string join(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) {
      if (!text.empty()) text += ", ";
      text += word;
    }
    return text;
  }

  // --- children ---

  bool matches(Index parent, Index child, const Particle& particle) const {
    const xml::Element& e = tree_[child];
    switch (particle.match) {
      case Match::element: return e.name == particle.name && e.ns == tree_[parent].ns;
      case Match::group:
        return std::any_of(particle.group.begin(), particle.group.end(),
                           [&](const Particle& p) { return matches(parent, child, p); });
      case Match::object:
      case Match::extension:
      case Match::foreign: return e.ns != Ns::none && e.ns != tree_[parent].ns;
    }
    return false;
  }

  void matched(Index parent, Index child, const Particle& particle) {
    switch (particle.match) {
      case Match::element: return element(child, *particle.rule);
      case Match::group:
        for (const Particle& p : particle.group)
          if (matches(parent, child, p)) return matched(parent, child, p);
        return;
      case Match::object: return object(parent, child);
      case Match::extension:
        return report(2103, child, "this extension is not offered here");
      case Match::foreign:
        return report(2102, child, "only passwords are supported as authorization information");
    }
  }

  void object(Index command, Index child) {
    const xml::Element& e = tree_[child];
    if (object_commands(e.ns).empty())
      return report(2307, child, "no object service of namespace " + std::string(e.uri));
    const ElementRule* rule = find_global(e.ns, tree_[command].name);
    if (e.name != tree_[command].name)
      return report(2001, child, "does not belong in " + std::string(tree_[command].name));
    if (rule == nullptr)
      return report(2101, child, "objects of this kind have no such command");
    element(child, *rule);
  }

  // Children are taken in order. One that belongs further on moves the place forward; one that
  // belongs further back is in the wrong order or too many; its content is looked at all the same.
  void sequence(Index parent, std::span<const Particle> particles) {
    // No sequence of the grammar is longer than domain's seven parts.
    std::array<std::uint32_t, 16> seen{};
    std::size_t place = 0;
    bool unknown_command = false;
    for (Index child : tree_.children(parent)) {
      std::size_t found = particles.size();
      for (std::size_t step = 0; step < particles.size() && found == particles.size(); ++step) {
        const std::size_t at = (place + step) % particles.size();
        if (matches(parent, child, particles[at])) found = at;
      }
      if (found == particles.size()) {
        const bool command = !particles.empty() && particles[0].match == Match::group &&
                             seen[0] == 0 && tree_[child].ns == Ns::epp && !unknown_command;
        unknown_command = unknown_command || command;
        command ? report(2000, child, "there is no such command") : unexpected(parent, child);
        continue;
      }
      ++seen[found];
      if (found < place) {
        report(2001, child, "stands in the wrong order");
      } else if (seen[found] > particles[found].most) {
        report(2001, child, "at most " + std::to_string(particles[found].most) + " allowed");
      } else {
        place = found;
      }
      matched(parent, child, particles[found]);
    }
    for (std::size_t at = 0; at < particles.size(); ++at) {
      if (seen[at] >= particles[at].least || (at == 0 && unknown_command)) continue;
      missing(parent, particles[at].name);
    }
  }

  void choice(Index parent, std::span<const Particle> particles) {
    const Particle* chosen = nullptr;
    std::uint32_t seen = 0;
    bool any = false;
    for (Index child : tree_.children(parent)) {
      any = true;
      const auto found = std::find_if(particles.begin(), particles.end(), [&](const Particle& p) {
        return matches(parent, child, p);
      });
      if (found == particles.end()) {
        unexpected(parent, child);
        continue;
      }
      if (chosen == nullptr) chosen = &*found;
      if (&*found != chosen)
        report(2001, child, "not allowed together with " + std::string(chosen->name));
      else if (++seen > chosen->most)
        report(2001, child, "at most " + std::to_string(chosen->most) + " allowed");
      matched(parent, child, *found);
    }
    if (any) return;
    std::string names;
    for (const Particle& p : particles) {
      if (!names.empty()) names += " or ";
      names += p.name;
    }
    missing(parent, names);
  }

  void unexpected(Index parent, Index child) {
    const bool foreign = tree_[child].ns != tree_[parent].ns;
    report(2001, child, foreign ? "no element of this namespace is allowed here"
                                : "this element is not allowed here");
  }

  void missing(Index parent, std::string_view name) {
    report(2003, parent, std::string(name) + " is missing");
  }

  xml::Tree& tree_;
  Frame frame_;
};

int rank(int code) {
  switch (code) {
    case 2000: return 0;
    case 2001: return 1;
    case 2100: return 2;
    case 2101:
    case 2102:
    case 2103:
    case 2307: return 3;
    case 2003: return 4;
    case 2005: return 5;
    default: return 6;
  }
}

}  // namespace

void sort_decisive_first(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return rank(a.code) < rank(b.code);
  });
}

Frame validate(xml::Tree& tree) { return Validator(tree).run(); }

}  // namespace stele::epp::grammar
