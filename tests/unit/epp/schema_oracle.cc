#include "tests/unit/epp/schema_oracle.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "engine/base/check.h"

namespace stele::epp::testing {
namespace {

namespace fs = std::filesystem;

std::string run(const std::string& command) {
  std::string output;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  CHECK(pipe != nullptr, "popen");
  char buffer[4096];
  while (const std::size_t n = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, n);
  pclose(pipe);
  return output;
}

}  // namespace

SchemaOracle::SchemaOracle() {
  const fs::path root = STELE_SOURCE_DIR;
  std::error_code ignored;
  if (fs::exists(root / ".." / "shared" / "schemas" / "all.xsd", ignored) && run("xmllint --version").find("libxml") != std::string::npos)
    schema_ = (root / "tests" / "support" / "schemas.xsd").string();
}

std::vector<std::string> SchemaOracle::judge(const std::vector<std::string>& documents) const {
  const fs::path dir = fs::temp_directory_path() / ("stele-epp-" + std::to_string(getpid()));
  fs::create_directories(dir);
  std::ofstream list(dir / "list");
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string file = (dir / std::to_string(i)).string() + ".xml";
    std::ofstream(file, std::ios::binary) << documents[i];
    list << file << '\n';
  }
  list.close();
  const std::string output = run("xargs xmllint --nonet --noout --schema '" + schema_ + "' < '" +
                                 (dir / "list").string() + "'");
  std::vector<std::string> verdicts(documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::string file = (dir / std::to_string(i)).string() + ".xml";
    if (output.find(file + " validates") != std::string::npos) continue;
    const std::size_t at = output.find(file + ":");
    verdicts[i] = at == std::string::npos ? "no verdict: " + output.substr(0, 500)
                                          : output.substr(at, output.find('\n', at) - at);
  }
  fs::remove_all(dir);
  return verdicts;
}

}  // namespace stele::epp::testing
