// Runs a fuzz target as an ordinary test: over every file of the directory given, and over a fixed
// number of simple mutations of each (flips, cuts, repeats, splices), the same ones on every run.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kMutationsPerFile = 500;

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string mutate(std::string bytes, const std::vector<std::string>& corpus,
                   std::mt19937_64& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % (n + 1)); };
  const std::size_t edits = 1 + below(3);
  for (std::size_t n = 0; n < edits; ++n) {
    const std::size_t at = below(bytes.size());
    switch (random() % 5) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
        break;
      case 1: bytes.resize(at); break;
      case 2: bytes.insert(at, 1 + below(8), static_cast<char>(random())); break;
      case 3: bytes.insert(at, bytes, at, below(64)); break;
      case 4: {
        const std::string& other = corpus[random() % corpus.size()];
        bytes = bytes.substr(0, at) + other.substr(below(other.size()));
        break;
      }
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_DIRECTORY\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "%s: no corpus there\n", argv[1]);
    return 1;
  }
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    std::printf("%s\n", files[i].filename().c_str());
    std::fflush(stdout);  // the last line names the file whose turn ended in a crash
    run(corpus[i]);
    for (int n = 0; n < kMutationsPerFile; ++n) run(mutate(corpus[i], corpus, random));
  }
  return 0;
}
