#include "engine/core/directory/whois_layout.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"

namespace stele::core {

namespace {

constexpr std::array<std::string_view, kLayoutFieldCount> kFieldWords = {
    "name", "unicode", "idn", "asked", "zone", "roid", "idn_table", "created", "updated", "transferred",
    "expires", "registrar", "registrar.id", "registrar.iana", "registrar.url", "registrar.whois",
    "registrar.rdap", "abuse.email", "abuse.phone", "dnssec", "referral.whois", "referral.rdap",
    "database", "icann", "status", "status.url", "host", "host.unicode", "host.addresses", "ds",
    "key", "variant", "variant.unicode", "reseller", "reseller.id", "contact.role", "contact.id",
    "contact.name", "contact.org", "contact.street", "contact.city", "contact.sp", "contact.pc",
    "contact.cc", "contact.voice", "contact.voice_ext", "contact.fax", "contact.fax_ext",
    "contact.email"};
constexpr std::array<std::string_view, kLayoutListCount> kListWords = {
    "status", "host", "ds", "key", "variant", "reseller", "contact",
    "registrant", "admin", "tech", "billing", "street"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto at = std::ranges::find(words, word);
  if (at == words.end()) return std::nullopt;
  return static_cast<Enum>(at - words.begin());
}

bool is_contact(LayoutList list) {
  return list == LayoutList::contact ||
         (list >= LayoutList::registrant && list <= LayoutList::billing);
}

// The list whose items have the field; none: the domain has it.
std::optional<LayoutList> owner(LayoutField field) {
  switch (field) {
    case LayoutField::status:
    case LayoutField::status_url: return LayoutList::status;
    case LayoutField::host:
    case LayoutField::host_unicode:
    case LayoutField::host_addresses: return LayoutList::host;
    case LayoutField::ds: return LayoutList::ds;
    case LayoutField::key: return LayoutList::key;
    case LayoutField::variant:
    case LayoutField::variant_unicode: return LayoutList::variant;
    case LayoutField::reseller:
    case LayoutField::reseller_id: return LayoutList::reseller;
    default: break;
  }
  return field >= LayoutField::contact_role ? std::optional(LayoutList::contact) : std::nullopt;
}

class Parser {
 public:
  explicit Parser(std::vector<WhoisLayout::Node>& nodes) : nodes_(nodes) {}

  std::optional<std::string> line(std::string_view text) {
    if (text.starts_with("{each ") || text.starts_with("{with ") || text.starts_with("{if "))
      return open(text);
    if (text == "{else}") return otherwise();
    if (text == "{end}") return close();
    WhoisLayout::Node node;
    if (text.starts_with("{?}")) {
      node.kind = WhoisLayout::Node::Kind::line_unless_empty;
      text.remove_prefix(3);
    }
    if (auto problem = pieces(text, node.pieces)) return problem;
    nodes_.push_back(std::move(node));
    return std::nullopt;
  }

  bool open_blocks() const { return !open_.empty(); }

 private:
  using Node = WhoisLayout::Node;

  bool is_inside(LayoutList list) const {
    return std::ranges::any_of(open_, [&](std::size_t at) {
      if (nodes_[at].kind != Node::Kind::each) return false;
      return nodes_[at].list == list || (list == LayoutList::contact && is_contact(nodes_[at].list));
    });
  }

  std::optional<std::string> require_field(std::string_view word, LayoutField& out) const {
    const auto field = find_word<LayoutField>(kFieldWords, word);
    if (!field) return "there is no field {" + to_printable(word) + "}";
    const auto list = owner(*field);
    if (list && !is_inside(*list))
      return "{" + std::string(word) + "} has a value only within {each " +
             std::string(to_text(*list)) + "}";
    out = *field;
    return std::nullopt;
  }

  std::optional<std::string> require_list(std::string_view head, LayoutList list) const {
    const bool with = list >= LayoutList::registrant && list <= LayoutList::billing;
    if ((head == "with") != with)
      return with ? "it is {with " + std::string(to_text(list)) + "}"
                  : "it is {each " + std::string(to_text(list)) + "}";
    if (list == LayoutList::street && !is_inside(LayoutList::contact))
      return "a street belongs to a contact";
    if (is_inside(list)) return "{each} within itself";
    return std::nullopt;
  }

  std::optional<std::string> open(std::string_view text) {
    if (!text.ends_with('}')) return "a block stands on a line of its own";
    text = text.substr(1, text.size() - 2);
    const std::size_t space = text.find(' ');
    const std::string_view head = text.substr(0, space);
    const std::string_view word = text.substr(space + 1);
    if (open_.size() == WhoisLayout::kMostDepth) return "blocks are nested too deeply";
    Node node;
    if (head == "if") {
      node.kind = Node::Kind::when;
      if (auto problem = require_field(word, node.field)) return problem;
    } else {
      node.kind = Node::Kind::each;
      const auto list = find_word<LayoutList>(kListWords, word);
      if (!list) return "there is no list \"" + to_printable(word) + "\"";
      if (auto problem = require_list(head, *list)) return problem;
      node.list = *list;
    }
    open_.push_back(nodes_.size());
    nodes_.push_back(std::move(node));
    return std::nullopt;
  }

  std::optional<std::string> otherwise() {
    if (open_.empty() || nodes_[open_.back()].kind != Node::Kind::when)
      return "{else} belongs to {if}";
    const LayoutField field = nodes_[open_.back()].field;
    nodes_[open_.back()].end = nodes_.size();
    open_.back() = nodes_.size();
    Node node;
    node.kind = Node::Kind::otherwise;
    node.field = field;
    nodes_.push_back(std::move(node));
    return std::nullopt;
  }

  std::optional<std::string> close() {
    if (open_.empty()) return "{end} ends nothing";
    nodes_[open_.back()].end = nodes_.size();
    open_.pop_back();
    return std::nullopt;
  }

  std::optional<std::string> pieces(std::string_view text,
                                    std::vector<WhoisLayout::Piece>& out) const {
    WhoisLayout::Piece piece;
    while (!text.empty()) {
      const std::size_t brace = text.find_first_of("{}");
      piece.text += text.substr(0, brace);
      if (brace == std::string_view::npos) break;
      const char c = text[brace];
      text.remove_prefix(brace + 1);
      if (text.starts_with(c)) {  // "{{" and "}}" are the braces themselves
        piece.text += c;
        text.remove_prefix(1);
        continue;
      }
      const std::size_t end = text.find('}');
      if (c == '}' || end == std::string_view::npos) return "a brace has no other";
      LayoutField field = LayoutField::name;
      if (auto problem = require_field(text.substr(0, end), field)) return problem;
      if (out.size() == WhoisLayout::kMostFields)
        return "a line has at most " + std::to_string(WhoisLayout::kMostFields) + " fields";
      piece.field = field;
      out.push_back(std::exchange(piece, {}));
      text.remove_prefix(end + 1);
    }
    if (!piece.text.empty()) out.push_back(std::move(piece));
    return std::nullopt;
  }

  std::vector<Node>& nodes_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::string_view to_text(LayoutField field) {
  return kFieldWords[static_cast<std::size_t>(std::to_underlying(field))];
}
std::string_view to_text(LayoutList list) {
  return kListWords[static_cast<std::size_t>(std::to_underlying(list))];
}

Result<WhoisLayout, LayoutProblem> WhoisLayout::parse(std::string_view text) {
  const auto problem = [](std::size_t line, std::string what) {
    return std::unexpected(LayoutProblem{line, std::move(what)});
  };
  if (text.size() > kMostBytes)
    return problem(1, "a layout has at most " + std::to_string(kMostBytes) + " octets");
  WhoisLayout layout;
  Parser parser(layout.nodes_);
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (number > kMostLines)
      return problem(number, "a layout has at most " + std::to_string(kMostLines) + " lines");
    if (!count_characters(line)) return problem(number, "is no line of UTF-8 text");
    if (auto what = parser.line(line)) return problem(number, std::move(*what));
  }
  if (parser.open_blocks()) return problem(number, "a block has no {end}");
  if (layout.nodes_.empty()) return problem(1, "a layout has a line at least");
  return layout;
}

}  // namespace stele::core
