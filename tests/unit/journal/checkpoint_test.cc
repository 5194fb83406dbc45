#include "events/journal/checkpoint.h"

#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

Checkpoint example() {
  Checkpoint out{.origin = "registry.example/journal", .size = 42};
  for (std::size_t i = 0; i < out.root.size(); ++i) out.root[i] = static_cast<std::uint8_t>(i);
  return out;
}

VerifierKey example_key() { return {"registry.example/journal", log_key().public_key()}; }

TEST(VerifierKey, ReadsAPublishedKey) {
  // The example of Go's note package: golang.org/x/mod/sumdb/note.
  const std::string text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const auto key = parse_verifier_key(text);
  ASSERT_TRUE(key.has_value()) << key.error().what;
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key_id(*key), 0xc74f20a3U);
  EXPECT_EQ(to_text(*key), text);
}

TEST(VerifierKey, RefusesOtherText) {
  const std::string good = to_text(example_key());
  ASSERT_TRUE(parse_verifier_key(good).has_value());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(parse_verifier_key(bad).has_value()) << i;
    EXPECT_FALSE(parse_verifier_key(good.substr(0, i)).has_value()) << i;
  }
}

TEST(Checkpoint, OpensANotePublishedByOthers) {
  // The example of Go's note package again: a note that is not a checkpoint must fail on its body,
  // after its signature line has been recognised as one.
  const std::string note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "\u2014 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1F"
      "FYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const auto key =
      parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  EXPECT_TRUE(open_checkpoint(note, *key).error().what.starts_with("checkpoint line 1"));
}

TEST(Checkpoint, OpensWhatWasSigned) {
  const std::string note = sign(example(), log_key());
  EXPECT_TRUE(note.starts_with("registry.example/journal\n42\n"
                               "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n"
                               "\u2014 registry.example/journal "))
      << note;
  const auto opened = open_checkpoint(note, example_key());
  ASSERT_TRUE(opened.has_value()) << opened.error().what;
  EXPECT_EQ(*opened, example());
}

TEST(Checkpoint, EveryChangedByteIsFound) {
  const std::string note = sign(example(), log_key());
  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string bad = note;
    bad[i] ^= 1;
    EXPECT_FALSE(open_checkpoint(bad, example_key()).has_value()) << i;
  }
  for (std::size_t size = 0; size < note.size(); ++size)
    EXPECT_FALSE(open_checkpoint(note.substr(0, size), example_key()).has_value()) << size;
}

TEST(Checkpoint, PassesOverSignaturesOfWitnesses) {
  const std::string note = sign(example(), log_key());
  const std::string witness = "\u2014 witness.example " + to_base64(std::string(76, 'w')) + "\n";
  EXPECT_TRUE(open_checkpoint(note + witness, example_key()).has_value());
  EXPECT_FALSE(open_checkpoint(note + "not a signature\n", example_key()).has_value());
}

TEST(Checkpoint, NeedsTheRightKeyAndName) {
  const std::string note = sign(example(), log_key());
  const auto other = crypto::SigningKey::from_seed(std::string(32, 'o'));
  EXPECT_FALSE(open_checkpoint(note, {example_key().name, other->public_key()}).has_value());
  EXPECT_FALSE(open_checkpoint(note, {"other.example", log_key().public_key()}).has_value());
}

TEST(Checkpoint, SaysWhichLineIsWrong) {
  const std::string tail = "\n\n\u2014 registry.example/journal AAAA\n";
  const auto what = [&](const std::string& body) {
    return open_checkpoint(body + tail, example_key()).error().what;
  };
  EXPECT_EQ(what("a b\n1\nx"), "checkpoint line 1 is not an origin: 'a b'");
  EXPECT_EQ(what("o\n01\nx"), "checkpoint line 2 is not a tree size: '01'");
  EXPECT_EQ(what("o\n18446744073709551616\nx"),
            "checkpoint line 2 is not a tree size: '18446744073709551616'");
  EXPECT_EQ(what("o\n1\nAAAA"), "checkpoint line 3 is not a root hash: 'AAAA'");
}

}  // namespace
}  // namespace stele::journal
