// CPU time of one answer about a name, on one thread and without a network: the rows read and decided on
// (rdds::find_domain), RDAP and WHOIS whole. Not part of the tests: run bin/directory_bench by hand on the
// directory of a stopped registry:
//
//   directory_bench DIR FILE-OF-NAMES [ROUNDS]
//
// Names are asked in the file's order; of the blocks of 500 it tells the quickest tenth and the median, so
// that what else runs on the machine shows as the distance of the two.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "engine/runtime/reading.h"
#include "engine/runtime/registry.h"
#include "projections/rdap/answer.h"
#include "projections/rdds/view.h"
#include "projections/whois/whois_answers.h"
#include "projections/whois/whois_text.h"

namespace stele {
namespace {

constexpr std::size_t kBlock = 500;

double thread_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void measure(const char* what, const std::vector<std::string>& names, int rounds,
             const std::function<std::size_t(const std::string& name)>& ask) {
  std::vector<double> blocks;
  std::size_t bytes = 0, asked = 0;
  for (int round = 0; round < rounds; ++round)
    for (std::size_t at = 0; at + kBlock <= names.size(); at += kBlock) {
      const double before = thread_us();
      for (std::size_t i = at; i < at + kBlock; ++i) bytes += ask(names[i]);
      blocks.push_back((thread_us() - before) / kBlock);
      asked += kBlock;
    }
  if (blocks.empty()) return;
  std::sort(blocks.begin(), blocks.end());
  std::printf("%-14s %8.1f %8.1f %10zu\n", what, blocks[blocks.size() / 10], blocks[blocks.size() / 2],
              bytes / asked);
}

int run(const std::string& dir, const std::string& file, int rounds) {
  std::vector<std::string> names;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) names.push_back(line);
  if (names.size() < kBlock) {
    std::fprintf(stderr, "directory_bench: %s has fewer than %zu names\n", file.c_str(), kBlock);
    return 1;
  }
  runtime::Options options;
  options.dir = dir;
  options.scrub = false;
  const auto registry = runtime::Registry::open(options);
  if (!registry) {
    std::fprintf(stderr, "directory_bench: %s\n", registry.error().what.c_str());
    return 1;
  }
  const rdap::Site site{.base = "https://rdap.nic.example/rdap/",
                        .terms = "https://nic.example/terms",
                        .whois = "whois.nic.example"};
  const rdds::Viewer anyone;
  std::printf("us of CPU       quickest   median      bytes\n");
  measure("state", names, rounds, [&](const std::string&) { return (*registry)->state()->position().value > 0; });
  measure("rows", names, rounds, [&](const std::string& name) {
    return rdds::find_domain(*(*registry)->state(), anyone, name).domain ? std::size_t{1} : 0;
  });
  measure("rdap", names, rounds, [&](const std::string& name) {
    const std::string target = "domain/" + name;
    return rdap::answer(*(*registry)->state(), anyone, site, target, *rdap::parse_query({"domain", name}, {}))
        .body.size();
  });
  rdds::KeptAnswers kept(64 << 20);
  measure("rdap, kept", names, rounds, [&](const std::string& name) {
    const auto reading = (*registry)->reading();
    const std::string target = "domain/" + name;
    return kept
        .answer(reading, target, to_text(reading.state()->now()),
                [&](const core::State& state) {
                  auto made = rdap::answer(state, anyone, site, target, *rdap::parse_query({"domain", name}, {}));
                  return rdds::KeptAnswers::Made{std::move(made.body), made.lasting};
                })
        .size();
  });
  measure("whois", names, rounds, [&](const std::string& name) {
    return whois::answer(*(*registry)->state(), name).size();
  });
  whois::WhoisAnswers answers;
  measure("whois, kept", names, rounds,
          [&](const std::string& name) { return answers.answer((*registry)->reading(), name).size(); });
  return 0;
}

}  // namespace
}  // namespace stele

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: directory_bench DIR FILE-OF-NAMES [ROUNDS]\n");
    return 1;
  }
  return stele::run(argv[1], argv[2], argc > 3 ? std::atoi(argv[3]) : 3);
}
