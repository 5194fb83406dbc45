#include "frontends/metrics/exposition.h"

#include <charconv>

namespace stele::metrics {

namespace {

// A label's value knows three escapes, a help text two of them.
void put_escaped(std::string& out, std::string_view text, bool quotes) {
  for (const char c : text) {
    if (c == '\\') out += "\\\\";
    else if (c == '\n') out += "\\n";
    else if (c == '"' && quotes) out += "\\\"";
    else out += c;
  }
}

}  // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
  name_ = name;
  out_ += "# HELP " + name_ + " ";
  put_escaped(out_, help, false);
  out_ += "\n# TYPE " + name_ + (type == Type::counter ? " counter\n" : " gauge\n");
}

void Exposition::sample(std::initializer_list<Label> labels, double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  put(labels, {text, end});
}

void Exposition::put(std::initializer_list<Label> labels, std::string_view value) {
  out_ += name_;
  char before = '{';
  for (const auto& [name, text] : labels) {
    out_ += before;
    out_ += name;
    out_ += "=\"";
    put_escaped(out_, text, true);
    out_ += '"';
    before = ',';
  }
  if (labels.size() > 0) out_ += '}';
  out_ += ' ';
  out_ += value;
  out_ += '\n';
}

}  // namespace stele::metrics
