#include "frontends/control/message.h"

#include <boost/json.hpp>

#include "engine/base/bytes.h"

namespace stele::control {

namespace json = boost::json;

namespace {

constexpr std::size_t kLengthSize = 4;

struct ToJson {
  json::object operator()(const Request& request) const {
    json::object arguments;
    for (const auto& [name, value] : request.arguments) arguments[name] = value;
    return {{"do", request.what}, {"arguments", std::move(arguments)}};
  }
  json::object operator()(const Part& part) const { return {{"part", part.text}}; }
  json::object operator()(const Next&) const { return {{"next", true}}; }
  json::object operator()(const Reply& reply) const {
    return {{"ok", reply.ok}, {"problem", reply.problem}, {"data", reply.data}};
  }
};

const std::string* text_of(std::string& into, const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return nullptr;
  into = json::string_view(value->get_string());
  return &into;
}

Result<Message> to_message(const json::object& object) {
  std::string text;
  if (text_of(text, object, "do") != nullptr) {
    Request request{.what = text};
    const json::value* arguments = object.if_contains("arguments");
    if (arguments != nullptr && !arguments->is_object())
      return fail(Fault::invalid, "control frame: arguments is not an object");
    if (arguments != nullptr) {
      for (const auto& [name, value] : arguments->get_object()) {
        if (!value.is_string())
          return fail(Fault::invalid, "control frame: an argument is not a string");
        request.arguments[std::string(name)] = json::string_view(value.get_string());
      }
    }
    return request;
  }
  if (text_of(text, object, "part") != nullptr) return Part{text};
  if (object.contains("next")) return Next{};
  if (const json::value* ok = object.if_contains("ok"); ok != nullptr && ok->is_bool()) {
    Reply reply{.ok = ok->get_bool()};
    text_of(reply.problem, object, "problem");
    text_of(reply.data, object, "data");
    return reply;
  }
  return fail(Fault::invalid, "control frame: neither do, part, next nor ok");
}

}  // namespace

std::string argument(const Request& request, const std::string& name) {
  const auto at = request.arguments.find(name);
  return at == request.arguments.end() ? std::string() : at->second;
}

Reply refused(std::string problem) { return Reply{false, std::move(problem), "{}"}; }

std::string encode_frame(const Message& message) {
  const std::string body = json::serialize(std::visit(ToJson{}, message));
  std::string out;
  out.reserve(kLengthSize + body.size());
  put_big_endian(out, static_cast<std::uint32_t>(body.size()));
  out += body;
  return out;
}

Result<Decoded> decode_frame(std::string_view bytes) {
  if (bytes.size() < kLengthSize) return Decoded{};
  const std::size_t size = get_big_endian<std::uint32_t>(bytes);
  if (size > kMaxFrame)
    return fail(Fault::too_large, "control frame of " + std::to_string(size) + " bytes");
  if (bytes.size() < kLengthSize + size) return Decoded{};
  json::error_code error;
  json::parse_options options;
  options.max_depth = 4;
  const json::value value =
      json::parse(json::string_view(bytes.data() + kLengthSize, size), error, {}, options);
  if (error || !value.is_object())
    return fail(Fault::invalid, "control frame is not a JSON object");
  auto message = to_message(value.get_object());
  if (!message) return std::unexpected(message.error());
  return Decoded{std::move(*message), kLengthSize + size};
}

}  // namespace stele::control
