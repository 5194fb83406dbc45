// The words of IDN tables and variants.
#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

// "arab", "arab:2".
std::optional<core::ChangeZoneTables::Table> as_table(std::string_view text) {
  const std::size_t colon = text.find(':');
  core::ChangeZoneTables::Table table{.id = std::string(text.substr(0, colon))};
  if (table.id.empty()) return std::nullopt;
  if (colon == std::string_view::npos) return table;
  const auto version = as_number<std::uint32_t>(text.substr(colon + 1));
  if (!version || *version == 0) return std::nullopt;
  table.version = *version;
  return table;
}

// "all", or names.
bool read_variants(Words& words, std::string_view key, std::vector<DomainName>& names) {
  const Word* const word = words.find(key);
  if (word && word->value == "all") return true;
  names = words.list(key, as_domain, "a domain name", Reason::bad_name, Field::variant);
  return false;
}

}  // namespace

core::Command load_idn_table(Words& words) {
  core::LoadIdnTable c{.repository = read_repository(words), .id = words.text_or_none("idn-table")};
  const auto text = words.text("list");
  if (!text) words.missing("list", Field::idn_table);
  c.text = text.value_or(std::string());
  return c;
}

core::Command change_zone_tables(Words& words) {
  core::ChangeZoneTables c{.zone = read_domain_name(words, "zone-tables"), .tables = {}};
  c.tables = words.list("use", as_table, "a table such as arab or arab:2",
                        Reason::unknown_idn_table, Field::idn_table);
  return c;
}

std::optional<core::IdnWish> read_idn(Words& words) {
  const auto table = words.text("idn");
  const auto name = words.text("uname");
  if (!table && !name) return std::nullopt;
  if (!table) words.missing("idn", Field::idn_table);
  return core::IdnWish{table.value_or(std::string()), name.value_or(std::string())};
}

core::VariantWish read_new_variants(Words& words) {
  core::VariantWish wish;
  wish.all_added = read_variants(words, "variants", wish.added);
  return wish;
}

core::VariantWish read_variant_change(Words& words) {
  core::VariantWish wish;
  wish.all_added = read_variants(words, "add.variant", wish.added);
  wish.all_removed = read_variants(words, "rem.variant", wish.removed);
  return wish;
}

bool read_idn_policy(Words& words, ZonePolicy& policy) {
  bool given = false;
  const auto yes = [&](std::string_view key, bool& to) {
    given |= words.put(key, as_yes, "yes or no", to, Field::policy);
  };
  yes("ldh_labels", policy.ldh_labels);
  yes("variant_activation", policy.variant_activation);
  yes("activated_at_creation", policy.activated_at_creation);
  given |= words.put("most_variants", as_number<std::uint8_t>, "a number from 0 to 255",
                     policy.most_variants, Field::policy);
  return given;
}

}  // namespace stele::gateway
