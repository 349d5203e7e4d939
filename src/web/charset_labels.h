#pragma once
// What is known of the encodings by name. Constant data; any thread.

#include <string>
#include <string_view>

namespace huabiao::web {

// The system converter's name of an encoding of the standard.
std::string converter_name(std::string_view encoding);
// One byte, one character: every byte sequence decodes, so decoding proves nothing.
bool single_byte(std::string_view encoding);

}  // namespace huabiao::web
