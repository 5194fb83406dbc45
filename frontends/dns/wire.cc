#include "frontends/dns/wire.h"

#include "engine/base/bytes.h"

namespace stele::dns {

std::string_view to_text(Rcode rcode) {
  switch (rcode) {
    case Rcode::noerror: return "NOERROR";
    case Rcode::formerr: return "FORMERR";
    case Rcode::servfail: return "SERVFAIL";
    case Rcode::notimp: return "NOTIMP";
    case Rcode::refused: return "REFUSED";
    case Rcode::notauth: return "NOTAUTH";
    case Rcode::badvers: return "BADVERS";
  }
  return "";
}

std::string_view to_text(TsigError error) {
  switch (error) {
    case TsigError::none: return "";
    case TsigError::badsig: return "BADSIG";
    case TsigError::badkey: return "BADKEY";
    case TsigError::badtime: return "BADTIME";
    case TsigError::badtrunc: return "BADTRUNC";
  }
  return "";
}

std::string type_text(std::uint16_t type) {
  const std::string_view word = record_type_word(type);
  return word.empty() ? "TYPE" + std::to_string(type) : std::string(word);
}

std::optional<DomainName> from_wire(std::string_view wire) {
  std::string text;
  while (!wire.empty() && wire.front() != '\0') {
    const auto size = static_cast<unsigned char>(wire.front());
    const std::string_view label = wire.substr(1, size);
    if (label.find('.') != std::string_view::npos) return std::nullopt;
    if (!text.empty()) text += '.';
    text += label;
    wire.remove_prefix(std::min<std::size_t>(size + 1U, wire.size()));
  }
  auto name = DomainName::parse(text);
  return name ? std::optional(std::move(*name)) : std::nullopt;
}

std::string show_wire(std::string_view wire) {
  std::string text;
  while (!wire.empty() && wire.front() != '\0') {
    const auto size = static_cast<unsigned char>(wire.front());
    if (!text.empty()) text += '.';
    text += wire.substr(1, size);
    wire.remove_prefix(std::min<std::size_t>(size + 1U, wire.size()));
  }
  return text.empty() ? "." : to_printable(text, 255);
}

}  // namespace stele::dns
