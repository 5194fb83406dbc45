// WhoisLayout: how a zone's domains are written out on port 43. A small template language, so that a
// registry can have its own labels, order and language without a program: text lines with fields, and
// blocks. It can neither loop without a list nor call anything, so an answer is bounded by the layout
// and the object. docs/formats/whois-layout.md is its description.
//
//   Domain Name: {name}                text with fields
//   {?}Reseller: {reseller}            not written when its fields are all empty
//   {each host}                        once for each; ends with {end}
//   {with tech}                        the contact of that role, where the zone tells of it; {end}
//   {if icann} … {else} … {end}        whether the field has a value
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace stele::core {

// One word each in a layout; in brackets the lists whose items have it.
enum class LayoutField : std::uint8_t {
  name, unicode, idn, asked, zone, roid, idn_table, created, updated, transferred, expires,
  registrar, registrar_id, registrar_iana, registrar_url, registrar_whois, registrar_rdap,
  abuse_email, abuse_phone, dnssec, referral_whois, referral_rdap, database, icann,
  status, status_url,            // [status]
  host, host_unicode, host_addresses,  // [host]
  ds,                            // [ds]
  key,                           // [key]
  variant, variant_unicode,      // [variant]
  reseller, reseller_id,         // [reseller]
  contact_role, contact_id, contact_name, contact_org, contact_street, contact_city, contact_sp,
  contact_pc, contact_cc, contact_voice, contact_voice_ext, contact_fax, contact_fax_ext,
  contact_email,                 // [contact] and {with ROLE}
};
constexpr int kLayoutFieldCount = 49;
std::string_view to_text(LayoutField field);  // "contact.voice_ext"

enum class LayoutList : std::uint8_t {
  status, host, ds, key, variant, reseller, contact,
  registrant, admin, tech, billing,  // {with …}: a list of the contacts in that role
  street,                            // within a contact; its items are {contact.street}
};
constexpr int kLayoutListCount = 12;
std::string_view to_text(LayoutList list);

struct LayoutProblem {
  std::size_t line = 0;  // from 1
  std::string what;
};

class WhoisLayout {
 public:
  static constexpr std::size_t kMostBytes = 16 * 1024;
  static constexpr std::size_t kMostLines = 400;
  static constexpr std::size_t kMostDepth = 4;
  static constexpr std::size_t kMostFields = 32;  // of one line

  struct Piece {
    std::string text;                  // before the field
    std::optional<LayoutField> field;  // none: the line ends with `text`
  };
  // A line, or the head of a block: nodes up to `end` (an index) are in it.
  struct Node {
    enum class Kind : std::uint8_t { line, line_unless_empty, each, when, otherwise };
    Kind kind = Kind::line;
    std::vector<Piece> pieces;                      // of a line
    LayoutList list = LayoutList::status;           // of `each`
    LayoutField field = LayoutField::name;          // of `when` and `otherwise`
    std::size_t end = 0;                            // of a block
  };

  // Unknown words, blocks that do not close, fields where they have no value: the first of them.
  static Result<WhoisLayout, LayoutProblem> parse(std::string_view text);
  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::vector<Node> nodes_;
};

}  // namespace stele::core
