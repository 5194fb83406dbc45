// Medians, and results as a table for people or JSON for programs.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stele::bench {

double median(std::vector<double> values);

// Members appear in the order they were added.
class JsonObject {
 public:
  JsonObject& add(std::string_view name, double value);
  JsonObject& add(std::string_view name, std::size_t value);
  JsonObject& add(std::string_view name, std::string_view text);  // nothing to escape in it
  JsonObject& add(std::string_view name, const JsonObject& object);
  JsonObject& add(std::string_view name, const std::vector<JsonObject>& objects);
  JsonObject& add(std::string_view name, const std::vector<double>& values);
  std::string text() const { return "{" + members_ + "}"; }

 private:
  JsonObject& raw(std::string_view name, std::string_view value);
  std::string members_;
};

JsonObject json_of(const std::map<int, std::size_t>& codes);

}  // namespace stele::bench
