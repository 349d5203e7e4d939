#pragma once
// Shapes: a text, address or script without what changes by itself (counters, dates, tokens, cache-busting queries,
// white space), so that two of equal shape are the same to a reader of changes. Pure, linear; any thread.

#include <string>
#include <string_view>
#include <unordered_set>

namespace huabiao::monitor {

// Every run of digits, and every long token of hex digits, is one '#'; white space is dropped.
std::string text_shape(std::string_view text);
// Host and path shaped as text, scheme, query and fragment dropped.
std::string address_shape(std::string_view url);
// The last part of an address's path, shaped: what stays when a site moves its folders.
std::string file_shape(std::string_view url);

using Words = std::unordered_set<std::string>;
// The identifiers and words of a script, of three letters or more; at most ChangeLimits::kWords.
Words words_of(std::string_view script);
// Which share of the words of `script` is among `known`; 1 when it has none.
double share_known(std::string_view script, const Words& known);

// Pairs of neighbouring code points that both have, by those of the longer: 1 for equal texts, 0 for strangers.
double likeness(std::string_view one, std::string_view other);

}  // namespace huabiao::monitor
