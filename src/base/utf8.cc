#include "base/utf8.h"

#include <cstring>

namespace huabiao::utf8 {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Lead {
  int extra;
  char32_t bits;
  char32_t least;
};

Lead read_lead(unsigned char byte) {
  if (byte < 0x80) return {0, byte, 0};
  if (byte >= 0xC2 && byte <= 0xDF) return {1, char32_t(byte & 0x1F), 0x80};
  if ((byte & 0xF0) == 0xE0) return {2, char32_t(byte & 0x0F), 0x800};
  if (byte >= 0xF0 && byte <= 0xF4) return {3, char32_t(byte & 0x07), 0x10000};
  return {-1, 0, 0};
}

// One code point and its length; ok is false for an ill-formed sequence.
struct Read {
  char32_t c;
  std::size_t bytes;
  bool ok;
};

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

// A well-formed sequence of three bytes at the front, which Chinese is made of, read without looking for what is wrong
// with it. Lead bytes E0 and ED, whose seconds are restricted, are left to read().
inline bool is_three(const char* at, const char* end) {
  if (end - at < 3) return false;
  const auto byte = [at](int i) { return static_cast<std::uint8_t>(at[i]); };
  return (byte(0) & 0xF0) == 0xE0 && byte(0) != 0xE0 && byte(0) != 0xED && (byte(1) & 0xC0) == 0x80 &&
         (byte(2) & 0xC0) == 0x80;
}
inline bool is_three(std::string_view text) {
  return is_three(text.data(), text.data() + text.size());
}

Read read(std::string_view text) {
  if (is_three(text)) {
    const char32_t c = (char32_t(byte_at(text, 0) & 0x0F) << 12) | (char32_t(byte_at(text, 1) & 0x3F) << 6) |
                       (byte_at(text, 2) & 0x3F);
    return {c, 3, true};
  }
  const Lead lead = read_lead(static_cast<unsigned char>(text[0]));
  if (lead.extra < 0) return {kReplacement, 1, false};
  char32_t c = lead.bits;
  for (int i = 1; i <= lead.extra; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) return {kReplacement, at, false};
    c = (c << 6) | (static_cast<unsigned char>(text[at]) & 0x3F);
  }
  if (c < lead.least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return {kReplacement, 1, false};
  return {c, static_cast<std::size_t>(lead.extra) + 1, true};
}

}  // namespace

char32_t next(std::string_view& rest) {
  const Read r = read(rest);
  rest.remove_prefix(r.bytes);
  return r.c;
}

void append(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

namespace {

// How many bytes at the front are ASCII, eight at a time.
std::size_t ascii_prefix(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  std::size_t at = 0;
  for (std::uint64_t word = 0; text.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

std::optional<std::size_t> sequences(std::string_view text) {
  std::size_t count = 0;
  for (;;) {
    text.remove_prefix(ascii_prefix(text));
    // What is not ASCII stands together.
    const char *at = text.data(), *const end = at + text.size();
    for (; is_three(at, end); at += 3) ++count;
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
    for (; !text.empty() && byte_at(text, 0) >= 0x80 && !is_three(text); ++count) {
      const Read r = read(text);
      if (!r.ok) return std::nullopt;
      text.remove_prefix(r.bytes);
    }
    if (text.empty()) return count;
  }
}

bool valid(std::string_view text) {
  return sequences(text).has_value();
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) next(text);
  return count;
}

std::string scrub(std::string_view text) {
  if (valid(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) append(out, next(text));
  return out;
}

std::string fold_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t ascii = ascii_prefix(text);
    out += text.substr(0, ascii);
    text.remove_prefix(ascii);
    if (text.empty()) break;
    if (byte_at(text, 0) >= 0xE4 && byte_at(text, 0) <= 0xEE && is_three(text)) {
      out += text.substr(0, 3);
      text.remove_prefix(3);
      continue;
    }
    const char32_t c = next(text);
    if (c >= 0xFF01 && c <= 0xFF5E) {
      out += static_cast<char>(c - 0xFEE0);
    } else if (c == 0x3000 || c == 0xA0) {
      out += ' ';
    } else {
      append(out, c);
    }
  }
  return out;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
         c == 0xFEFF;
}

bool is_han(char32_t c) {
  return c == 0x3007 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x323AF) || (c >= 0xF900 && c <= 0xFAFF);
}

std::string trim(std::string_view text) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!is_space(next(rest))) break;
    text = rest;
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && text.size() - last < 4 && (byte_at(text, last) & 0xC0) == 0x80) --last;
    const Read r = read(text.substr(last));
    if (!r.ok || last + r.bytes != text.size() || !is_space(r.c)) break;
    text = text.substr(0, last);
  }
  return std::string(text);
}

namespace {

// How many bytes at the front are well-formed and hold no white space, as far as that is seen at once: all of ordinary
// Chinese and English.
std::size_t plain_prefix(std::string_view text) {
  const char *at = text.data(), *const end = at + text.size();
  while (at != end) {
    const auto byte = static_cast<std::uint8_t>(*at);
    if (byte < 0x80) {
      if (byte <= ' ') break;
      ++at;
    } else if (byte >= 0xE4 && byte <= 0xEE && is_three(at, end)) {  // white space lies below and above
      at += 3;
    } else {
      break;
    }
  }
  return static_cast<std::size_t>(at - text.data());
}

}  // namespace

void append_squeezed(std::string& out, std::string_view text) {
  const std::size_t before = out.size();
  out.reserve(before + text.size());
  bool gap = false;
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    const bool blank = plain == 0 && text.front() == ' ';  // mostly, where it is not plain
    const Read r = plain > 0 ? Read{0, plain, true} : blank ? Read{' ', 1, true} : read(text);
    if (blank || (plain == 0 && is_space(r.c))) {
      gap = out.size() > before;
    } else {
      if (gap) out += ' ';
      gap = false;
      if (r.ok)
        out += text.substr(0, r.bytes);
      else
        append(out, kReplacement);
    }
    text.remove_prefix(r.bytes);
  }
}

std::string squeeze(std::string_view text) {
  std::string out;
  append_squeezed(out, text);
  return out;
}

std::string without_space(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = next(text);
    if (!is_space(c)) append(out, c);
  }
  return out;
}

std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

}  // namespace huabiao::utf8
