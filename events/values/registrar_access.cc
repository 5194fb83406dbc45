#include "events/values/registrar_access.h"

#include <utility>

namespace stele {

std::string_view to_text(CertificateMode mode) {
  switch (mode) {
    case CertificateMode::own: return "own";
    case CertificateMode::issued: return "issued";
    case CertificateMode::none: return "none";
  }
  std::unreachable();
}

std::optional<CertificateMode> parse_certificate_mode(std::string_view text) {
  for (const CertificateMode mode : {CertificateMode::own, CertificateMode::issued, CertificateMode::none})
    if (text == to_text(mode)) return mode;
  return std::nullopt;
}

}  // namespace stele
