// The reader of the grammar tables. It goes on after a problem wherever it can tell what was meant,
// so that a client sees all of them at once.
#include "frontends/epp/grammar/validate.h"

#include <algorithm>
#include <array>

#include "frontends/epp/grammar/common_rules.h"
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
  Validator(xml::Tree& tree, const Service& service) : tree_(tree), service_(service) {}

  Frame run() {
    const Index root = tree_.root();
    if (tree_[root].ns != Ns::epp || tree_[root].name != "epp") {
      report(2001, root, "the root element is not epp of namespace " + std::string(xml::kEppUri));
    } else {
      recognise(root);
      element(root, epp_rule());
      read_client_trid(root);
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

  // Before anything is judged: which extensions may stand here depends on the command.
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
    }
    if (frame_.command == kNoElement) return;
    const bool own_payload = frame_.verb == Verb::login || frame_.verb == Verb::poll ||
                             frame_.verb == Verb::logout;
    frame_.payload = own_payload ? frame_.command : tree_[frame_.command].first_child;
    if (frame_.payload != kNoElement) frame_.object = tree_[frame_.payload].ns;
  }

  // Valid or not, it was normalised on the way; only a valid one may be echoed.
  void read_client_trid(Index root) {
    const Index command = tree_.find(root, "command");
    if (command == kNoElement) return;
    for (Index part : tree_.children(command)) {
      const xml::Element& e = tree_[part];
      if (e.ns != Ns::epp || e.name != "clTRID" || e.first_child != kNoElement) continue;
      if (take_client_trid(e.text)) return;
    }
    if (const Index late = tree_.find(root, "clTRID"); late != kNoElement && tolerates_late(late))
      take_client_trid(tree_[late].text);
  }

  bool take_client_trid(std::string_view text) {
    const std::size_t length = count_characters(text);
    if (length < 3 || length > 64) return false;
    frame_.client_trid = text;
    return true;
  }

  // ---- what the server's profile lets pass

  bool tolerates(Tolerance tolerance) const { return service_.tolerances.has(tolerance); }

  // <clTRID> as the sibling of <command>, which has none of its own.
  bool tolerates_late(Index i) const {
    const xml::Element& e = tree_[i];
    return tolerates(Tolerance::late_client_trid) && e.ns == Ns::epp && e.name == "clTRID" &&
           e.parent == tree_.root() && frame_.command != kNoElement &&
           tree_.find(tree_[frame_.command].parent, "clTRID") == kNoElement;
  }

  // A contact's or host's <add/>, <rem/> or <chg/> that says nothing.
  bool tolerates_empty(Index i) const {
    const xml::Element& e = tree_[i];
    const bool change = e.name == "add" || e.name == "rem" || e.name == "chg";
    return tolerates(Tolerance::empty_change) && change && frame_.verb == Verb::update &&
           (e.ns == Ns::contact || e.ns == Ns::host) && e.parent == frame_.payload &&
           e.first_child == kNoElement && !e.stray_text && e.attribute_count == 0 &&
           e.text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }

  bool tolerates_old_fee(const xml::Element& e) const {
    return tolerates(Tolerance::old_fee) && e.uri.starts_with("urn:ietf:params:xml:ns:fee-0.");
  }

  // RFC 5733 §3.2.1 lets a new contact have an empty number; ICANN's tests do not.
  bool refuses_empty(const TextRule& rule, std::string_view text) const {
    return &rule == &kPhoneNumber && text.empty() && !tolerates(Tolerance::empty_number) &&
           frame_.verb == Verb::create && frame_.object == Ns::contact;
  }

  void element(Index i, const ElementRule& rule) {
    if (rule.content == Content::anything) return anything(i);
    attributes(i, rule);
    switch (rule.content) {
      case Content::anything: return;
      case Content::mixed: return lax_children(i);
      case Content::text: return simple(i, *rule.text);
      case Content::sequence:
        no_text(i, rule);
        return sequence(i, rule);
      case Content::choice:
        no_text(i, rule);
        return choice(i, rule.particles);
    }
  }

  // xs:anyType: whatever stands here is accepted, but an element we know must be right.
  void anything(Index i) { lax_children(i); }

  void lax_children(Index i) {
    for (Index child : tree_.children(i)) {
      const ElementRule* rule = find_global(tree_[child].ns, tree_[child].name);
      rule != nullptr ? element(child, *rule) : anything(child);
    }
  }

  const Mapping* find_mapping(Ns ns) const {
    for (const auto mappings : {object_mappings(), service_.mappings})
      for (const Mapping& mapping : mappings)
        if (mapping.ns == ns) return &mapping;
    return nullptr;
  }

  static const ElementRule* find_command(const Mapping& mapping, std::string_view name) {
    for (const Global& global : mapping.commands)
      if (global.name == name) return global.rule;
    return nullptr;
  }

  static const CommandExtension* find_extension(const Mapping& mapping, std::string_view name) {
    for (const CommandExtension& extension : mapping.extensions)
      if (extension.name == name) return &extension;
    return nullptr;
  }

  const ElementRule* find_global(Ns ns, std::string_view name) const {
    const Mapping* mapping = find_mapping(ns);
    if (mapping == nullptr) return nullptr;
    if (const ElementRule* rule = find_command(*mapping, name)) return rule;
    const CommandExtension* extension = find_extension(*mapping, name);
    return extension == nullptr ? nullptr : extension->rule;
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
    if (refuses_empty(rule, text))
      return report(2005, i, "is empty; leave the element out where there is no number");
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
      case Match::element: {
        const Ns wanted = particle.ns == Ns::none ? tree_[parent].ns : particle.ns;
        return e.name == particle.name && e.ns == wanted;
      }
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
      case Match::element:
        if (!tolerates_empty(child)) element(child, *particle.rule);
        return;
      case Match::group: return;  // its alternative is what has matched
      case Match::object: return object(parent, child);
      case Match::extension: return extension(parent, child);
      case Match::foreign:
        return report(2102, child, "only passwords are supported as authorization information");
    }
  }

  void object(Index command, Index child) {
    const xml::Element& e = tree_[child];
    const Mapping* mapping = find_mapping(e.ns);
    if (mapping == nullptr || mapping->commands.empty() || !service_.offered.has(e.ns))
      return report(2307, child, "no object service of namespace " + std::string(e.uri));
    const ElementRule* rule = find_command(*mapping, tree_[command].name);
    if (e.name != tree_[command].name)
      return report(2001, child, "does not belong in " + std::string(tree_[command].name));
    if (rule == nullptr)
      return report(2101, child, "objects of this kind have no such command");
    element(child, *rule);
  }

  // A protocol extension, beside <command>, is none of ours.
  void extension(Index parent, Index child) {
    const xml::Element& e = tree_[child];
    if (tolerates_old_fee(e)) return;
    const Mapping* mapping = find_mapping(e.ns);
    const bool of_command = tree_[tree_[parent].parent].name == "command";
    if (!of_command || mapping == nullptr || mapping->extensions.empty() ||
        !service_.offered.has(e.ns))
      return report(2103, child, "this extension is not offered here");
    const CommandExtension* known = find_extension(*mapping, e.name);
    if (known == nullptr) return unexpected(parent, child);
    const bool fits = known->verbs.has(frame_.verb) &&
                      (frame_.object == Ns::epp || known->objects.has(frame_.object));
    if (!fits) return report(2001, child, "does not belong to this command");
    for (const Index other : frame_.extensions)
      if (tree_[other].ns == e.ns && tree_[other].name == e.name)
        return report(2001, child, "a second one of this extension");
    frame_.extensions.push_back(child);
    element(child, *known->rule);
  }

  // Children are taken in order. One that belongs further on moves the place forward; one that
  // belongs further back is in the wrong order or too many; its content is looked at all the same.
  void sequence(Index parent, const ElementRule& rule) {
    const std::span<const Particle> particles = rule.particles;
    // No sequence of the grammar is longer than a trademark's 13 parts.
    std::array<std::uint32_t, 16> seen{};
    const Particle* chosen = nullptr;  // alternative; no sequence has two groups
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
      const Particle& particle = particles[found];
      ++seen[found];
      const Particle* alternative =
          particle.match == Match::group ? alternative_of(parent, child, particle) : &particle;
      if (particle.match == Match::group && chosen == nullptr) chosen = alternative;
      if (found < place) {
        report(2001, child, "stands in the wrong order");
      } else if (particle.match == Match::group && alternative != chosen) {
        report(2001, child, "not allowed together with " + std::string(chosen->name));
      } else if (seen[found] > alternative->most) {
        report(2001, child, "at most " + std::to_string(alternative->most) + " allowed");
      } else {
        place = found;
      }
      matched(parent, child, *alternative);
    }
    if (!rule.unique_attribute.empty()) unique(parent, rule.unique_attribute);
    const auto none = [](std::uint32_t n) { return n == 0; };
    if (rule.some_child && std::all_of(seen.begin(), seen.end(), none))
      missing(parent, names_of(particles));
    for (std::size_t at = 0; at < particles.size(); ++at) {
      if (seen[at] >= particles[at].least || (at == 0 && unknown_command)) continue;
      missing(parent, particles[at].name);
    }
  }

  const Particle* alternative_of(Index parent, Index child, const Particle& group) const {
    for (const Particle& p : group.group)
      if (matches(parent, child, p)) return &p;
    return nullptr;
  }

  // The first repetition is told. Such attributes are enumerations, so it comes early.
  void unique(Index parent, std::string_view attribute) {
    constexpr std::size_t kEnough = 32;
    std::vector<std::string_view> seen;
    for (Index child : tree_.children(parent)) {
      const std::string_view value = tree_.attribute(child, attribute);
      if (value.empty()) continue;
      if (std::find(seen.begin(), seen.end(), value) != seen.end())
        return report(2001, child, "a second one with the same " + std::string(attribute));
      seen.push_back(value);
      if (seen.size() == kEnough) return;
    }
  }

  void choice(Index parent, std::span<const Particle> particles) {
    const Particle* chosen = nullptr;
    std::uint32_t seen = 0;
    bool any = false;
    for (Index child : tree_.children(parent)) {
      any = true;
      if (tolerates_late(child)) {
        element(child, client_trid_rule());
        continue;
      }
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
    if (!any) missing(parent, names_of(particles));
  }

  static std::string names_of(std::span<const Particle> particles) {
    std::string names;
    for (const Particle& p : particles) {
      if (!names.empty()) names += " or ";
      names += p.name;
    }
    return names;
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
  const Service& service_;
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

xml::NsSet offered_by(const Profile& profile) {
  xml::NsSet offered{Ns::domain};
  if (profile.hosts) offered.add(Ns::host);
  if (profile.contacts) offered.add(Ns::contact);
  for (const Extension extension : profile.extensions.list())
    offered.add(xml::find_namespace(uri_of(extension)));
  return offered;
}

Frame validate(xml::Tree& tree, const Service& service) { return Validator(tree, service).run(); }

xml::Index find_extension(const xml::Tree& tree, const Frame& frame, xml::Ns ns,
                          std::string_view name) {
  for (const Index at : frame.extensions)
    if (tree[at].ns == ns && tree[at].name == name) return at;
  return kNoElement;
}

}  // namespace stele::epp::grammar
