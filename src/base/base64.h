#pragma once
// Base64 (RFC 4648, 4) in one padded line. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace huabiao {

std::string to_base64(std::string_view bytes);
// nullopt: not padded to a multiple of four, or another character in it.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace huabiao
