// libxml2's SAX2 callbacks; they fill the tree and stop at the first limit.
#include "engine/idn/lgr/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

#include "engine/base/bytes.h"
#include "engine/idn/lgr/table_data.h"

namespace stele::idn::lgr {

namespace {

constexpr std::string_view kNamespace = "urn:ietf:params:xml:ns:lgr-1.0";

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

struct Builder {
  xmlParserCtxtPtr context = nullptr;
  std::optional<Element> root;
  std::vector<Element*> open;  // from the root to the element being read
  std::size_t elements = 0;
  std::optional<Problem> problem;

  int line() const { return context->input ? context->input->line : 0; }
  void stop(std::string what) {
    if (!problem) problem = Problem{Severity::error, line(), std::move(what)};
    xmlStopParser(context);
  }
  void start(const xmlChar* name, const xmlChar* uri, int count, const xmlChar** values);
  void end() { open.pop_back(); }
  void characters(std::string_view text) {
    if (!open.empty()) open.back()->text += text;
  }
};

void Builder::start(const xmlChar* name, const xmlChar* uri, int count, const xmlChar** values) {
  if (problem) return;
  if (open.size() == kMaxDepth) return stop("elements lie deeper in each other than " + std::to_string(kMaxDepth));
  if (++elements > kMaxElements) return stop("there are more than " + std::to_string(kMaxElements) + " elements");
  Element element;
  element.name = view(name);
  element.foreign = view(uri) != kNamespace;
  element.line = line();
  for (int i = 0; i < count; ++i) {
    const xmlChar** const one = values + 5 * i;  // name, prefix, URI, value, its end
    std::string full(view(one[1]));
    if (!full.empty()) full += ':';
    element.attributes.push_back(
        {full + std::string(view(one[0])),
         std::string(reinterpret_cast<const char*>(one[3]), reinterpret_cast<const char*>(one[4]))});
  }
  if (open.empty()) {
    root = std::move(element);
    open.push_back(&*root);
  } else {
    // A parent grows only between its children, so that no open element moves.
    open.back()->children.push_back(std::move(element));
    open.push_back(&open.back()->children.back());
  }
}

Builder& builder(void* data) { return *static_cast<Builder*>(data); }

void on_start(void* data, const xmlChar* name, const xmlChar*, const xmlChar* uri, int,
              const xmlChar**, int count, int, const xmlChar** values) {
  builder(data).start(name, uri, count, values);
}
void on_end(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
  if (!builder(data).problem) builder(data).end();
}
void on_characters(void* data, const xmlChar* text, int length) {
  builder(data).characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}
void on_doctype(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
  builder(data).stop("a document type declaration is not allowed");
}
void on_error(void* data, xmlErrorPtr error) {
  Builder& b = builder(data);
  if (b.problem || error->level < XML_ERR_ERROR || error->code == XML_ERR_USER_STOP) return;
  std::string_view text = error->message ? error->message : "not well-formed";
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  b.problem = Problem{Severity::error, error->line, "this is not XML: " + to_printable(text, 160)};
  xmlStopParser(b.context);
}

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

struct ContextFreeing {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

}  // namespace

const std::string* Element::find(std::string_view attribute) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& one) { return one.name == attribute; });
  return found == attributes.end() ? nullptr : &found->value;
}

Result<Element, Problem> parse_xml(std::string_view bytes) {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
  Builder b;
  const std::unique_ptr<xmlParserCtxt, ContextFreeing> context(
      xmlCreateMemoryParserCtxt(bytes.data(), static_cast<int>(bytes.size())));
  if (!context) return std::unexpected(Problem{Severity::error, 0, "the table is empty"});
  *context->sax = make_handler();
  context->userData = &b;
  xmlCtxtUseOptions(context.get(), XML_PARSE_NONET);
  b.context = context.get();
  xmlParseDocument(context.get());
  if (b.problem) return std::unexpected(std::move(*b.problem));
  if (!context->wellFormed || !b.root)
    return std::unexpected(Problem{Severity::error, b.line(), "this is not XML"});
  return std::move(*b.root);
}

}  // namespace stele::idn::lgr
