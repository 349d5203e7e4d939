#pragma once
// How a delivery proves who speaks. Pure; any thread. docs/formats/delivery.md

#include <cstdint>
#include <string>
#include <string_view>

namespace huabiao::deliver {

std::string hmac_sha256(std::string_view key, std::string_view text);  // 32 bytes
std::string percent_encode(std::string_view text);                     // all but RFC 3986's unreserved characters

// Of a webhook: "v1=" and the hex HMAC-SHA256 of "SECONDS.BODY".
std::string webhook_signature(std::string_view secret, std::int64_t seconds, std::string_view body);
// DingTalk: base64 of the HMAC-SHA256, by the secret, of "MILLIS\nSECRET".
std::string dingtalk_signature(std::string_view secret, std::int64_t millis);
// Feishu: base64 of the HMAC-SHA256, by "SECONDS\nSECRET", of nothing.
std::string feishu_signature(std::string_view secret, std::int64_t seconds);

}  // namespace huabiao::deliver
