#include "events/journal/verify.h"

#include "events/journal/chain.h"
#include "events/journal/merkle.h"

namespace stele::journal {

namespace {

// One walk over the records; the first check that fails ends it.
class Walk {
 public:
  Walk(Journal& journal, const VerifyOptions& options)
      : journal_(journal), options_(options), head_(journal.head()) {}

  Done run() {
    auto chain = ChainReader::from_start(journal_);
    if (!chain) return std::unexpected(chain.error());
    while (chain->head().next < head_.next) {
      const auto record = chain->next();
      if (!record) return std::unexpected(record.error());
      if (auto done = check(*record, *chain); !done) return done;
    }
    return check_end(*chain);
  }

  VerifyReport report(Done outcome) {
    report_.records = tree_.size();
    report_.root = tree_.root();
    if (!outcome) report_.first_bad = BadRecord{bad_at(), outcome.error().what};
    return report_;
  }

 private:
  // Checks above the chain come after their record has been counted, and say where they failed.
  Position bad_at() const { return failed_at_.value_or(Position(tree_.size())); }

  std::unexpected<Error> fail_check(Position at, const std::string& what) {
    failed_at_ = at;
    return fail_at(at, Fault::corrupt, what);
  }

  Done check(const Record& record, const ChainReader& chain) {
    const Position at = record.envelope.position;
    tree_.append(record.leaf);
    if (at.value == 0) {
      auto genesis = decode_genesis(record.payload);
      if (!genesis) return fail_check(at, genesis.error().what);
      report_.genesis = std::move(*genesis);
    } else if (auto done = check_transaction(record, chain); !done) {
      return done;
    }
    if (options_.saved && options_.saved->size == tree_.size())
      if (auto done = check_saved(at); !done) return done;
    if (options_.progress && tree_.size() % options_.progress_step == 0)
      options_.progress(chain.head().next);
    return {};
  }

  Done check_transaction(const Record& record, const ChainReader& chain) {
    const Envelope& envelope = record.envelope;
    if (envelope.part == 1) first_ = envelope.position;
    std::string_view payload = record.payload;
    if (envelope.parts > 1) {
      if (envelope.part == 1) joined_.clear();
      if (joined_.size() + payload.size() > kMaxTransaction)
        return fail_check(envelope.position, "its transaction is too large");
      joined_.append(payload);
      payload = joined_;
    }
    if (!chain.whole()) return {};
    ++report_.transactions;
    if (!options_.transaction) return {};
    const auto done = options_.transaction(
        {first_, chain.head().next, envelope.epoch, envelope.time, payload});
    if (!done) return fail_check(first_, done.error().what);
    return {};
  }

  Done check_saved(Position at) {
    if (tree_.root() == options_.saved->root) return {};
    return fail_check(at, "the first " + std::to_string(tree_.size()) + " records have root " +
                              to_base64(view(tree_.root())) + ", the saved checkpoint says " +
                              to_base64(view(options_.saved->root)));
  }

  Done check_end(const ChainReader& chain) {
    if (chain.head() != head_)
      return fail_check(Position(head_.next.value - 1), "HEAD says another last leaf");
    if (!chain.whole()) return fail_check(head_.next, "the last transaction is not whole");
    if (options_.saved && options_.saved->size > tree_.size())
      return fail_check(head_.next, "the saved checkpoint has " +
                                        std::to_string(options_.saved->size) + " records");
    if (options_.saved && options_.saved->size == 0 && options_.saved->root != Frontier().root())
      return fail_check(Position(0), "the saved checkpoint's root is not that of an empty tree");
    return {};
  }

  Journal& journal_;
  const VerifyOptions& options_;
  const Head head_;
  Frontier tree_;
  Position first_{};
  std::string joined_;
  std::optional<Position> failed_at_;
  VerifyReport report_;
};

}  // namespace

VerifyReport verify(Journal& journal, const VerifyOptions& options) {
  Walk walk(journal, options);
  return walk.report(walk.run());
}

}  // namespace stele::journal
