#pragma once
// What JavaScript's operators and methods give for constants, as far as hidden scripts use them. Each changes its first
// argument and is false, leaving it unspecified, where it does not know. Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "monitor/parse/script_values.h"

namespace huabiao::monitor {

inline constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

// `sign`: + - * / % & | ^ << >> >>>
bool combine(ScriptValue& left, std::string_view sign, const ScriptValue& right);
// split, reverse, join, replace, concat, charAt, charCodeAt, substr, substring, slice, toString, and the like.
bool apply_method(ScriptValue& value, std::string_view name, std::span<ScriptValue> given);
bool character_at(ScriptValue& text, double place);
bool from_char_codes(std::span<const ScriptValue> codes, ScriptValue& out);
bool to_text(ScriptValue& number);
int base_of(double number);                       // 2 to 36; 0 for 0; -1: no base
bool to_number(ScriptValue& text, int base = 0);  // as parseInt; 0: by its prefix

// Bytes that are no UTF-8 come out as Latin-1. Nothing for what is not written in the alphabet (64 characters and the
// padding).
std::optional<std::string> from_base64(std::string_view text, std::string_view alphabet);

}  // namespace huabiao::monitor
