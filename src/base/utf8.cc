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

Read read(std::string_view text) {
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

bool valid(std::string_view text) {
  for (;;) {
    text.remove_prefix(ascii_prefix(text));
    // What is not ASCII stands together.
    while (!text.empty() && static_cast<unsigned char>(text[0]) >= 0x80) {
      const Read r = read(text);
      if (!r.ok) return false;
      text.remove_prefix(r.bytes);
    }
    if (text.empty()) return true;
  }
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
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte < 0x80) {
      out += text[0];
      text.remove_prefix(1);
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
  std::string_view rest = text;
  std::size_t keep = 0;
  while (!rest.empty()) {
    const bool space = is_space(next(rest));
    if (!space) keep = text.size() - rest.size();
  }
  return std::string(text.substr(0, keep));
}

std::string squeeze(std::string_view text) {
  std::string out;
  bool gap = false;
  while (!text.empty()) {
    const auto is_plain = [](char c) { return c > ' ' && static_cast<unsigned char>(c) < 0x80; };
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    const bool run = plain > 0;
    const Read r = run ? Read{0, plain, true} : read(text);
    if (!run && is_space(r.c)) {
      gap = !out.empty();
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
