#pragma once
// Documents of a provider: JSON objects of bounded depth, and the texts in them. Pure; any thread. Internal to this
// room.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao::oidc {

inline constexpr std::size_t kDocumentDepth = 8;

// nullopt: no JSON object, or nested more deeply.
inline std::optional<boost::json::object> object_in(std::string_view text) {
  boost::system::error_code error;
  boost::json::parse_options strict;
  strict.max_depth = kDocumentDepth;
  const boost::json::value value = boost::json::parse(text, error, {}, strict);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

// Empty: not there, or no text.
inline std::string text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* const found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace huabiao::oidc
