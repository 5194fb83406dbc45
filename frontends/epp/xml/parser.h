// Bytes of one frame -> Tree. The only place that includes libxml2. One Parser per thread, reused
// for every frame: context, name dictionary and arena stay. No DTD, hence no entities beyond the
// five of XML itself; no network; everything is bounded before it is stored.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "engine/base/result.h"
#include "frontends/epp/xml/tree.h"

namespace stele::epp::xml {

struct Limits {
  std::size_t frame_bytes = 64 * 1024;
  std::size_t depth = 32;
  std::size_t elements = 4096;
  std::size_t attributes = 16;      // of one element, namespace declarations apart
  std::size_t namespaces = 32;      // declarations on one element
  std::size_t text_bytes = 16 * 1024;  // of one element
  bool operator==(const Limits&) const = default;
};

class Parser {
 public:
  explicit Parser(Limits limits = {});
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // Fault::invalid for bytes that are no XML of the kind EPP allows, Fault::unsupported for a
  // document type declaration, Fault::too_large for a limit; the text names line or byte. The tree
  // lives until the next call, Tree::source() only as long as `frame` does.
  Result<Tree*> parse(std::string_view frame);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stele::epp::xml
