// A token and a key set from a provider: whatever the bytes, read or refused.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "oidc/jose.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto newline = text.find('\n');
  const auto token = huabiao::oidc::read_token(text.substr(0, newline));
  const auto keys = huabiao::oidc::read_keys(newline == std::string_view::npos ? text : text.substr(newline + 1));
  if (token && keys && huabiao::oidc::holds(*token, *keys) && token->algorithm != "RS256" &&
      token->algorithm != "ES256")
    __builtin_trap();
  return 0;
}
