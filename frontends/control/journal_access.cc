#include "frontends/control/journal_access.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/base/file.h"
#include "engine/crypto/sign.h"
#include "events/journal/checkpoint.h"
#include "events/journal/genesis.h"
#include "events/journal/merkle.h"
#include "events/journal/record.h"

namespace stele::control {

namespace json = boost::json;

Result<std::unique_ptr<journal::TransactionReader>> open_at_transaction(journal::Journal& journal,
                                                                        Position position) {
  Position first = std::max(position, Position(1));
  auto reader = journal.read(first);
  if (!reader) return std::unexpected(reader.error());
  const auto bytes = (*reader)->next();
  if (!bytes) return std::unexpected(bytes.error());
  const auto record = journal::decode_record(*bytes);
  if (!record)
    return fail(record.error().fault,
                "position " + std::to_string(first.value) + ": " + record.error().what);
  const std::uint64_t parts_before = record->envelope.part - 1;
  if (parts_before >= first.value)
    return fail(Fault::corrupt,
                "position " + std::to_string(first.value) + ": its transaction began before the journal");
  return journal::TransactionReader::open(journal, Position(first.value - parts_before));
}

Result<std::string> head_json(journal::Journal& journal, Position end) {
  const auto genesis = journal::read_genesis(journal);
  if (!genesis) return std::unexpected(genesis.error());
  auto reader = journal.read(Position(end.value - 1));
  if (!reader) return std::unexpected(reader.error());
  const auto bytes = (*reader)->next();
  if (!bytes) return std::unexpected(bytes.error());
  const auto last = journal::decode_record(*bytes);
  if (!last)
    return fail(last.error().fault, "position " + std::to_string(end.value - 1) + ": " +
                                        last.error().what);
  return json::serialize(
      json::object{{"records", end.value},
                   {"leaf", to_hex(view(last->leaf))},
                   {"time", to_text(last->envelope.time)},
                   {"origin", genesis->origin},
                   {"uuid", journal::to_text(genesis->uuid)},
                   {"key", journal::to_text(journal::VerifierKey{genesis->origin, genesis->public_key})}});
}

Result<std::string> sign_checkpoint(journal::Journal& journal, Position end, const std::string& dir,
                                    std::stop_token stop) {
  const auto seed = read_file(dir + "/log.key", 4096);
  if (!seed) return std::unexpected(seed.error());
  const auto key = crypto::SigningKey::from_seed(*seed);
  if (!key) return fail(key.error().fault, dir + "/log.key: " + key.error().what);
  const auto genesis = journal::read_genesis(journal);
  if (!genesis) return std::unexpected(genesis.error());
  if (genesis->public_key != key->public_key())
    return fail(Fault::invalid, dir + "/log.key is not the key this journal's genesis names");
  const auto leaves = [&, all = journal::leaves_of(journal)](Position at) -> Result<Digest> {
    if (stop.stop_requested()) return fail(Fault::closed, "cut off: the server stops");
    return all(at);
  };
  const auto root = journal::tree_root(end.value, leaves);
  if (!root) return std::unexpected(root.error());
  return journal::sign({genesis->origin, end.value, *root}, *key);
}

}  // namespace stele::control
