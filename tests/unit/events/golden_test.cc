// Golden bytes: what every kind looks like in the journal. From the first tagged version on, bytes
// published here are read for ever.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/base/bytes.h"
#include "events/codec.h"
#include "samples.h"

namespace stele::events {
namespace {

// 32 bytes a line, so that a change can be read as a difference of lines.
std::string hex_lines(std::string_view bytes) {
  std::string out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(32, bytes.size())))
    out += to_hex(bytes.substr(0, 32)) + "\n";
  return out;
}

TEST(Golden, EveryKindIsStillWrittenAndReadAsPublished) {
  const bool write = std::getenv("STELE_WRITE_GOLDEN") != nullptr;
  const std::vector<Event> full = full_events();
  const std::vector<Event> bare = bare_events();
  for (std::size_t i = 0; i < full.size(); ++i) {
    const Transaction transaction = transaction_of({full[i], bare[i]});
    const std::string path = std::string(STELE_SOURCE_DIR) + "/tests/golden/events/" +
                             std::string(name_of(kind_of(full[i]))) + ".hex";
    const std::string now = hex_lines(encode(transaction));
    if (write) std::ofstream(path) << now;
    std::stringstream published;
    published << std::ifstream(path).rdbuf();
    EXPECT_EQ(published.str(), now)
        << path << " differs. If the format is meant to change (before the first tagged version, "
        << "with a reason in the commit), write it anew: STELE_WRITE_GOLDEN=1 events_test "
        << "--gtest_filter=Golden.*";
    std::string hex = published.str();
    std::erase(hex, '\n');
    const auto bytes = parse_hex(hex);
    ASSERT_TRUE(bytes) << path;
    EXPECT_EQ(decode(*bytes).value(), transaction) << path;
  }
}

}  // namespace
}  // namespace stele::events
