// Domain and host names from outside: what is accepted is canonical and reads back as itself.
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"
#include "events/values/domain_name.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto name = stele::DomainName::parse(text);
  const auto host = stele::HostName::parse(text);
  if (!name) {
    CHECK(!host && host.error() == name.error(), "a host name is a domain name");
    return 0;
  }
  CHECK(name->text().size() == text.size(), "case alone is changed");
  CHECK(name->text().find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") ==
            std::string::npos,
        "an accepted name is lower-case LDH");
  const auto again = stele::DomainName::parse(name->text());
  CHECK(again && *again == *name, "a canonical name is its own canonical form");
  CHECK(host.has_value() == (name->label_count() >= 2), "a host name has two labels");
  if (!name->parent().empty())
    CHECK(name->is_below(stele::DomainName::trusted(std::string(name->parent()))),
          "a name lies below its parent");
  return 0;
}
