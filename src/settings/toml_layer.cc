#include <fmt/format.h>
#include <sstream>
#include <toml++/toml.h>

#include "settings/settings.h"

namespace huabiao::settings {
namespace {

std::optional<std::string> text_of(const toml::node& node) {
  if (const auto text = node.value<std::string>()) return text;
  if (node.is_boolean()) return *node.value<bool>() ? "true" : "false";
  if (node.is_integer()) return fmt::format("{}", *node.value<std::int64_t>());
  if (node.is_floating_point()) return fmt::format("{}", *node.value<double>());
  return std::nullopt;
}

}  // namespace

Result<Layer> read_toml(std::string_view text) {
  toml::table parsed;
  try {
    parsed = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(Kind::Invalid, "settings.bad_file",
                fmt::format("line {}, column {}: {}", error.source().begin.line, error.source().begin.column,
                            error.description()),
                "key = \"value\" lines (TOML)");
  }
  Layer layer;
  for (const auto& [key, node] : parsed) {
    std::vector<std::string>& values = layer[std::string(key.str())];
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list)
        if (auto value = text_of(item)) values.push_back(std::move(*value));
    } else if (auto value = text_of(node)) {
      values.push_back(std::move(*value));
    }
    if (values.empty() && !(node.is_array() && node.as_array()->empty()))
      return fail(Kind::Invalid, "settings.bad_file",
                  fmt::format("'{}' is no text, number or list of texts", key.str()), "key = \"value\" lines (TOML)");
  }
  return layer;
}

}  // namespace huabiao::settings
