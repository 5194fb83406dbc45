// stele journal checkpoint|prove: what outsiders can hold against the journal later. Proofs and
// checkpoints are checked without a registry, with the verifier's key alone.
#include <memory>
#include <optional>

#include "engine/base/file.h"
#include "events/journal/genesis.h"
#include "frontends/control/journal_access.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/proof.h"

namespace stele::cli {

namespace {

constexpr std::size_t kMaxFile = 1 << 20;

struct Wanted {
  std::optional<std::uint64_t> number;  // position or old size
  std::optional<std::uint64_t> size;    // of the tree; default: all of it
  std::string out;
  std::string proof, checkpoint, key;   // files, and a verifier key as text
};

// To the file, or to standard output.
int deliver(const std::string& path, const std::string& text) {
  if (path.empty()) {
    print(text);
    return kDone;
  }
  if (Done done = write_file_durably(path, text); !done) return refuse(done.error());
  return kDone;
}

Result<std::string> make_checkpoint(const std::string& dir) {
  if (auto channel = control::connect(dir)) {
    auto reply = (*channel)->call({.what = "checkpoint", .arguments = {}});
    if (!reply) return std::unexpected(reply.error());
    if (!reply->ok) return fail(Fault::invalid, reply->problem);
    const auto object = parse_object(reply->data, "the reply");
    if (!object) return std::unexpected(object.error());
    const boost::json::value* note = object->if_contains("note");
    if (note == nullptr || !note->is_string()) return fail(Fault::invalid, "the reply has no note");
    return std::string(std::string_view(note->get_string()));
  }
  auto journal = open_journal(dir);
  if (!journal) return std::unexpected(journal.error());
  return control::sign_checkpoint(**journal, (*journal)->head().next, dir);
}

int run_checkpoint(const Context& context, const Wanted& wanted) {
  const auto note = make_checkpoint(context.data);
  if (!note) return refuse(note.error());
  if (context.json) return deliver(wanted.out, boost::json::serialize(boost::json::object{{"note", *note}}) + "\n");
  return deliver(wanted.out, *note);
}

int run_prove(const Context& context, const Wanted& wanted, bool inclusion) {
  auto journal = open_journal(context.data);
  if (!journal) return refuse(journal.error());
  const std::uint64_t size = wanted.size.value_or((*journal)->head().next.value);
  const auto proof = inclusion ? prove_inclusion(**journal, *wanted.number, size)
                               : prove_consistency(**journal, *wanted.number, size);
  if (!proof) return refuse(proof.error());
  return deliver(wanted.out, encode(*proof) + "\n");
}

Result<journal::VerifierKey> find_key(const Context& context, const std::string& text) {
  if (!text.empty()) return journal::parse_verifier_key(text);
  if (context.data.empty())
    return fail(Fault::invalid, "whose signature counts? give --key, or --data of the registry");
  auto journal = open_journal(context.data);
  if (!journal) return std::unexpected(journal.error());
  const auto genesis = journal::read_genesis(**journal);
  if (!genesis) return std::unexpected(genesis.error());
  return journal::VerifierKey{genesis->origin, genesis->public_key};
}

int run_check(const Context& context, const Wanted& wanted) {
  if (wanted.checkpoint.empty()) {
    refuse("--check needs --checkpoint, the signed note that the proof is held against");
    return kUsage;
  }
  const auto key = find_key(context, wanted.key);
  if (!key) return refuse(key.error());
  const auto note = read_file(wanted.checkpoint, kMaxFile);
  if (!note) return refuse(note.error());
  const auto checkpoint = journal::open_checkpoint(*note, *key);
  if (!checkpoint) return refuse(wanted.checkpoint + ": " + checkpoint.error().what);
  const auto text = read_file(wanted.proof, kMaxFile);
  if (!text) return refuse(text.error());
  const auto proof = decode_proof(*text, wanted.proof);
  if (!proof) return refuse(proof.error());
  const auto proved = check(*proof, *checkpoint);
  if (!proved) return refuse(wanted.proof + ": " + proved.error().what);
  print_object(context, {{"good", true}, {"proved", *proved}});
  return kDone;
}

void add_prove_form(Command prove, Context& context, bool inclusion) {
  auto wanted = std::make_shared<Wanted>();
  Command command =
      inclusion ? prove.add_subcommand("inclusion", "that a record is in the journal")
                : prove.add_subcommand("consistency", "that the journal extends an earlier one");
  add_data_option(command, context);
  command
      .add_option(inclusion ? "POSITION" : "SIZE", wanted->number,
                  inclusion ? "the record's position" : "records of the earlier journal")
      .required();
  command.add_option("--size", wanted->size, "records of the tree to prove in; default: all");
  command.add_option("--out", wanted->out, "file for the proof (JSON); default: standard output");
  command.callback([&context, wanted, inclusion] {
    context.exit_code = run_prove(context, *wanted, inclusion);
  });
}

}  // namespace

void add_proofs(Command journal, Context& context) {
  auto noted = std::make_shared<Wanted>();
  Command checkpoint = journal.add_subcommand(
      "checkpoint", "sign size and root of the journal (a C2SP checkpoint)");
  add_data_option(checkpoint, context);
  add_json_option(checkpoint, context);
  checkpoint.add_option("--out", noted->out, "file for the note; default: standard output");
  checkpoint.callback([&context, noted] { context.exit_code = run_checkpoint(context, *noted); });

  auto checked = std::make_shared<Wanted>();
  Command prove = journal.add_subcommand("prove", "make a proof, or check a saved one");
  prove.require_subcommand(0, 1);
  add_json_option(prove, context);
  const Option check_option =
      prove.add_option("--check", checked->proof, "check this saved proof");
  prove.add_option("--checkpoint", checked->checkpoint, "signed note to hold it against");
  prove.add_option("--key", checked->key, "verifier key that must have signed the note: \"key\" of "
                                           "`stele journal head`");
  prove.add_option("--data", context.data, "take the key from this registry's journal instead");
  add_prove_form(prove, context, true);
  add_prove_form(prove, context, false);
  prove.callback([&context, checked, prove, check_option] {
    if (prove.has_subcommand()) return;
    if (!check_option.given())
      Command::refuse_line("inclusion POSITION, consistency SIZE, or --check FILE");
    context.exit_code = run_check(context, *checked);
  });
}

}  // namespace stele::cli
