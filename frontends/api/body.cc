#include "frontends/api/body.h"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <set>

#include "engine/base/bytes.h"
#include "engine/base/letters.h"
#include "engine/idn/name.h"

namespace stele::api {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostDepth = 16;
constexpr std::string_view kType = "application/json";

// Builds the value as boost::json::parser does, which would keep the last of two members of one name.
class Builder {
 public:
  static constexpr std::size_t max_object_size = 1'000'000;
  static constexpr std::size_t max_array_size = 1'000'000;
  static constexpr std::size_t max_key_size = 1'000'000;
  static constexpr std::size_t max_string_size = 1'000'000;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    names_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t size, json::error_code&) {
    names_.pop_back();
    stack_.push_object(size);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t size, json::error_code&) {
    stack_.push_array(size);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    name_ += part;
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view rest, std::size_t, json::error_code& error) {
    name_ += rest;
    stack_.push_key(rest);
    if (names_.back().insert(std::exchange(name_, {})).second) return true;
    error = json::error::syntax;
    twice_ = true;
    return false;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view rest, std::size_t, json::error_code&) {
    stack_.push_string(rest);
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, json::error_code&) {
    stack_.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, json::string_view, json::error_code&) {
    stack_.push_uint64(value);
    return true;
  }
  bool on_double(double value, json::string_view, json::error_code&) {
    stack_.push_double(value);
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  bool twice() const { return twice_; }
  json::value take() { return stack_.release(); }

 private:
  json::value_stack stack_;
  std::vector<std::set<std::string>> names_;  // of the objects that are open
  std::string name_;
  bool twice_ = false;
};

Read<json::object> parse(std::string_view body) {
  json::parse_options options;
  options.max_depth = kMostDepth;
  json::basic_parser<Builder> parser(options);
  json::error_code error;
  const std::size_t used = parser.write_some(false, body.data(), body.size(), error);
  const auto bad = [](std::string why) {
    return std::unexpected<Problem>(Problem{.status = 400, .detail = std::move(why), .findings = {}});
  };
  if (parser.handler().twice()) return bad("The body has two members of one name.");
  if (error) return bad("The body is not JSON: " + error.message() + ".");
  if (used < body.size()) return bad("The body goes on after its JSON.");
  json::value value = parser.handler().take();
  if (!value.is_object()) return bad("The body is not a JSON object.");
  return std::move(value.get_object());
}

std::string std_text(const json::string& text) { return {text.data(), text.size()}; }

// The members of an object; those that nobody asks for are unknown.
class Fields {
 public:
  explicit Fields(json::object object) : object_(std::move(object)) {}

  const json::value* find(std::string_view name) {
    known_.push_back(name);
    return object_.if_contains(name);
  }
  std::optional<std::string> text(std::string_view name, bool required) {
    const json::value* const value = find(name);
    if (value && value->is_string()) return std_text(value->get_string());
    if (value) refuse(name, "A string is wanted");
    else if (required) refuse(name, "This field is missing");
    return std::nullopt;
  }
  void refuse(std::string_view field, std::string text, std::string_view value = {}) {
    findings_.push_back({{}, std::move(text), to_printable(field), to_printable(value, 255)});
  }
  void refuse(Finding finding) { findings_.push_back(std::move(finding)); }

  // Everything was asked for.
  std::optional<Problem> finish() {
    for (const auto& member : object_)
      if (std::ranges::find(known_, std::string_view(member.key())) == known_.end())
        refuse(member.key(), "There is no such field");
    if (findings_.empty()) return std::nullopt;
    return problem_of(std::move(findings_));
  }

 private:
  const json::object object_;
  std::vector<std::string_view> known_;
  std::vector<Finding> findings_;
};

}  // namespace

std::optional<Problem> content_problem(std::string_view content_type) {
  std::string type = lower_case(content_type.substr(0, content_type.find(';')));
  while (type.ends_with(' ')) type.pop_back();
  if (type == kType) return std::nullopt;
  return Problem{.status = 415, .detail = "The body is JSON: Content-Type: application/json.", .findings = {}};
}

std::variant<DomainName, Finding> read_name(std::string_view text, std::string_view field) {
  if (auto name = idn::parse_name(text)) return *std::move(name);
  return Finding{std::string(core::name_of(core::Reason::bad_name)),
                 std::string(core::text_of(core::Reason::bad_name)), std::string(field), to_printable(text, 255)};
}

Read<LoginBody> read_login(std::string_view body) {
  auto object = parse(body);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields(*std::move(object));
  LoginBody out;
  out.registrar = fields.text("registrar", true).value_or("");
  out.password = fields.text("password", true).value_or("");
  out.new_password = fields.text("new_password", false);
  if (auto problem = fields.finish()) return std::unexpected(*std::move(problem));
  return out;
}

Read<VariantsBody> read_variants(std::string_view body) {
  auto object = parse(body);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields(*std::move(object));
  VariantsBody out;
  constexpr std::string_view kField = "active";
  const json::value* const active = fields.find(kField);
  const json::string* const word = active ? active->if_string() : nullptr;
  const json::array* const list = active ? active->if_array() : nullptr;
  if (!active) fields.refuse(kField, "This field is missing");
  else if (word && (*word == "all" || *word == "none")) out.all = *word == "all";
  else if (!list) fields.refuse(kField, "\"all\", \"none\" or an array of names is wanted");
  else
    for (const json::value& item : *list) {
      if (!item.is_string()) {
        fields.refuse(kField, "A name is a string");
        continue;
      }
      auto name = read_name(std_text(item.get_string()), kField);
      if (auto* const finding = std::get_if<Finding>(&name)) fields.refuse(std::move(*finding));
      else out.active.push_back(std::get<DomainName>(std::move(name)));
    }
  if (auto problem = fields.finish()) return std::unexpected(*std::move(problem));
  return out;
}

}  // namespace stele::api
