#include "tools/stele/proof.h"

#include <algorithm>
#include <boost/json.hpp>

#include "events/journal/merkle.h"
#include "events/journal/record.h"
#include "tools/stele/cli.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxProof = 64;  // hashes: a tree of 2^64 leaves

Result<std::string> read_envelope(journal::Journal& journal, std::uint64_t position) {
  auto reader = journal.read(Position(position));
  if (!reader) return std::unexpected(reader.error());
  const auto bytes = (*reader)->next();
  if (!bytes) return std::unexpected(bytes.error());
  if (const auto record = journal::decode_record(*bytes); !record)
    return fail(record.error().fault,
                "position " + std::to_string(position) + ": " + record.error().what);
  return std::string(bytes->substr(journal::kCrcSize, journal::kEnvelopeSize));
}

json::array to_json(const std::vector<Digest>& proof) {
  json::array out;
  for (const Digest& digest : proof) out.emplace_back(to_hex(view(digest)));
  return out;
}

// The fields of a proof file; the first that is wrong is kept.
class Fields {
 public:
  Fields(const json::object& object, std::string where)
      : object_(object), where_(std::move(where)) {}

  void read(std::string_view name, std::uint64_t& out) {
    const json::value* value = object_.if_contains(name);
    json::error_code error;
    if (value != nullptr) out = value->to_number<std::uint64_t>(error);
    if (value == nullptr || error) wrong(name, "a number");
  }
  void read(std::string_view name, std::string& out) {
    const auto bytes = hex_of(object_.if_contains(name));
    if (bytes) out = *bytes;
    else wrong(name, "hex");
  }
  void read(std::string_view name, Digest& out) {
    if (const auto bytes = hex_of(object_.if_contains(name)); bytes && bytes->size() == out.size())
      std::copy(bytes->begin(), bytes->end(), out.begin());
    else
      wrong(name, "64 hex digits");
  }
  void read(std::string_view name, std::vector<Digest>& out) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_array() || value->get_array().size() > kMaxProof)
      return wrong(name, "a list of hashes");
    for (const json::value& entry : value->get_array()) {
      const auto bytes = hex_of(&entry);
      Digest digest{};
      if (!bytes || bytes->size() != digest.size()) return wrong(name, "a list of hashes");
      std::copy(bytes->begin(), bytes->end(), digest.begin());
      out.push_back(digest);
    }
  }

  const std::optional<Error>& problem() const { return problem_; }

 private:
  static std::optional<std::string> hex_of(const json::value* value) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return parse_hex(std::string_view(value->get_string()));
  }
  void wrong(std::string_view name, const char* wanted) {
    if (!problem_)
      problem_ = Error{Fault::invalid, where_ + ": " + std::string(name) + " is not " + wanted};
  }

  const json::object& object_;
  std::string where_;
  std::optional<Error> problem_;
};

bool is(const journal::Checkpoint& checkpoint, std::uint64_t size, const Digest& root) {
  return checkpoint.size == size && checkpoint.root == root;
}

Result<std::string> check_one(const InclusionProof& proof, const journal::Checkpoint& checkpoint) {
  const auto written = journal::stored_position(std::string(journal::kCrcSize, '\0') + proof.envelope);
  if (proof.envelope.size() != journal::kEnvelopeSize || !written ||
      written->value != proof.position)
    return fail(Fault::corrupt, "the envelope is not that of position " +
                                    std::to_string(proof.position));
  if (!is(checkpoint, proof.size, proof.root))
    return fail(Fault::corrupt, "the proof ends at a tree of " + std::to_string(proof.size) +
                                    " records that is not the checkpoint's (" +
                                    std::to_string(checkpoint.size) +
                                    "); make it with --size of the checkpoint");
  if (!journal::verify_inclusion(journal::leaf_hash(proof.envelope), proof.position, proof.size,
                                 proof.proof, checkpoint.root))
    return fail(Fault::corrupt, "the proof does not hold: position " +
                                    std::to_string(proof.position) +
                                    " is not this record in the checkpoint's tree");
  return "position " + std::to_string(proof.position) + " is in the checkpoint of " +
         std::to_string(checkpoint.size) + " records";
}

Result<std::string> check_one(const ConsistencyProof& proof, const journal::Checkpoint& checkpoint) {
  if (!is(checkpoint, proof.old_size, proof.old_root) &&
      !is(checkpoint, proof.new_size, proof.new_root))
    return fail(Fault::corrupt, "neither end of the proof is the checkpoint of " +
                                    std::to_string(checkpoint.size) + " records");
  if (!journal::verify_consistency(proof.old_size, proof.old_root, proof.new_size, proof.new_root,
                                   proof.proof))
    return fail(Fault::corrupt, "the proof does not hold: the tree of " +
                                    std::to_string(proof.new_size) + " records does not extend that of " +
                                    std::to_string(proof.old_size));
  return "the journal of " + std::to_string(proof.new_size) + " records extends that of " +
         std::to_string(proof.old_size);
}

}  // namespace

Result<Proof> prove_inclusion(journal::Journal& journal, std::uint64_t position,
                              std::uint64_t size) {
  if (size > journal.head().next.value || position >= size)
    return fail(Fault::invalid, "position " + std::to_string(position) + " in a tree of " +
                                    std::to_string(size) + " records: the journal has " +
                                    std::to_string(journal.head().next.value));
  auto envelope = read_envelope(journal, position);
  if (!envelope) return std::unexpected(envelope.error());
  const auto root = journal::tree_root(size, journal::leaves_of(journal));
  if (!root) return std::unexpected(root.error());
  auto proof = journal::inclusion_proof(position, size, journal::leaves_of(journal));
  if (!proof) return std::unexpected(proof.error());
  return InclusionProof{position, std::move(*envelope), size, *root, std::move(*proof)};
}

Result<Proof> prove_consistency(journal::Journal& journal, std::uint64_t old_size,
                                std::uint64_t new_size) {
  if (new_size > journal.head().next.value || old_size == 0 || old_size > new_size)
    return fail(Fault::invalid, "from " + std::to_string(old_size) + " to " +
                                    std::to_string(new_size) + " records: the journal has " +
                                    std::to_string(journal.head().next.value));
  const auto old_root = journal::tree_root(old_size, journal::leaves_of(journal));
  if (!old_root) return std::unexpected(old_root.error());
  const auto new_root = journal::tree_root(new_size, journal::leaves_of(journal));
  if (!new_root) return std::unexpected(new_root.error());
  auto proof = journal::consistency_proof(old_size, new_size, journal::leaves_of(journal));
  if (!proof) return std::unexpected(proof.error());
  return ConsistencyProof{old_size, new_size, *old_root, *new_root, std::move(*proof)};
}

std::string encode(const Proof& proof) {
  if (const auto* one = std::get_if<InclusionProof>(&proof))
    return json::serialize(json::object{{"kind", "inclusion"},
                                        {"position", one->position},
                                        {"envelope", to_hex(one->envelope)},
                                        {"size", one->size},
                                        {"root", to_hex(view(one->root))},
                                        {"proof", to_json(one->proof)}});
  const auto& two = std::get<ConsistencyProof>(proof);
  return json::serialize(json::object{{"kind", "consistency"},
                                      {"old_size", two.old_size},
                                      {"old_root", to_hex(view(two.old_root))},
                                      {"new_size", two.new_size},
                                      {"new_root", to_hex(view(two.new_root))},
                                      {"proof", to_json(two.proof)}});
}

Result<Proof> decode_proof(std::string_view text, const std::string& where) {
  const auto object = parse_object(text, where);
  if (!object) return std::unexpected(object.error());
  const json::value* kind = object->if_contains("kind");
  const bool has_kind = kind != nullptr && kind->is_string();
  Fields fields(*object, where);
  if (has_kind && kind->get_string() == "inclusion") {
    InclusionProof proof;
    fields.read("position", proof.position);
    fields.read("envelope", proof.envelope);
    fields.read("size", proof.size);
    fields.read("root", proof.root);
    fields.read("proof", proof.proof);
    if (fields.problem()) return std::unexpected(*fields.problem());
    return proof;
  }
  if (has_kind && kind->get_string() == "consistency") {
    ConsistencyProof proof;
    fields.read("old_size", proof.old_size);
    fields.read("old_root", proof.old_root);
    fields.read("new_size", proof.new_size);
    fields.read("new_root", proof.new_root);
    fields.read("proof", proof.proof);
    if (fields.problem()) return std::unexpected(*fields.problem());
    return proof;
  }
  return fail(Fault::invalid, where + ": kind is neither inclusion nor consistency");
}

Result<std::string> check(const Proof& proof, const journal::Checkpoint& checkpoint) {
  return std::visit([&](const auto& one) { return check_one(one, checkpoint); }, proof);
}

}  // namespace stele::cli
