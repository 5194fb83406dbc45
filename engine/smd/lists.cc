#include "engine/smd/lists.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/base/bytes.h"

namespace stele::smd {
namespace {

constexpr std::size_t kMostColumn = 255;

// Lines of a list, counted from 1. A last line without an end counts, an empty one does not.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::optional<std::vector<std::string_view>> next() {
    while (!rest_.empty()) {
      const std::size_t end = rest_.find('\n');
      std::string_view line = rest_.substr(0, end);
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      ++number_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) continue;
      std::vector<std::string_view> columns;
      for (std::size_t at = 0; at <= line.size();) {
        const std::size_t comma = std::min(line.find(',', at), line.size());
        columns.push_back(line.substr(at, comma - at));
        at = comma + 1;
      }
      return columns;
    }
    return std::nullopt;
  }
  std::unexpected<Error> bad(const std::string& what) const {
    return fail(Fault::invalid, "line " + std::to_string(number_) + ": " + what);
  }

 private:
  std::string_view rest_;
  int number_ = 0;
};

// Version and time of issue, then the names of the columns.
Result<Instant> read_head(Lines& lines, std::string_view first_column) {
  const auto head = lines.next();
  if (!head || head->size() != 2 || (*head)[0] != "1") return lines.bad("is not version 1 of a list");
  const auto issued_at = parse_instant((*head)[1]);
  if (!issued_at) return lines.bad("says no time of issue");
  const auto names = lines.next();
  if (!names || (*names)[0] != first_column)
    return lines.bad("does not begin with the column " + std::string(first_column));
  return *issued_at;
}

bool is_column(std::string_view text) {
  return !text.empty() && text.size() <= kMostColumn &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Sorted; a key that stands there twice is a problem.
template <class Row, class Key>
Done require_distinct(std::vector<Row>& rows, Key Row::*key) {
  std::sort(rows.begin(), rows.end());
  const auto twice = std::adjacent_find(
      rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return a.*key == b.*key; });
  if (twice == rows.end()) return {};
  return fail(Fault::invalid, to_printable((*twice).*key) + " stands there twice");
}

}  // namespace

Result<MarkRevocationList> parse_mark_revocations(std::string_view text) {
  Lines lines(text);
  const auto issued_at = read_head(lines, "smd-id");
  if (!issued_at) return std::unexpected(issued_at.error());
  MarkRevocationList out{*issued_at, {}};
  while (const auto columns = lines.next()) {
    const auto at = columns->size() == 2 ? parse_instant((*columns)[1]) : std::nullopt;
    if (!at || !is_column((*columns)[0])) return lines.bad("is not an id and a time");
    out.marks.push_back({std::string((*columns)[0]), *at});
  }
  if (const Done done = require_distinct(out.marks, &MarkRevocation::id); !done)
    return std::unexpected(done.error());
  return out;
}

Result<ClaimsList> parse_claims(std::string_view text) {
  Lines lines(text);
  const auto issued_at = read_head(lines, "DNL");
  if (!issued_at) return std::unexpected(issued_at.error());
  ClaimsList out{*issued_at, {}};
  while (const auto columns = lines.next()) {
    if (columns->size() != 3 || !is_column((*columns)[0]) || (*columns)[0].size() > 63 ||
        !is_column((*columns)[1]) || !parse_instant((*columns)[2]))
      return lines.bad("is not a label, a key and a time");
    std::string label((*columns)[0]);
    std::transform(label.begin(), label.end(), label.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    out.claims.push_back({std::move(label), std::string((*columns)[1])});
  }
  if (const Done done = require_distinct(out.claims, &Claim::label); !done)
    return std::unexpected(done.error());
  return out;
}

}  // namespace stele::smd
