#pragma once
// The official mark of public-sector sites, piece by piece: the script that draws it, the link behind it, its picture.
// Each function looks at one URL as written (entities decoded) and says what it is and what is wrong with it. Which
// piece decides for a page is monitor/detect's business. Pure; any thread.

#include <array>
#include <string>
#include <string_view>

#include "base/bilingual.h"

namespace huabiao::mark {

enum class Piece { None, Script, Link, Image };  // None: nothing to do with the mark
enum class Colour { Unknown, Red, Blue };        // red: party and government organs; blue: institutions
std::string_view to_string(Colour colour);       // "red", "blue", ""

enum class MarkFault {
  None,
  WrongHost,      // looks like the mark's address, but the host is another one
  LocalCopy,      // the script or picture was saved and is served from elsewhere
  PathNotName,    // the path and the file name of the script disagree
  BadShape,       // groups with the wrong number of digits, wrong folder, wrong ending
  BadIdLength,    // the link's id has not 32 digits
  BadIdAlphabet,  // the link's id holds lower case or characters that are no hex digits
  MissingId,      // the link names no mark
  UnknownColour,  // a picture of the mark's server that is neither red nor blue
};
std::string_view to_string(MarkFault fault);  // "path-not-name", stable
Bilingual explain(MarkFault fault);

struct MarkPiece {
  Piece piece = Piece::None;
  bool valid = false;  // well formed and on the right host
  MarkFault fault = MarkFault::None;
  std::string id;  // "CA330000000604258890010" of a script, 32 hex digits of a link; as read when malformed
  // Of a script: the groups of its path. The province numbers are the mark registry's own, not GB/T 2260.
  std::string province, prefecture, county, organisation, serial;
  Colour colour = Colour::Unknown;  // of a picture
  bool error_image = false;         // the picture says: this mark is not valid for this host
  bool likely_genuine = false;      // of a link: the id has the habitual tail of the issuing system; a hint, no proof
};

// The registry's hosts that a page with the mark asks: for its script and pictures, and for its certificate.
inline constexpr std::array<std::string_view, 2> kMarkHosts = {"dcs.conac.cn", "bszs.conac.cn"};

// `url` may be absolute, protocol-relative or relative, with white space around.
MarkPiece recognise_script_url(std::string_view url);
MarkPiece recognise_link(std::string_view url);
MarkPiece recognise_image(std::string_view url);

}  // namespace huabiao::mark
