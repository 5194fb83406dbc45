// Look-ups in a parsed frame, white space normalisation, and element paths for messages.
#include "frontends/epp/xml/tree.h"

#include <algorithm>

#include "frontends/epp/xml/fragment.h"

namespace stele::epp::xml {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string step(const Tree& tree, Index i) {
  const Element& element = tree[i];
  std::string text(prefix_of(element.ns));
  if (!text.empty()) text += ':';
  text += element.name;
  if (element.parent == kNoElement) return text;
  int before = 0;
  int same = 0;
  for (Index sibling : tree.children(element.parent)) {
    if (tree[sibling].name != element.name || tree[sibling].uri != element.uri) continue;
    ++same;
    if (sibling <= i) ++before;
  }
  if (same > 1) text += '[' + std::to_string(before) + ']';
  return text;
}

}  // namespace

Index Tree::find(Index parent, std::string_view name) const {
  if (parent == kNoElement) return kNoElement;
  for (Index child : children(parent))
    if (elements_[child].name == name && elements_[child].ns == elements_[parent].ns) return child;
  return kNoElement;
}

std::string_view Tree::text(Index parent, std::string_view name) const {
  const Index child = find(parent, name);
  return child == kNoElement ? std::string_view{} : elements_[child].text;
}

std::string_view Tree::attribute(Index i, std::string_view name) const {
  const Attribute* end = attributes_end(i);
  const Attribute* found = std::find_if(attributes_begin(i), end, [&](const Attribute& a) {
    return a.ns == Ns::none && a.name == name;
  });
  return found == end ? std::string_view{} : found->value;
}

void Tree::collapse_attribute(Index i, std::size_t k) {
  Attribute& attribute = attributes_[elements_[i].first_attribute + k];
  attribute.value = collapsed(attribute.value);
}

std::string_view Tree::replaced(std::string_view text) {
  const auto odd = [](char c) { return c == '\t' || c == '\n' || c == '\r'; };
  if (std::none_of(text.begin(), text.end(), odd)) return text;
  char* at = arena_.get() + (text.data() - arena_.get());
  std::replace_if(at, at + text.size(), odd, ' ');
  return text;
}

std::string_view Tree::collapsed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (std::none_of(text.begin(), text.end(), is_space)) return text;
  // The text lies in our arena, which is ours to write; it only shrinks.
  char* begin = arena_.get() + (text.data() - arena_.get());
  char* out = begin;
  for (char c : text) {
    const char plain = is_space(c) ? ' ' : c;
    if (plain == ' ' && out[-1] == ' ') continue;
    *out++ = plain;
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

std::string_view Tree::source(Index i) const {
  const Element& element = elements_[i];
  return frame_.substr(element.begin, element.end - element.begin);
}

std::string Tree::standalone(Index i) const {
  const std::string_view bytes = source(i);
  std::size_t name_end = bytes.find_first_of(" \t\r\n/>");
  if (name_end == std::string_view::npos) name_end = bytes.size();
  std::string out(bytes.substr(0, name_end));
  // The nearest declaration of a prefix is the one in force; the element's own are in its bytes.
  std::vector<std::string_view> seen;
  for (Index at = i; at != kNoElement; at = elements_[at].parent) {
    const Declaration* from = declarations_.data() + elements_[at].first_declaration;
    for (const Declaration* d = from; d != from + elements_[at].declaration_count; ++d) {
      if (std::find(seen.begin(), seen.end(), d->prefix) != seen.end()) continue;
      seen.push_back(d->prefix);
      if (at == i) continue;
      out += d->prefix.empty() ? " xmlns" : " xmlns:";
      out += d->prefix;
      out += "=\"";
      append_escaped(out, d->uri);
      out += '"';
    }
  }
  out += bytes.substr(name_end);
  return out;
}

std::string Tree::path(Index i) const {
  std::string path = step(*this, i);
  for (Index up = elements_[i].parent; up != kNoElement; up = elements_[up].parent) {
    const bool frame = elements_[up].ns == Ns::epp &&
                       (elements_[up].name == "epp" || elements_[up].name == "command");
    if (frame) break;
    path = step(*this, up) + '/' + path;
  }
  return path;
}

}  // namespace stele::epp::xml
