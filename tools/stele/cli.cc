#include "tools/stele/cli.h"

#include <cstdio>

namespace stele::cli {

namespace json = boost::json;

void add_data_option(Command command, Context& context) {
  command.add_option("--data", context.data, "data directory of the registry")
      .environment("STELE_DATA")
      .required();
  command
      .add_option("--key-encryption-key", context.kek,
                  "file with the key-encryption key, as key_encryption_key in steled's configuration; "
                  "default: DATA/keys.kek")
      .environment("STELE_KEY_ENCRYPTION_KEY");
}

void add_json_option(Command command, Context& context) {
  command.add_flag("--json", context.json, "print JSON");
}

int refuse(std::string_view what) {
  std::fflush(stdout);
  std::fprintf(stderr, "stele: %.*s\n", static_cast<int>(what.size()), what.data());
  return kRefused;
}

int refuse(const Error& error) { return refuse(error.what); }

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_line(std::string_view text) {
  print(text);
  print("\n");
}

void print_json(const json::value& value) { print_line(json::serialize(value)); }

void print_fields(const json::object& object) {
  for (const auto& [name, value] : object) {
    const std::string label(name);
    if (value.is_string()) {
      print_line(label + ": " + std::string(json::string_view(value.get_string())));
    } else {
      print_line(label + ": " + json::serialize(value));
    }
  }
}

void print_object(const Context& context, const json::object& object) {
  if (context.json) {
    print_json(object);
  } else {
    print_fields(object);
  }
}

Result<json::object> parse_object(std::string_view text, const std::string& where) {
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return fail(Fault::invalid, where + " is not a JSON object");
  return std::move(value.get_object());
}

}  // namespace stele::cli
