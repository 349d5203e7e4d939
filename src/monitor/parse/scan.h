#pragma once
// scan: the first of a few bytes, sixteen at a time where the processor can; and a name as one number, so that names
// are told apart without comparing letters. Never reads past `end`. Pure; any thread.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "monitor/parse/ascii.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace huabiao::monitor::scan {

// The first of the `kWanted` in [at, end), else end.
template <char... kWanted>
inline const char* find(const char* at, const char* end) {
#ifdef __SSE2__
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i hits = _mm_setzero_si128();
    ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, _mm_set1_epi8(kWanted)))), ...);
    if (const int mask = _mm_movemask_epi8(hits); mask != 0) return at + std::countr_zero(static_cast<unsigned>(mask));
  }
#else
  if constexpr (sizeof...(kWanted) == 1) {
    const void* found = at == end ? nullptr : std::memchr(at, (kWanted, ...), static_cast<std::size_t>(end - at));
    return found == nullptr ? end : static_cast<const char*>(found);
  }
#endif
  while (at != end && ((*at != kWanted) && ...)) ++at;
  return at;
}

template <char... kBytes>
struct Bytes {};

// The same, and whether one of the `kNoted` stands before it: one look at the bytes where two would be needed.
template <char... kWanted, char... kNoted>
inline const char* find(Bytes<kWanted...> /*wanted*/, Bytes<kNoted...> /*noted*/, const char* at, const char* end,
                        bool& noted) {
#ifdef __SSE2__
  const auto mask_of = [](__m128i hits) { return static_cast<unsigned>(_mm_movemask_epi8(hits)); };
  __m128i seen = _mm_setzero_si128();
  for (; end - at >= 16; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i wanted = _mm_setzero_si128(), more = _mm_setzero_si128();
    ((wanted = _mm_or_si128(wanted, _mm_cmpeq_epi8(block, _mm_set1_epi8(kWanted)))), ...);
    ((more = _mm_or_si128(more, _mm_cmpeq_epi8(block, _mm_set1_epi8(kNoted)))), ...);
    if (const unsigned mask = mask_of(wanted); mask != 0) {
      noted |= mask_of(seen) != 0 || (mask_of(more) & (mask - 1) & ~mask) != 0;
      return at + std::countr_zero(mask);
    }
    seen = _mm_or_si128(seen, more);
  }
  noted |= mask_of(seen) != 0;
#endif
  for (; at != end && ((*at != kWanted) && ...); ++at) noted |= ((*at == kNoted) || ...);
  return at;
}

// A bit for each of the sixteen bytes at `at` that is one of these.
template <char... kWanted>
inline unsigned hits_at(const char* at) {
#ifdef __SSE2__
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  __m128i hits = _mm_setzero_si128();
  ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, _mm_set1_epi8(kWanted)))), ...);
  return static_cast<unsigned>(_mm_movemask_epi8(hits));
#else
  unsigned hits = 0;
  for (unsigned i = 0; i < 16; ++i) hits |= ((at[i] == kWanted) || ...) ? 1U << i : 0;
  return hits;
#endif
}

// A bit for each of the sixteen bytes at `at` that is one of these, a blank or a control.
template <char... kWanted>
inline unsigned hits_or_blanks_at(const char* at) {
#ifdef __SSE2__
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)), blank = _mm_set1_epi8(' ');
  __m128i hits = _mm_cmpeq_epi8(_mm_max_epu8(block, blank), blank);
  ((hits = _mm_or_si128(hits, _mm_cmpeq_epi8(block, _mm_set1_epi8(kWanted)))), ...);
  return static_cast<unsigned>(_mm_movemask_epi8(hits));
#else
  unsigned hits = 0;
  for (unsigned i = 0; i < 16; ++i)
    hits |= (static_cast<unsigned char>(at[i]) <= ' ' || ((at[i] == kWanted) || ...)) ? 1U << i : 0;
  return hits;
#endif
}

// The first white space of HTML in [at, end), or, with kOther, the first byte that is none; else end. What lies before
// `limit` may be looked at, which spares short texts a look at each byte.
template <bool kOther>
inline const char* find_space(const char* at, const char* end, const char* limit) {
#ifdef __SSE2__
  for (; at < end && limit - at >= 16; at += 16) {
    const unsigned spaces = hits_at<' ', '\t', '\n', '\f', '\r'>(at);
    if (const unsigned found = kOther ? spaces ^ 0xFFFFU : spaces; found != 0)
      return end - at <= std::countr_zero(found) ? end : at + std::countr_zero(found);
  }
#endif
  while (at < end && ascii::is_space(*at) == kOther) ++at;
  return at < end ? at : end;
}
inline const char* skip_space(const char* at, const char* end, const char* limit) {
  return find_space<true>(at, end, limit);
}
inline bool is_blank(std::string_view text, const char* limit) {
  const char *const begin = text.data(), *const end = begin + text.size();
  return skip_space(begin, end, limit) == end;
}

// A name as a number, letters folded: up to eight bytes exactly (but for bytes that differ in 0x20 alone), longer ones
// mixed. Equal keys still want a comparison of the names.
constexpr std::uint64_t kFold = 0x2020202020202020ULL;

constexpr std::uint64_t mix(std::uint64_t key, std::uint64_t word) {
  key = (key ^ (key >> 29)) * 0x9E3779B97F4A7C15ULL;
  return (key ^ (key >> 32)) + word;
}

constexpr std::uint64_t key_of(std::string_view name) {
  std::uint64_t key = 0;
  for (std::size_t at = 0; at == 0 || at < name.size(); at += 8) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 8 && at + i < name.size(); ++i)
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(name[at + i])) << (8 * i);
    key = at == 0 ? (word | kFold) : mix(key, word | kFold);
  }
  return key;
}

// Up to eight bytes as the number key_of() begins with; reads nothing else.
inline std::uint64_t word_of(const char* at, std::size_t bytes) {
  std::uint64_t word = 0;
  if (bytes == 8) {
    std::memcpy(&word, at, 8);
  } else if (bytes >= 4) {
    std::uint32_t low = 0, high = 0;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + bytes - 4, 4);
    word = low | static_cast<std::uint64_t>(high) << (8 * (bytes - 4));
  } else if (bytes > 0) {  // the first, the middle and the last, of which some are the same
    const auto byte = [at](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i); };
    word = byte(0) | byte(bytes / 2) | byte(bytes - 1);
  }
  return word;
}

// Of names of more than eight bytes.
inline std::uint64_t long_key_of(std::string_view name) {
  const char* at = name.data();
  std::size_t left = name.size();
  std::uint64_t key = word_of(at, 8) | kFold;
  while (left > 8) {
    at += 8;
    left -= 8;
    key = mix(key, word_of(at, left < 8 ? left : 8) | kFold);
  }
  return key;
}

// Of a name of one to eight bytes; eight bytes may be read at `name`.
inline std::uint64_t short_key_of(const char* name, std::size_t bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, name, 8);
  return (word & (~std::uint64_t{0} >> (64 - 8 * bytes))) | kFold;
}

// key_of(), eight bytes at a time.
inline std::uint64_t quick_key_of(std::string_view name) {
  if constexpr (std::endian::native != std::endian::little) return key_of(name);
  return name.size() <= 8 ? word_of(name.data(), name.size()) | kFold : long_key_of(name);
}

}  // namespace huabiao::monitor::scan
