// Layouts of WHOIS answers from outside. What is accepted can be written out, in lines without control
// characters, and ends; what is refused names a line of the text.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "engine/core/directory/whois_layout.h"
#include "projections/whois/layout.h"
#include "projections/whois/whois_text.h"

namespace {

stele::rdds::DomainView domain() {
  using stele::rdds::Withheld;
  stele::rdds::DomainView view;
  view.name = view.asked = stele::DomainName::trusted("xn--ogb5cf.example");
  view.unicode_name = "مكة.example";
  view.statuses = {stele::Status::ok};
  view.hosts.resize(3);
  view.variants.resize(2);
  view.ds.resize(2);
  view.keys.resize(1);
  view.resellers.resize(2);
  view.contacts.resize(3);
  view.contacts[0].roles = {stele::RddsRole::registrant};
  view.contacts[0].postal.street = {{"a", "b\r\nc"}, Withheld::no};
  view.contacts[1].roles = {stele::RddsRole::tech};
  view.contacts[1].email = {{}, Withheld::policy};
  return view;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto layout = stele::core::WhoisLayout::parse(text);
  if (!layout) {
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    CHECK(layout.error().line >= 1 && layout.error().line <= lines, "the line is one of the text");
    CHECK(!layout.error().what.empty(), "a refusal says why");
    return 0;
  }
  static const stele::rdds::DomainView view = domain();
  std::string out;
  stele::whois::write_domain(view, {}, text, out);
  CHECK(out.size() <= stele::whois::kMostText + 2 * stele::core::WhoisLayout::kMostBytes,
        "an answer ends");
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<unsigned char>(out[i]);
    const bool line_end = (c == '\r' && i + 1 < out.size() && out[i + 1] == '\n') ||
                          (c == '\n' && i > 0 && out[i - 1] == '\r');
    CHECK(line_end || (c >= 0x20 && c != 0x7f), "no control character comes out");
  }
  return 0;
}
