#pragma once
// Folding: how words of the lexicon and texts of pages are made alike, so that the usual ways of writing a word apart
// do not hide it. Lower case; full-width, circled and mathematical letters and digits plain; traditional and look-alike
// characters in their common form; invisible characters and ornaments left out; white space left out, but for one blank
// between two ASCII words. Linear in the text, no allocation but `out`. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::rules {

// Replaces `out`.
void fold(std::string_view text, std::string& out);
std::string folded(std::string_view text);

}  // namespace huabiao::rules
