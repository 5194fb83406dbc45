// A parsed frame: elements in document order in one vector, attributes in another, text in one
// arena. Owned by a Parser and valid until its next parse(); no node owns memory, so reading a
// frame costs no allocation once the vectors have grown. The bytes an element was read from can be
// had as they came, for signatures: only while the parsed frame itself is still there.
#pragma once

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "frontends/epp/xml/names.h"

namespace stele::epp::xml {

using Index = std::uint32_t;
inline constexpr Index kNoElement = 0xffffffff;

struct Attribute {
  Ns ns = Ns::none;
  std::string_view uri;  // as sent; tells unknown namespaces apart
  std::string_view name;
  std::string_view value;
};

// xmlns:prefix="uri"; prefix empty for the default namespace.
struct Declaration {
  std::string_view prefix;
  std::string_view uri;
};

struct Element {
  Ns ns = Ns::none;
  bool stray_text = false;  // has child elements and text that is not white space
  std::uint16_t attribute_count = 0;
  std::uint16_t declaration_count = 0;
  Index parent = kNoElement;
  Index first_child = kNoElement;
  Index last_child = kNoElement;
  Index next = kNoElement;  // next sibling
  std::uint32_t first_attribute = 0;
  std::uint32_t first_declaration = 0;
  std::uint32_t line = 0;
  std::uint32_t begin = 0;  // of the frame's bytes: "<" of the start tag
  std::uint32_t end = 0;    // after ">" of the end tag
  std::string_view uri;
  std::string_view name;
  std::string_view text;  // the character data; with child elements, what stands before the first
};

class Tree {
 public:
  const Element& operator[](Index i) const { return elements_[i]; }
  std::size_t size() const { return elements_.size(); }
  Index root() const { return 0; }

  class Children {
   public:
    class Iterator {
     public:
      using value_type = Index;
      using difference_type = std::ptrdiff_t;
      Iterator() = default;
      Iterator(const Tree* tree, Index at) : tree_(tree), at_(at) {}
      Index operator*() const { return at_; }
      Iterator& operator++() {
        at_ = (*tree_)[at_].next;
        return *this;
      }
      Iterator operator++(int) {
        Iterator old = *this;
        ++*this;
        return old;
      }
      bool operator==(const Iterator& other) const { return at_ == other.at_; }

     private:
      const Tree* tree_ = nullptr;
      Index at_ = kNoElement;
    };
    Children(const Tree& tree, Index first) : tree_(&tree), first_(first) {}
    Iterator begin() const { return {tree_, first_}; }
    Iterator end() const { return {tree_, kNoElement}; }

   private:
    const Tree* tree_;
    Index first_;
  };
  Children children(Index i) const { return {*this, elements_[i].first_child}; }

  const Attribute* attributes_begin(Index i) const {
    return attributes_.data() + elements_[i].first_attribute;
  }
  const Attribute* attributes_end(Index i) const {
    return attributes_begin(i) + elements_[i].attribute_count;
  }

  // First child with this name in the parent's namespace; kNoElement when there is none or when
  // `parent` is itself kNoElement, so that optional paths can be chained.
  Index find(Index parent, std::string_view name) const;
  // Text of that child, or nothing.
  std::string_view text(Index parent, std::string_view name) const;
  // Value of an attribute without namespace, or nothing.
  std::string_view attribute(Index i, std::string_view name) const;

  // The element's bytes as they were sent (UTF-8; UTF-16 frames as converted).
  std::string_view source(Index i) const;
  // The same, with the namespace declarations it inherits added to its start tag, so that it can
  // be parsed alone. Everything behind the element's name is byte for byte as sent.
  std::string standalone(Index i) const;

  // White space rules of XML Schema, in place: each tab, line feed and carriage return becomes a
  // space; `collapse` also trims and joins runs.
  void replace_space(Index i) { elements_[i].text = replaced(elements_[i].text); }
  void collapse_space(Index i) { elements_[i].text = collapsed(elements_[i].text); }
  void collapse_attribute(Index i, std::size_t k);

  // "create/domain:create/domain:ns/domain:hostObj[2]", below <command>; the ordinal only where
  // siblings share the name.
  std::string path(Index i) const;

 private:
  friend class Parser;
  friend struct Builder;
  std::string_view replaced(std::string_view text);
  std::string_view collapsed(std::string_view text);

  std::vector<Element> elements_;
  std::vector<Attribute> attributes_;
  std::vector<Declaration> declarations_;
  std::string_view frame_;
  std::unique_ptr<char[]> arena_;
  std::size_t arena_used_ = 0;
  std::size_t arena_size_ = 0;
};

}  // namespace stele::epp::xml
