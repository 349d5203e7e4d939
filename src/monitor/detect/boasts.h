#pragma once
// Boasts: what intruders write on the pages they replace. Words are compared folded, so that "H4CK3D  By",
// "ＨＡＣＫＥＤ ｂｙ" and "H A C K E D by" are one. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::monitor {

// Lower case, narrow, white space squeezed, digits that stand for letters as letters, letters set apart put together.
std::string fold_boasts(std::string_view text);

struct Heard {
  std::string_view word;                    // the first boast of the list that is there
  std::size_t at = std::string_view::npos;  // in the folded text
  int count = 0;                            // different boasts
};

// `with_everyday`: also words that boast only where little else stands ("owned by", "was here").
Heard boast_in(std::string_view folded, bool with_everyday);
// The few words of a page, or of what was added to one, open with a boast: even an everyday one is a signature there.
Heard opening_boast(std::string_view folded);
// The text opens with "...ed by somebody", whatever was done, unless it is what honest pages say ("powered by").
bool is_signed(std::string_view folded);
// A title with a word that alone says it: "hacked".
Heard verdict_in(std::string_view folded_title);
// How many of the words intruders surround a boast with: greetings, gangs, mockery.
int company_in(std::string_view folded);
// A gang's name: in a title, over a page with nothing else on it, a signature.
bool names_a_gang(std::string_view folded_title);

}  // namespace huabiao::monitor
