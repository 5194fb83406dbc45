#include "engine/runtime/hash_record.h"

#include "engine/base/file.h"
#include "projections/registry/rows.h"

namespace stele::runtime {

namespace {

// Everything but the hash: what the record is about.
std::string subject(const registry::Progress& progress) {
  return std::to_string(progress.position.value) + " registry " + std::to_string(registry::kStateFormat) + " ";
}

std::string line(const registry::Progress& progress) {
  return subject(progress) + to_hex(view(progress.hash.sum())) + "\n";
}

}  // namespace

Done record_hash(const std::string& path, const registry::Progress& progress) {
  return write_file_durably(path, line(progress));
}

Done check_hash(const std::string& path, const registry::Progress& progress) {
  if (!file_exists(path)) return {};
  const auto recorded = read_file(path, 4096);
  if (!recorded) return std::unexpected(recorded.error());
  if (!recorded->starts_with(subject(progress)) || *recorded == line(progress)) return {};
  return fail(Fault::corrupt, "the registry state at position " + std::to_string(progress.position.value) +
                                  " has another hash than at the last stop (" + path +
                                  "); remove the state directory to rebuild it from the journal");
}

}  // namespace stele::runtime
