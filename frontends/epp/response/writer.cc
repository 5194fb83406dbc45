#include "frontends/epp/response/writer.h"

#include "frontends/epp/xml/fragment.h"

namespace stele::epp {

Writer::Writer(xml::Ns ns, std::string_view data_name, Attributes given)
    : ns_(ns), name_(data_name) {
  out_.reserve(1024);
  out_ += '<';
  tag(name_);
  out_ += " xmlns:";
  out_ += xml::prefix_of(ns_);
  out_ += "=\"";
  out_ += xml::uri_of(ns_);
  out_ += '"';
  attributes(given);
  out_ += '>';
}

void Writer::tag(std::string_view name) {
  out_ += xml::prefix_of(ns_);
  out_ += ':';
  out_ += name;
}

void Writer::attribute(std::string_view name, std::string_view value) {
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  xml::append_escaped(out_, value);
  out_ += '"';
}

void Writer::attributes(Attributes given) {
  for (const auto& [name, value] : given)
    if (!value.empty()) attribute(name, value);
}

void Writer::begin(std::string_view name, Attributes given) {
  out_ += '<';
  tag(name);
  attributes(given);
  out_ += '>';
}

void Writer::begin(std::string_view name, std::string_view key, std::string_view value) {
  out_ += '<';
  tag(name);
  attribute(key, value);
  out_ += '>';
}

void Writer::end(std::string_view name) {
  out_ += "</";
  tag(name);
  out_ += '>';
}

void Writer::empty(std::string_view name, Attributes given) {
  begin(name, given);
  out_.insert(out_.size() - 1, 1, '/');
}

void Writer::empty(std::string_view name, std::string_view key, std::string_view value) {
  begin(name, key, value);
  out_.insert(out_.size() - 1, 1, '/');
}

void Writer::element(std::string_view name, Attributes given, std::string_view text) {
  begin(name, given);
  xml::append_escaped(out_, text);
  end(name);
}

void Writer::element(std::string_view name, std::string_view key, std::string_view value,
                     std::string_view text) {
  begin(name, key, value);
  xml::append_escaped(out_, text);
  end(name);
}

void Writer::text(std::string_view text) { xml::append_escaped(out_, text); }

Part Writer::finish() {
  end(name_);
  return {ns_, std::move(out_)};
}

}  // namespace stele::epp
