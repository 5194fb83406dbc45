// Escaping and fragments by string append.
#include "frontends/epp/xml/fragment.h"

namespace stele::epp::xml {
namespace {

constexpr std::size_t kMaxText = 255;

bool is_secret(std::string_view name) { return name == "pw" || name == "newPW"; }

std::string_view cut(std::string_view text) {
  if (text.size() <= kMaxText) return text;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

// "domain:name" and the declaration its prefix needs.
struct Tag {
  std::string name;
  std::string declaration;
};

Tag tag(Ns ns, std::string_view uri, std::string_view name) {
  Tag tag;
  if (ns == Ns::none) {
    tag.declaration = " xmlns=\"\"";
  } else if (ns != Ns::epp) {
    const std::string prefix(prefix_of(ns).empty() ? "x" : prefix_of(ns));
    tag.name = prefix + ':';
    if (ns != Ns::xml) {
      tag.declaration = " xmlns:" + prefix + "=\"";
      append_escaped(tag.declaration, uri);
      tag.declaration += '"';
    }
  }
  tag.name += name;
  return tag;
}

void append_body(std::string& out, const Tag& tag, std::string_view text) {
  if (text.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  append_escaped(out, cut(text));
  out += "</";
  out += tag.name;
  out += '>';
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char* entity = nullptr;
    switch (text[i]) {
      case '&': entity = "&amp;"; break;
      case '<': entity = "&lt;"; break;
      case '>': entity = "&gt;"; break;
      case '"': entity = "&quot;"; break;
      case '\r': entity = "&#13;"; break;
      default: continue;
    }
    out.append(text, from, i - from);
    out += entity;
    from = i + 1;
  }
  out.append(text, from);
}

std::string fragment(const Tree& tree, Index i) {
  const Element& element = tree[i];
  const Tag name = tag(element.ns, element.uri, element.name);
  std::string out = '<' + name.name + name.declaration;
  for (const Attribute* a = tree.attributes_begin(i); a != tree.attributes_end(i); ++a) {
    if (a->ns != Ns::none) continue;
    out += ' ';
    out += a->name;
    out += "=\"";
    append_escaped(out, cut(a->value));
    out += '"';
  }
  append_body(out, name, is_secret(element.name) ? std::string_view{} : element.text);
  return out;
}

std::string fragment(Ns ns, std::string_view name, std::string_view text) {
  const Tag full = tag(ns, uri_of(ns), name);
  std::string out = '<' + full.name + full.declaration;
  append_body(out, full, is_secret(name) ? std::string_view{} : text);
  return out;
}

}  // namespace stele::epp::xml
