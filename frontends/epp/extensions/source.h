// Source: reads the values of one valid frame's extensions, and collects what only reading can find
// wrong: an amount too precise to be money, a date no calendar of ours reaches. The grammar has
// judged form and order before; optional elements are asked for, required ones are there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "events/values/period.h"
#include "frontends/epp/grammar/validate.h"

namespace stele::epp {

class Source {
 public:
  Source(const xml::Tree& tree, std::vector<grammar::Problem>& problems)
      : tree_(tree), problems_(problems) {}

  const xml::Tree& tree() const { return tree_; }
  bool has(xml::Index parent, std::string_view name) const {
    return tree_.find(parent, name) != xml::kNoElement;
  }
  xml::Index find(xml::Index parent, std::string_view name) const {
    return tree_.find(parent, name);
  }
  std::string_view name(xml::Index at) const { return tree_[at].name; }
  std::string text(xml::Index at) const { return std::string(tree_[at].text); }
  // Of the child called so; "" without one.
  std::string text(xml::Index parent, std::string_view name) const {
    return std::string(tree_.text(parent, name));
  }
  std::optional<std::string> optional_text(xml::Index parent, std::string_view name) const;
  // "" where it is not given.
  std::string attribute(xml::Index at, std::string_view name) const {
    return std::string(tree_.attribute(at, name));
  }
  // What stands in an element of any content: its text, or its XML where it has elements.
  std::string mixed(xml::Index parent, std::string_view name) const;
  std::uint32_t number(xml::Index at) const;
  std::uint32_t number(xml::Index parent, std::string_view name) const {
    return number(tree_.find(parent, name));
  }

  Instant instant(xml::Index at);
  Instant instant(xml::Index parent, std::string_view name) {
    return instant(tree_.find(parent, name));
  }
  Amount amount(xml::Index at);
  std::optional<Period> period(xml::Index parent) const;

  void refuse(int code, xml::Index at, std::string_view reason);

 private:
  const xml::Tree& tree_;
  std::vector<grammar::Problem>& problems_;
};

// "true" or "1".
bool is_true(std::string_view boolean);

}  // namespace stele::epp
