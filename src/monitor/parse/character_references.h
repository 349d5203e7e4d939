#pragma once
// What a piece of markup says: character references decoded, newlines normalised, U+0000 replaced, names folded, as the
// standard does it where the piece stands. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace huabiao::monitor {

enum class Decode : std::uint8_t {
  Text,       // references decoded; U+0000 stays, as the standard leaves it to tree construction
  Body,       // as Text where tree construction drops U+0000
  Rcdata,     // references decoded, U+0000 replaced
  RawText,    // U+0000 replaced; comments and doctype identifiers too
  Cdata,      // newlines alone
  Attribute,  // as Rcdata, but "&copy=1" and "&copyx" stay
  AsIs,       // nothing is decoded
  Name,       // of tags, attributes and doctypes: ASCII lower case, U+0000 replaced
};

// `raw` itself where it says what it is, else its decoded form in `scratch`. Lifetime: as long as both.
std::string_view decoded(std::string_view raw, Decode how, std::string& scratch);

}  // namespace huabiao::monitor
