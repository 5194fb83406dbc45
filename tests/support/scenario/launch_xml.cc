#include "tests/support/scenario/launch_xml.h"

#include "engine/base/bytes.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::test {
namespace {

using epp::xml::Index;
using epp::xml::Tree;
using gateway::Word;

std::string element(const std::string& name, std::string_view text,
                    const std::string& attributes = {}) {
  std::string out = "<launch:" + name + attributes + ">";
  epp::xml::append_escaped(out, text);
  return out + "</launch:" + name + ">";
}

std::string phase(const std::vector<Word>& words) {
  const Word* const word = find_word(words, "phase");
  if (!word) return {};
  const std::size_t colon = std::min(word->value.find(':'), word->value.size());
  std::string name = word->value.substr(std::min(colon + 1, word->value.size()));
  return element("phase", word->value.substr(0, colon),
                 name.empty() ? "" : " name=\"" + name + "\"");
}

std::string marks(const std::vector<Word>& words) {
  const Word* const word = find_word(words, "smd");
  if (!word) return {};
  std::string out;
  for (const std::string& mark : word->items) {
    const auto document = parse_base64(mark);
    const bool plain = find_word(words, "type") && document && document->starts_with("<smd:");
    if (plain)
      out += *document;
    else
      out += "<smd:encodedSignedMark xmlns:smd=\"urn:ietf:params:xml:ns:signedMark-1.0\">" + mark +
             "</smd:encodedSignedMark>";
  }
  return out;
}

std::string notice(const std::vector<Word>& words) {
  const Word* const id = find_word(words, "notice");
  const Word* const until = find_word(words, "notice.until");
  const Word* const accepted = find_word(words, "notice.accepted");
  if (!id) return {};
  return "<launch:notice>" + element("noticeID", id->value) +
         (until ? element("notAfter", until->value) : "") +
         (accepted ? element("acceptedDate", accepted->value) : "") + "</launch:notice>";
}

}  // namespace

std::string launch_extension(const std::vector<Word>& words) {
  const std::string& verb = words[0].value;
  const Word* const application = find_word(words, "application");
  const Word* const form = find_word(words, "form");
  if (!find_word(words, "phase") && !application && !form) return {};
  std::string attributes;
  if (const Word* const type = find_word(words, "type")) attributes = " type=\"" + type->value + "\"";
  if (form) attributes = " type=\"" + form->value + "\"";
  std::string inside = phase(words);
  if (application) inside += element("applicationID", application->value);
  if (verb == "create") inside += marks(words) + notice(words);
  return "<launch:" + verb + " xmlns:launch=\"urn:ietf:params:xml:ns:launch-1.0\"" + attributes +
         ">" + inside + "</launch:" + verb + ">";
}

void read_launch_answer(const Tree& tree, Index data, EppAnswer& answer) {
  if (tree[data].ns != epp::xml::Ns::launch) return;
  if (tree[data].name == "infData") {
    const Index phase = tree.find(data, "phase");
    const std::string name(tree.attribute(phase, "name"));
    answer.facts["launch"] = {std::string(tree[phase].text) + (name.empty() ? "" : ":" + name)};
    answer.facts["launch_status"] = {
        std::string(tree.attribute(tree.find(data, "status"), "s"))};
  }
  if (tree[data].name != "chkData") return;
  for (const Index cd : tree.children(data)) {
    if (tree[cd].name != "cd") continue;
    const std::string_view key = tree.text(cd, "claimKey");
    answer.claims.emplace_back(key.empty() ? "none" : key);
  }
}

}  // namespace stele::test
