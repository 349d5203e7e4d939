#include <algorithm>
#include <array>
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

constexpr std::string_view kChannels = "channel";
constexpr std::array<std::string_view, 3> kTables = {"sign_in", "ldap", "oidc"};

Result<toml::table> parse(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(Kind::Invalid, "settings.bad_file",
                fmt::format("line {}, column {}: {}", error.source().begin.line, error.source().begin.column,
                            error.description()),
                "key = \"value\" lines (TOML)");
  }
}

Result<Layer> layer_of(const toml::table& table, std::string_view but_for) {
  Layer layer;
  for (const auto& [key, node] : table) {
    if (!but_for.empty() && key.str() == but_for) continue;
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

}  // namespace

Result<Layer> read_toml(std::string_view text) {
  auto parsed = parse(text);
  if (!parsed) return fail(std::move(parsed));
  toml::table flat = *parsed;
  for (const std::string_view name : kTables) {
    const toml::table* const table = (*parsed)[name].as_table();
    if (table == nullptr) continue;
    flat.erase(name);
    for (const auto& [key, node] : *table) flat.insert_or_assign(fmt::format("{}_{}", name, key.str()), node);
  }
  return layer_of(flat, kChannels);
}

Result<std::vector<ChannelTable>> read_channel_tables(std::string_view text) {
  auto parsed = parse(text);
  if (!parsed) return fail(std::move(parsed));
  std::vector<ChannelTable> tables;
  const toml::node* const node = parsed->get(kChannels);
  if (node == nullptr) return tables;
  const toml::array* const list = node->as_array();
  if (list == nullptr || !list->is_homogeneous(toml::node_type::table))
    return fail(Kind::Invalid, "settings.bad_file", "channel", "[[channel]] tables");
  for (const toml::node& item : *list) {
    auto table = layer_of(*item.as_table(), "");
    if (!table) return fail(std::move(table));
    tables.push_back(*std::move(table));
  }
  return tables;
}

}  // namespace huabiao::settings
