// libxml2's SAX2 interface behind the Parser: callbacks fill the Tree and stop at the first limit.
#include "frontends/epp/xml/parser.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <strings.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "frontends/epp/xml/encoding.h"

namespace stele::epp::xml {

// What the callbacks write to. Reset for every frame.
struct Builder {
  Tree tree;
  Limits limits;
  xmlParserCtxtPtr context = nullptr;
  std::vector<Index> open;  // path from the root to the element being read
  std::optional<Error> error;
  // The dictionary gives equal URIs equal addresses, so the last few need no comparing.
  const xmlChar* last_uri = nullptr;
  Ns last_ns = Ns::none;
  std::string_view last_view;

  void stop(Fault fault, std::string what) {
    if (!error) error = Error{fault, "line " + std::to_string(line()) + ": " + std::move(what)};
    xmlStopParser(context);
  }
  int line() const { return context->input != nullptr ? context->input->line : 0; }

  std::string_view store(const char* from, std::size_t n) {
    CHECK(tree.arena_used_ + n <= tree.arena_size_, "text of a frame is never longer than it");
    char* to = tree.arena_.get() + tree.arena_used_;
    std::memcpy(to, from, n);
    tree.arena_used_ += n;
    return {to, n};
  }
  bool fits(std::size_t n) {
    if (tree.arena_used_ + n <= tree.arena_size_) return true;
    stop(Fault::too_large, "text is longer than the frame may be");
    return false;
  }

  void look_up(const xmlChar* uri) {
    if (uri == last_uri) return;
    last_uri = uri;
    last_view = uri == nullptr ? std::string_view{} : reinterpret_cast<const char*>(uri);
    last_ns = find_namespace(last_view);
  }

  // Of the frame's bytes: where libxml2 has read to.
  std::uint32_t position() const {
    return static_cast<std::uint32_t>(context->input->consumed) +
           static_cast<std::uint32_t>(context->input->cur - context->input->base);
  }
  // The callback comes before the tag's end is read; no "<" can stand between it and the tag's own.
  std::uint32_t tag_begin() const {
    const xmlChar* at = context->input->cur;
    while (at > context->input->base && *at != '<') --at;
    return position() - static_cast<std::uint32_t>(context->input->cur - at);
  }

  void start(const xmlChar* name, const xmlChar* uri, int namespaces,
             const xmlChar** declarations, int attributes, const xmlChar** values);
  void end();
  void characters(const char* text, std::size_t n);
};

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool all_space(std::string_view text) { return std::all_of(text.begin(), text.end(), is_space); }

Builder& builder(void* data) { return *static_cast<Builder*>(data); }

void on_start(void* data, const xmlChar* name, const xmlChar*, const xmlChar* uri, int namespaces,
              const xmlChar** declarations, int attributes, int, const xmlChar** values) {
  builder(data).start(name, uri, namespaces, declarations, attributes, values);
}

void on_end(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
  builder(data).end();
}

void on_characters(void* data, const xmlChar* text, int n) {
  builder(data).characters(reinterpret_cast<const char*>(text), static_cast<std::size_t>(n));
}

// Called at "<!DOCTYPE name", before anything inside it is read.
void on_doctype(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
  builder(data).stop(Fault::unsupported, "a document type declaration is not allowed");
}

void on_error(void* data, xmlErrorPtr problem) {
  Builder& b = builder(data);
  if (b.error || problem->level < XML_ERR_ERROR || problem->code == XML_ERR_USER_STOP) return;
  std::string_view text = problem->message != nullptr ? problem->message : "not well-formed";
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  b.stop(Fault::invalid, to_printable(text, 160));
}

// What the XML declaration says; empty where it says nothing. Form and place of the declaration are
// libxml2's to judge.
std::string declared_encoding(std::string_view frame) {
  if (frame.starts_with("\xef\xbb\xbf")) frame.remove_prefix(3);
  if (!frame.starts_with("<?xml")) return {};
  const std::string_view declaration = frame.substr(0, frame.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("'\"", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return {};
  return std::string(declaration.substr(at + 1, end - at - 1));
}

bool known_encoding(const std::string& declared) {
  if (declared.empty()) return true;
  for (const char* known : {"UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII"})
    if (strcasecmp(declared.c_str(), known) == 0) return true;
  return false;
}

// Where no context is at hand libxml2 writes to stderr; what a client sends must not reach it.
void on_stray_error(void*, xmlErrorPtr) {}

xmlSAXHandler make_handler() {
  xmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = on_start;
  handler.endElementNs = on_end;
  handler.characters = on_characters;
  handler.ignorableWhitespace = on_characters;
  handler.cdataBlock = on_characters;
  handler.internalSubset = on_doctype;
  handler.serror = on_error;
  return handler;
}

}  // namespace

void Builder::start(const xmlChar* name, const xmlChar* uri, int namespaces,
                    const xmlChar** declarations, int attributes, const xmlChar** values) {
  if (open.size() >= limits.depth) return stop(Fault::too_large, "elements are nested too deeply");
  if (tree.elements_.size() >= limits.elements) return stop(Fault::too_large, "too many elements");
  if (static_cast<std::size_t>(attributes) > limits.attributes ||
      static_cast<std::size_t>(namespaces) > limits.namespaces)
    return stop(Fault::too_large, "too many attributes");

  const auto index = static_cast<Index>(tree.elements_.size());
  Element element;
  if (!open.empty()) {
    Element& parent = tree.elements_[open.back()];
    if (parent.first_child == kNoElement) {
      parent.first_child = index;
      if (!all_space(parent.text)) parent.stray_text = true;
    } else {
      tree.elements_[parent.last_child].next = index;
    }
    parent.last_child = index;
    element.parent = open.back();
  }
  element.name = reinterpret_cast<const char*>(name);
  element.line = static_cast<std::uint32_t>(line());
  element.first_attribute = static_cast<std::uint32_t>(tree.attributes_.size());
  element.attribute_count = static_cast<std::uint16_t>(attributes);
  element.begin = tag_begin();
  element.first_declaration = static_cast<std::uint32_t>(tree.declarations_.size());
  element.declaration_count = static_cast<std::uint16_t>(namespaces);
  // Pairs of prefix and URI, both in the dictionary.
  const auto text = [](const xmlChar* t) {
    return t == nullptr ? std::string_view{} : reinterpret_cast<const char*>(t);
  };
  for (int i = 0; i < namespaces; ++i, declarations += 2)
    tree.declarations_.push_back({text(declarations[0]), text(declarations[1])});
  // Per attribute: local name, prefix, URI, value, end of value.
  for (int i = 0; i < attributes; ++i, values += 5) {
    const auto length = static_cast<std::size_t>(values[4] - values[3]);
    if (!fits(length)) return;
    Attribute attribute;
    look_up(values[2]);
    attribute.ns = last_ns;
    attribute.uri = last_view;
    attribute.name = reinterpret_cast<const char*>(values[0]);
    attribute.value = store(reinterpret_cast<const char*>(values[3]), length);
    tree.attributes_.push_back(attribute);
  }
  look_up(uri);
  element.ns = last_ns;
  element.uri = last_view;
  tree.elements_.push_back(element);
  open.push_back(index);
}

void Builder::end() {
  Element& element = tree.elements_[open.back()];
  element.end = position();
  // Holds as long as libxml2 reads our bytes as they are; it must not be trusted with more.
  const bool between_tags = element.begin < element.end && element.end <= tree.frame_.size() &&
                            tree.frame_[element.begin] == '<' &&
                            tree.frame_[element.end - 1] == '>';
  if (!between_tags) return stop(Fault::invalid, "the encoding is neither UTF-8 nor UTF-16");
  open.pop_back();
}

void Builder::characters(const char* text, std::size_t n) {
  if (open.empty()) return;
  Element& element = tree.elements_[open.back()];
  if (element.first_child != kNoElement) {
    if (!all_space({text, n})) element.stray_text = true;
    return;
  }
  if (element.text.size() + n > limits.text_bytes)
    return stop(Fault::too_large, "the text of an element is too long");
  if (!fits(n)) return;
  // Nothing else was stored since this element's earlier text: it has no child yet.
  const std::string_view added = store(text, n);
  element.text = element.text.empty()
                     ? added
                     : std::string_view(element.text.data(), element.text.size() + n);
}

struct Parser::Impl {
  Builder builder;
  std::string converted;

  explicit Impl(Limits limits) {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
    builder.limits = limits;
    // UTF-16 grows by half at most on its way to UTF-8.
    builder.tree.arena_size_ = limits.frame_bytes + limits.frame_bytes / 2 + 16;
    builder.tree.arena_ = std::make_unique<char[]>(builder.tree.arena_size_);
    make_context();
  }
  ~Impl() { xmlFreeParserCtxt(builder.context); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void make_context() {
    xmlSetStructuredErrorFunc(nullptr, on_stray_error);  // of this thread
    builder.context = xmlNewParserCtxt();
    CHECK(builder.context != nullptr, "out of memory");
    *builder.context->sax = make_handler();
    builder.context->userData = &builder;
    builder.last_uri = nullptr;
    builder.last_view = {};
    builder.last_ns = Ns::none;
  }

  // The dictionary keeps every name it ever saw; invented names must not fill the memory.
  void bound_dictionary() {
    constexpr int kMaxNames = 4096;
    if (xmlDictSize(builder.context->dict) <= kMaxNames) return;
    xmlFreeParserCtxt(builder.context);
    make_context();
  }
};

Parser::Parser(Limits limits) : impl_(std::make_unique<Impl>(limits)) {}
Parser::~Parser() = default;

Result<Tree*> Parser::parse(std::string_view frame) {
  Builder& b = impl_->builder;
  if (frame.size() > b.limits.frame_bytes)
    return fail(Fault::too_large, "the frame has " + std::to_string(frame.size()) + " bytes, " +
                                      std::to_string(b.limits.frame_bytes) + " are allowed");
  const bool utf16 = looks_like_utf16(frame);
  const std::size_t bad =
      utf16 ? utf16_to_utf8(frame, impl_->converted) : find_bad_utf8(frame);
  if (bad != std::string_view::npos)
    return fail(Fault::invalid,
                "byte " + std::to_string(bad) + " begins no character of XML in " +
                    (utf16 ? "UTF-16" : "UTF-8"));
  if (utf16) frame = impl_->converted;
  if (!known_encoding(declared_encoding(frame)))
    return fail(Fault::invalid, "the encoding is neither UTF-8 nor UTF-16");
  impl_->bound_dictionary();
  b.tree.elements_.clear();
  b.tree.attributes_.clear();
  b.tree.declarations_.clear();
  b.tree.frame_ = frame;
  b.tree.arena_used_ = 0;
  b.open.clear();
  b.error.reset();
  // NOENT looks dangerous and is not: a DOCTYPE stops the parser, so the only entities are XML's
  // own five, and without it "&amp;" in an attribute would arrive as "&#38;". The encoding is known
  // and libxml2 must not convert: the tree keeps positions in our bytes.
  const xmlDocPtr document =
      xmlCtxtReadMemory(b.context, frame.data(), static_cast<int>(frame.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
  CHECK(document == nullptr, "our handler builds no document");
  if (b.error) return std::unexpected<Error>(*b.error);
  if (b.context->wellFormed == 0 || b.tree.elements_.empty())
    return fail(Fault::invalid, "the frame is not well-formed XML");
  return &b.tree;
}

}  // namespace stele::epp::xml
