#include "census/phones.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "census/words.h"

namespace huabiao::census {
namespace {

using std::string_view;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Full-width forms and dashes of every width made plain; what separates numbers made '\n'.
std::string plain(string_view text) {
  const std::string folded = utf8::fold_width(text);
  std::string out;
  for (string_view rest = folded; !rest.empty();) {
    const char32_t c = utf8::next(rest);
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500 || c == 0x30FC || c == '~' || c == '_' ||
        c == 0x4E00) {
      if (!out.ends_with('-')) out += '-';
    } else if (c == U'、' || c == ',' || c == ';' || c == '\n' || c == '\r' || c == '|' || c == U'。' || c == U'和') {
      out += '\n';
    } else if (utf8::is_space(c)) {
      out += ' ';
    } else {
      utf8::append(out, c);
    }
  }
  return out;
}

// "办公电话:0311..." and "0311...(传真)": what the number is for, not the number.
string_view without_label(string_view piece) {
  if (const std::size_t colon = piece.rfind(':'); colon != string_view::npos) piece.remove_prefix(colon + 1);
  while (!piece.empty() && piece.front() == ' ') piece.remove_prefix(1);
  while (!piece.empty() && piece.back() == ' ') piece.remove_suffix(1);
  if (piece.ends_with(')')) {
    const std::size_t open = piece.rfind('(');
    if (open != string_view::npos && open > 0 && !all_digits(piece.substr(open + 1, piece.size() - open - 2)))
      piece = piece.substr(0, open);
  }
  while (!piece.empty() && !is_digit(piece.front()) && piece.front() != '(' && piece.front() != '+' &&
         static_cast<unsigned char>(piece.front()) >= 0x80)
    piece.remove_prefix(1);
  return piece;
}

// "转801", "-801" behind a whole number, "ext.801": the extension's digits; taken off `piece`.
std::string take_extension(std::string& piece) {
  for (const string_view word : {"转", "分机", "ext.", "ext", "EXT", "*", "#"}) {
    const std::size_t at = piece.find(word);
    if (at == std::string::npos || at == 0) continue;
    std::string digits;
    for (const char c : piece.substr(at + word.size()))
      if (is_digit(c)) digits += c;
    if (digits.empty() || digits.size() > 6) return {};
    piece.resize(at);
    return digits;
  }
  const std::size_t dash = piece.rfind('-');
  if (dash == std::string::npos || std::ranges::count(piece, '-') < 2) return {};
  std::string digits = piece.substr(dash + 1);
  if (!all_digits(digits) || digits.size() > 6) return {};
  std::string before;
  for (const char c : piece.substr(0, dash))
    if (is_digit(c)) before += c;
  if (before.size() < 10 || before.starts_with("86")) return {};  // "86-311-80000000" has no extension
  piece.resize(dash);
  return digits;
}

std::optional<std::string> number_of(std::string digits) {
  if (digits.starts_with("0086")) digits.erase(0, 4);
  if (digits.size() == 11 && digits[0] == '1' && digits[1] >= '3') return digits;  // mobile
  if (digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"))) return digits;
  if (digits.size() >= 10 && digits.size() <= 12 && digits[0] == '0') {
    const std::size_t area = area_code_digits(digits);
    const std::size_t rest = digits.size() - area;
    if (rest == 7 || rest == 8) return digits.substr(0, area) + "-" + digits.substr(area);
    return std::nullopt;
  }
  if ((digits.size() == 7 || digits.size() == 8) && digits[0] >= '2') return digits;  // no area code
  if ((digits.size() == 5 || digits.size() == 6) && (digits[0] == '1' || digits.starts_with("9")))
    return digits;  // 12345
  return std::nullopt;
}

std::optional<std::string> read_one(std::string piece) {
  const std::string extension = take_extension(piece);
  const bool abroad = piece.starts_with('+') || piece.starts_with("0086") || piece.starts_with("86-");
  std::string digits;
  for (const char c : piece) {
    if (is_digit(c))
      digits += c;
    else if (c != '-' && c != ' ' && c != '(' && c != ')' && c != '.' && !(c == '+' && digits.empty()))
      return std::nullopt;
  }
  if (abroad) {
    const std::size_t country = digits.starts_with("0086") ? 4 : digits.starts_with("86") ? 2 : 0;
    if (country == 0) return std::nullopt;
    digits.erase(0, country);
    if (!digits.starts_with('1') || digits.size() != 11) digits.insert(0, digits.starts_with('0') ? "" : "0");
  }
  auto number = number_of(digits);
  if (number && !extension.empty()) *number += "转" + extension;
  return number;
}

void add(Phones& phones, std::string number) {
  if (std::ranges::find(phones.numbers, number) == phones.numbers.end()) phones.numbers.push_back(std::move(number));
}

// "0311-80000001/02": the second number differs in its last digits only.
std::optional<std::string> with_last_digits(const Phones& phones, string_view tail) {
  if (phones.numbers.empty() || !all_digits(tail) || tail.size() > 4) return std::nullopt;
  std::string number = phones.numbers.back();
  if (number.size() < 7 || number.find("转") != std::string::npos) return std::nullopt;
  return number.replace(number.size() - tail.size(), tail.size(), tail);
}

// One piece between separators: one number, or several with blanks between.
void read_piece(string_view raw, Phones& phones) {
  if (!std::ranges::any_of(raw, is_digit)) {
    if (!says_none(raw)) phones.unread.push_back(utf8::trim(raw));
    return;
  }
  const string_view piece = without_label(raw);
  if (auto number = read_one(std::string(piece))) return add(phones, *std::move(number));
  std::vector<std::string> several;
  for (std::size_t from = 0; from < piece.size();) {
    const std::size_t space = std::min(piece.find(' ', from), piece.size());
    if (space > from) {
      auto number = read_one(std::string(without_label(piece.substr(from, space - from))));
      if (!number) {
        phones.unread.emplace_back(piece);
        return;
      }
      several.push_back(*std::move(number));
    }
    from = space + 1;
  }
  for (std::string& number : several) add(phones, std::move(number));
}

// A cell that is a number cannot begin with 0.
std::optional<std::string> restore_zero(string_view digits) {
  if (!all_digits(digits) || (digits.size() != 10 && digits.size() != 11 && digits.size() != 9)) return std::nullopt;
  if (number_of(std::string(digits))) return std::nullopt;
  return number_of("0" + std::string(digits));
}

}  // namespace

std::size_t area_code_digits(string_view digits) {
  return digits.starts_with("010") || digits.starts_with("02") ? 3 : 4;
}

Phones read_phones(string_view text, table::CellKind kind) {
  Phones phones;
  if (kind == table::CellKind::Number) {
    if (auto number = restore_zero(text)) {
      phones.numbers.push_back(*std::move(number));
      phones.zero_restored = true;
      return phones;
    }
  }
  const std::string cell = plain(text);
  for (std::size_t from = 0; from <= cell.size();) {
    const std::size_t end = std::min(cell.find('\n', from), cell.size());
    string_view line = string_view(cell).substr(from, end - from);
    from = end + 1;
    for (bool first = true; !line.empty(); first = false) {  // '/' separates, too
      const std::size_t slash = std::min(line.find('/'), line.size());
      const string_view piece = line.substr(0, slash);
      line.remove_prefix(std::min(slash + 1, line.size()));
      if (auto number = first ? std::nullopt : with_last_digits(phones, piece))
        add(phones, *std::move(number));
      else
        read_piece(piece, phones);
    }
  }
  return phones;
}

}  // namespace huabiao::census
