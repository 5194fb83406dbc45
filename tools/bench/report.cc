#include "tools/bench/report.h"

#include <algorithm>
#include <cstdio>

namespace stele::bench {
namespace {

std::string number(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view value) {
  if (!members_.empty()) members_ += ", ";
  members_ += '"';
  members_ += name;
  members_ += "\": ";
  members_ += value;
  return *this;
}

JsonObject& JsonObject::add(std::string_view name, double value) {
  return raw(name, number(value));
}

JsonObject& JsonObject::add(std::string_view name, std::size_t value) {
  return raw(name, std::to_string(value));
}

JsonObject& JsonObject::add(std::string_view name, std::string_view text) {
  return raw(name, '"' + std::string(text) + '"');
}

JsonObject& JsonObject::add(std::string_view name, const JsonObject& object) {
  return raw(name, object.text());
}

JsonObject& JsonObject::add(std::string_view name, const std::vector<JsonObject>& objects) {
  std::string list;
  for (const JsonObject& object : objects) list += (list.empty() ? "" : ", ") + object.text();
  return raw(name, "[" + list + "]");
}

JsonObject& JsonObject::add(std::string_view name, const std::vector<double>& values) {
  std::string list;
  for (const double value : values) list += (list.empty() ? "" : ", ") + number(value);
  return raw(name, "[" + list + "]");
}

JsonObject json_of(const std::map<int, std::size_t>& codes) {
  JsonObject object;
  for (const auto& [code, count] : codes) object.add(std::to_string(code), count);
  return object;
}

}  // namespace stele::bench
