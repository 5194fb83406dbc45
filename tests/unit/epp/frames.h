// Valid client frames, one of each command, as a registrar's client would write them. The prefixes
// differ on purpose: only namespaces count.
#pragma once

#include <string>
#include <vector>

namespace stele::epp::testing {

struct NamedFrame {
  std::string name;
  std::string xml;
};

// `body` inside <command>, with the four namespaces bound.
std::string command(const std::string& body);
std::vector<NamedFrame> valid_frames();
std::string valid_frame(const std::string& name);

}  // namespace stele::epp::testing
