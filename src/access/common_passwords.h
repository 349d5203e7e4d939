#pragma once
// The passwords tried first by whoever guesses: made of nothing but words and rows of keys that everybody takes. Pure;
// any thread.

#include <string_view>

namespace huabiao::access {

// Whether, with such words taken out, too little is left to be guessed. "P@ssw0rd2026" is, "Hua-Biao-2015!" is not.
bool is_common_password(std::string_view password);

}  // namespace huabiao::access
