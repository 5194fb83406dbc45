// Writer: one element of <resData> or <extension> with its children, by string append. All its
// elements are in one namespace; what belongs to another one is given whole, to raw().
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "frontends/epp/response/response.h"

namespace stele::epp {

// Pairs of name and value; one with an empty value is left out.
using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Writer {
 public:
  // "<domain:creData xmlns:domain=…>"; `attributes` are those of this element.
  Writer(xml::Ns ns, std::string_view data_name, Attributes attributes = {});

  void element(std::string_view name, std::string_view text) { element(name, {}, text); }
  void element(std::string_view name, Attributes attributes, std::string_view text);
  // With one attribute, empty or not.
  void element(std::string_view name, std::string_view attribute, std::string_view value,
               std::string_view text);
  void optional(std::string_view name, std::string_view text) {
    if (!text.empty()) element(name, text);
  }
  void begin(std::string_view name) { begin(name, Attributes{}); }
  void begin(std::string_view name, Attributes attributes);
  void begin(std::string_view name, std::string_view attribute, std::string_view value);
  void end(std::string_view name);
  void empty(std::string_view name) { empty(name, Attributes{}); }
  void empty(std::string_view name, Attributes attributes);
  void empty(std::string_view name, std::string_view attribute, std::string_view value);
  // An element that was written or read before, as it is.
  void raw(std::string_view xml) { out_ += xml; }
  Part finish();

  // The content of the data element itself, where it has text instead of children.
  void text(std::string_view text);

 private:
  void tag(std::string_view name);
  void attribute(std::string_view name, std::string_view value);
  void attributes(Attributes attributes);
  xml::Ns ns_;
  std::string_view name_;
  std::string out_;
};

}  // namespace stele::epp
