#pragma once
// UTF-8 text as people type it: decoding that never fails, and the folding that makes full-width forms equal plain
// ones. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao::utf8 {

// Takes the next code point off `rest`. Ill-formed bytes give U+FFFD and advance by at least one byte.
// Requires: !rest.empty().
char32_t next(std::string_view& rest);
void append(std::string& out, char32_t code_point);
bool valid(std::string_view text);
// How many sequences of two bytes and more it holds; nothing when one is ill-formed.
std::optional<std::size_t> sequences(std::string_view text);
std::size_t length(std::string_view text);  // in code points

// Replaces ill-formed sequences by U+FFFD, so the text may go into JSON, XML or SQL.
std::string scrub(std::string_view text);

// Full-width ASCII (U+FF01..FF5E) to ASCII, ideographic and no-break space to ' '. Leaves everything else alone.
std::string fold_width(std::string_view text);

std::string trim(std::string_view text);     // ASCII and ideographic white space off both ends
std::string squeeze(std::string_view text);  // every run of white space to one ' ', trimmed
void append_squeezed(std::string& out, std::string_view text);
std::string without_space(std::string_view text);  // no white space at all
// At most `bytes` bytes, cut at a code point.
std::string_view cut(std::string_view text, std::size_t bytes);

bool is_space(char32_t c);
bool is_han(char32_t c);  // CJK unified ideographs incl. extensions A-H and U+3007

}  // namespace huabiao::utf8
