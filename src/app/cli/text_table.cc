#include "app/cli/text_table.h"

#include <algorithm>

#include "base/utf8.h"

namespace huabiao::app {
namespace {

// Unicode's East Asian Wide and Fullwidth blocks, coarsely (UAX #11).
std::size_t width(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return 0;
  if ((c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
      (c >= 0x2066 && c <= 0x2069))
    return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

// Control and direction characters would let a page's text repaint the terminal.
std::string harmless(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const char32_t c = utf8::next(text);
    const std::size_t wide = utf8::is_space(c) ? 1 : width(c);
    if (wide == 0) continue;
    if (used + wide > most - (text.empty() ? 0 : 1)) {
      out += "…";
      break;
    }
    utf8::append(out, utf8::is_space(c) ? U' ' : c);
    used += wide;
  }
  return out;
}

void append_padded(std::string& line, const std::string& text, std::size_t to, TextTable::Align align, bool last) {
  const std::size_t gap = to - std::min(to, cells(text));
  if (align == TextTable::Align::Right) line.append(gap, ' ');
  line += text;
  if (align == TextTable::Align::Left && !last) line.append(gap, ' ');
}

}  // namespace

std::size_t cells(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) count += width(utf8::next(text));
  return count;
}

void TextTable::add(std::vector<std::string> row, Tint tint) {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = harmless(row[i], columns_[i].most);
  rows_.push_back(std::move(row));
  tints_.push_back(tint);
}

std::string TextTable::str(Colours colours) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t widest = cells(columns_[i].title);
    for (const auto& row : rows_) widest = std::max(widest, cells(row[i]));
    widths.push_back(widest);
  }
  std::string text;
  const auto put = [&](const auto& cell_of) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) text += "  ";
      append_padded(text, cell_of(i), widths[i], columns_[i].align, i + 1 == columns_.size());
    }
    text += '\n';
  };
  put([&](std::size_t i) { return columns_[i].title; });
  put([&](std::size_t i) {
    std::string rule;
    for (std::size_t n = 0; n < widths[i]; ++n) rule += "─";
    return rule;
  });
  for (std::size_t n = 0; n < rows_.size(); ++n) {
    const bool tinted = colours == Colours::Yes && tints_[n] != Tint::None;
    if (tinted) text += tints_[n] == Tint::Alarm ? "\x1b[31m" : "\x1b[33m";
    put([&](std::size_t i) { return rows_[n][i]; });
    if (tinted) text.insert(text.size() - 1, "\x1b[0m");
  }
  return text;
}

}  // namespace huabiao::app
