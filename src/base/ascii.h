#pragma once
// Letters of protocols and file formats, where A to Z is all there is. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao {

// A to Z in lower case, every other byte as it is.
inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace huabiao
