#include "base/find_word.h"

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace huabiao {

// Places where the word's first and its last byte stand as far apart as they should, sixteen at a time; of those there
// are few enough to compare.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  if (from > text.size() || text.size() - from < word.size()) return std::string_view::npos;
  if (word.empty()) return from;
  const char *at = text.data() + from, *const end = text.data() + text.size();
#ifdef __SSE2__
  const std::size_t last = word.size() - 1;
  if (text.size() - from < 16 + last) return text.find(word, from);
  const __m128i first_byte = _mm_set1_epi8(word.front()), last_byte = _mm_set1_epi8(word.back());
  const auto places_at = [&](const char* block) {
    const __m128i firsts = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
    const __m128i lasts = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + last));
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(firsts, first_byte), _mm_cmpeq_epi8(lasts, last_byte));
    return static_cast<unsigned>(_mm_movemask_epi8(both));
  };
  const char* const last_block = end - 16 - last;
  for (bool more = true; more;) {
    unsigned places = places_at(at);
    while (places == 0 && at < last_block) places = places_at(at = std::min(at + 16, last_block));
    for (; places != 0; places &= places - 1) {
      const char* const place = at + std::countr_zero(places);
      if (std::memcmp(place, word.data(), word.size()) == 0) return static_cast<std::size_t>(place - text.data());
    }
    more = at < last_block;
    at = std::min(at + 16, last_block);
  }
  return std::string_view::npos;
#else
  const void* found = memmem(at, static_cast<std::size_t>(end - at), word.data(), word.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
#endif
}

}  // namespace huabiao
