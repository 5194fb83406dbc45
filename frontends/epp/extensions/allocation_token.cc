#include "frontends/epp/extensions/allocation_token.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array kExtensions{
    CommandExtension{"allocationToken",
                     &kNonEmptyTokenElement,
                     {Verb::check, Verb::create, Verb::transfer},
                     {xml::Ns::domain}},
    CommandExtension{"info", &kNothing, {Verb::info}, {xml::Ns::domain}}};

}  // namespace

Mapping allocation_token_mapping() {
  return {.ns = xml::Ns::allocation_token, .extensions = kExtensions};
}

std::string read_allocation_token(const Source& source, xml::Index at) { return source.text(at); }

Part write_allocation_token(std::string_view token) {
  Writer writer(xml::Ns::allocation_token, "allocationToken");
  writer.text(token);
  return writer.finish();
}

}  // namespace stele::epp
