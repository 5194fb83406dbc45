#include "frontends/epp/extensions/ttl.h"

#include <array>

#include "frontends/epp/grammar/common_rules.h"
#include "frontends/epp/response/writer.h"

namespace stele::epp {
namespace {

using namespace grammar;

constexpr std::array<std::string_view, 6> kTypes{"NS", "DS", "DNAME", "A", "AAAA", "custom"};
constexpr TextRule kType{.values = kTypes};
constexpr TextRule kCustom{.syntax = is_record_type, .form = "a record type in capitals"};
constexpr std::array kTtlAttributes{AttributeRule{"for", &kType, true},
                                    AttributeRule{"custom", &kCustom, false}};
constexpr TextRule kSeconds{.syntax = is_ttl,
                            .form = "a whole number",
                            .in_range = is_ttl_value,
                            .range = "0 to 2147483647"};
constexpr ElementRule kTtl{
    .content = Content::text, .text = &kSeconds, .attributes = kTtlAttributes};
constexpr std::array kTtls{some("ttl", kTtl)};
constexpr ElementRule kContainer{.particles = kTtls, .unique_attribute = "for"};
constexpr std::array kInfoAttributes{AttributeRule{"policy", &kBoolean, false}};
constexpr ElementRule kInfo{.attributes = kInfoAttributes};

constexpr std::array kExtensions{
    CommandExtension{"info", &kInfo, {Verb::info}, {xml::Ns::domain, xml::Ns::host}},
    CommandExtension{"create", &kContainer, {Verb::create}, {xml::Ns::domain, xml::Ns::host}},
    CommandExtension{"update", &kContainer, {Verb::update}, {xml::Ns::domain, xml::Ns::host}}};

std::string_view word_of(std::uint16_t type) {
  return type ? record_type_word(type) : std::string_view("custom");
}

std::string text_of(const std::optional<std::uint32_t>& seconds) {
  return seconds ? std::to_string(*seconds) : std::string();
}

}  // namespace

Mapping ttl_mapping() { return {.ns = xml::Ns::ttl, .extensions = kExtensions}; }

std::vector<TtlSetting> read_ttls(Source& source, xml::Index at) {
  std::vector<TtlSetting> settings;
  for (const xml::Index child : source.tree().children(at)) {
    TtlSetting setting{.type = parse_ttl_type(source.attribute(child, "for")).value_or(0),
                       .custom = source.attribute(child, "custom"),
                       .seconds = {}};
    // The attribute goes with for="custom", and only with it.
    if (setting.type == 0 && setting.custom.empty())
      source.refuse(2003, child, "attribute custom is missing");
    if (setting.type != 0 && !setting.custom.empty())
      source.refuse(2004, child, "attribute custom goes with for custom only");
    if (!source.text(child).empty()) setting.seconds = source.number(child);
    settings.push_back(std::move(setting));
  }
  return settings;
}

bool wants_ttl_policy(const Source& source, xml::Index at) {
  return is_true(source.attribute(at, "policy"));
}

Part write_ttls(const std::vector<TtlShown>& ttls) {
  Writer writer(xml::Ns::ttl, "infData");
  for (const TtlShown& ttl : ttls) {
    const std::string least = text_of(ttl.least);
    const std::string standard = text_of(ttl.standard);
    const std::string most = text_of(ttl.most);
    writer.element("ttl",
                   {{"for", word_of(ttl.setting.type)},
                    {"custom", ttl.setting.custom},
                    {"min", least},
                    {"default", standard},
                    {"max", most}},
                   text_of(ttl.setting.seconds));
  }
  return writer.finish();
}

}  // namespace stele::epp
