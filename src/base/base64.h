#pragma once
// Base64 (RFC 4648, 4) in one padded line, and the form for names and addresses (5) without padding. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace huabiao {

std::string to_base64(std::string_view bytes);
// nullopt: not padded to a multiple of four, or another character in it.
std::optional<std::string> from_base64(std::string_view text);

std::string to_base64url(std::string_view bytes);
// nullopt: padded, another character in it, or bits set that belong to no byte.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace huabiao
