#pragma once
// FilingMatch: one number found in the visible text of a page, well or ill formed. The finders of this room give it.
// Values; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bilingual.h"

namespace huabiao::filing {

// Why a number is not in its proper form. None: it is.
enum class Fault {
  None,
  DigitCount,         // too few or too many digits
  MissingBei,         // 京ICP10036469号: 备 is missing
  MissingNumberMark,  // no 号 behind the number
  Licence,            // ICP证: a licence to do business, not a filing
  JokeRegistry,       // 萌ICP备: not a register of the state
  UnknownProvince,    // no province's abbreviation before it
  Wording,            // 沪公安备, 沪公安网备, 沪公网备案 ...: the words are not those of a filing
  ProvinceMismatch,   // the first two digits are another province's
  BadPrefix,          // a site code which begins with neither a province nor bm
  NotDigits,          // something other than digits stands where the number should
  Suffix,             // what follows the number is no "-N"
};
std::string_view to_string(Fault fault);  // "digit-count", stable
Bilingual explain(Fault fault);           // a sentence for the site's owner

struct FilingMatch {
  std::string raw;         // as read
  std::size_t offset = 0;  // bytes into the text
  std::size_t length = 0;  // bytes; raw is text.substr(offset, length)
  std::string normal;      // normal form; empty when invalid
  std::string main;        // ICP: the normal form without "-N"; otherwise equal to normal
  std::string province;    // two digits of GB/T 2260; empty when none can be told, "00" for a ministry
  bool valid = false;
  Fault fault = Fault::None;
};

// Where the link of a filing number leads.
enum class LinkAge { None, Current, Old, Obsolete, Foreign };
std::string_view to_string(LinkAge age);

struct LinkCheck {
  LinkAge age = LinkAge::None;
  std::string number;    // the number the link itself names; empty when it names none
  bool differs = false;  // the link names a number other than the one in the text
};

struct FilingLimits {
  static constexpr std::size_t kMatches = 64;  // per text and kind: a footer shows one or two; more is padding
};

}  // namespace huabiao::filing
