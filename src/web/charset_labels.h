#pragma once
// What is known of the encodings by name. Constant data; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace huabiao::web {

// Every encoding a label stands for, once.
std::vector<std::string_view> encodings();
// The system converter's name of an encoding of the standard.
std::string converter_name(std::string_view encoding);
// One byte, one character: every byte sequence decodes, so decoding proves nothing.
bool single_byte(std::string_view encoding);

}  // namespace huabiao::web
