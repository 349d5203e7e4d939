#include "census/names.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "census/words.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::census {
namespace {

using std::string_view;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_dot(char32_t c) {
  return c == U'·' || c == U'•' || c == U'‧' || c == U'・' || c == U'･' || c == U'●' || c == U'。' || c == U'｡' ||
         c == U'．' || c == 0x2024 || c == 0x2219 || c == 0x22C5 || c == 0x2027;
}

// ①②③ and their bracketed kin.
bool is_ring_number(char32_t c) {
  return (c >= 0x2460 && c <= 0x249B) || (c >= 0x2776 && c <= 0x2793);
}

bool is_quote(char32_t c) {
  return c == '"' || c == '\'' || c == U'“' || c == U'”' || c == U'‘' || c == U'’' || c == U'《' || c == U'》' ||
         c == U'<' || c == U'>' || c == U'【' || c == U'】' || c == '[' || c == ']' || c == '`';
}

// The cell with one spelling for each thing: '.' for every dot, ' ' for white space, '\n' for every separator.
std::string plain(string_view cell) {
  std::string out;
  out.reserve(cell.size());
  const std::string folded = utf8::fold_width(cell);
  for (string_view rest = folded; !rest.empty();) {
    const char32_t c = utf8::next(rest);
    if (is_dot(c)) {
      out += '.';
    } else if (c == '\n' || c == '\r' || c == U'、' || c == ',' || c == ';' || c == '|' || is_ring_number(c)) {
      out += '\n';
    } else if (c == 0x200B || c == 0xFEFF || is_quote(c)) {
      continue;
    } else if (utf8::is_space(c)) {
      out += ' ';
    } else {
      utf8::append(out, c);
    }
  }
  return out;
}

string_view trim(string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Length of "1.", "(1)", "1)", "第1个:" is not one; 0: the text begins with no number of a list.
std::size_t list_number(string_view text) {
  std::size_t at = text.starts_with('(') ? 1 : 0;
  const std::size_t first = at;
  while (at < text.size() && at < first + 2 && is_digit(text[at])) ++at;
  if (at == first || at == text.size()) return 0;
  if (text[at] == ')') return at + 1;
  return first == 0 && (text[at] == '.' || text[at] == ':') ? at + 1 : 0;
}

bool is_bare_number(string_view text) {
  if (const std::size_t length = list_number(text); length > 0 && length == text.size()) return true;
  return !text.empty() && text.size() <= 2 && std::ranges::all_of(text, is_digit);
}

bool is_ascii(string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Would this word be a whole name by itself? Decides whether a blank separates names or broke one.
bool stands_alone(string_view word) {
  if (word.find("://") != string_view::npos) return true;
  word = word.substr(0, word.find_first_of("/:?#"));
  while (word.ends_with('.')) word.remove_suffix(1);
  const std::size_t dot = word.rfind('.');
  if (dot == string_view::npos || dot == 0) return false;
  if (is_ascii(word)) {
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    return web::has_known_suffix(lower);
  }
  const auto host = web::parse_host(word);
  return host && web::has_known_suffix(host->ascii);
}

class CellReader {
 public:
  explicit CellReader(NameColumn column) : column_(column) {}

  CellNames read(string_view cell) {
    const std::string text = column_ == NameColumn::Chinese ? split_numbered(plain(cell)) : plain(cell);
    std::vector<string_view> pieces;
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size());
      if (const string_view piece = trim(string_view(text).substr(from, end - from)); !piece.empty())
        pieces.push_back(piece);
      from = end + 1;
    }
    numbered_ = is_numbered(pieces);
    for (const string_view piece : pieces) {
      if (++count_ > TextLimits::kCellNames) {
        fault(Severity::Error, "census.too_many_names", piece, {"每格最多 200 个域名", "at most 200 names in a cell"});
        break;
      }
      read_piece(piece);
    }
    return std::move(names_);
  }

 private:
  // "1.甲.政务2.乙.政务": a number right behind a name's end begins the next name.
  static std::string split_numbered(std::string text) {
    for (const string_view suffix : {".政务", ".公益"})
      for (std::size_t at = text.find(suffix); at != std::string::npos; at = text.find(suffix, at)) {
        at += suffix.size();
        if (list_number(string_view(text).substr(at)) > 0) text.insert(at, 1, '\n');
      }
    return text;
  }

  // "1.www.a.gov.cn / 2.www.b.gov.cn": the pieces count up, so the numbers are no labels.
  static bool is_numbered(const std::vector<string_view>& pieces) {
    for (std::size_t i = 0; i < pieces.size(); ++i)
      if (!pieces[i].starts_with(std::to_string(i + 1) + ".")) return false;
    return pieces.size() > 1 || (pieces.size() == 1 && pieces[0].starts_with("1.www."));
  }

  [[nodiscard]] string_view without_number(string_view word) const {
    const std::size_t length = list_number(word);
    if (length == 0) return word;
    // In an English name "1." may be a label; only what nothing can mistake is taken off.
    const bool sure = column_ == NameColumn::Chinese || numbered_ || word[length - 1] != '.' ||
                      (length < word.size() && word[length] == ' ');
    return sure ? trim(word.substr(length)) : word;
  }

  void read_piece(string_view piece) {
    piece = without_number(piece);
    std::vector<string_view> words;
    for (std::size_t from = 0; from < piece.size();) {
      const std::size_t space = std::min(piece.find(' ', from), piece.size());
      if (const string_view word = piece.substr(from, space - from);
          !word.empty() && !is_bare_number(word) && !says_none(word))
        words.push_back(words.empty() ? word : without_number(word));
      from = space + 1;
    }
    if (words.size() > 1 && !std::ranges::all_of(words, stands_alone))
      return fault(Severity::Error, "census.space_in_host", piece,
                   {"不含空格的域名；多个域名用顿号分开", "a name without spaces; several separated by 、"});
    for (const string_view word : words) read_slashes(word);
  }

  // "a.gov.cn/b.gov.cn": names on both sides of each '/', so it separates them. "a.gov.cn/b.html": a path.
  void read_slashes(string_view word) {
    if (word.find("://") != string_view::npos || word.find('/') == string_view::npos) return read_word(word);
    std::vector<string_view> parts;
    for (std::size_t from = 0; from <= word.size();) {
      const std::size_t slash = std::min(word.find('/', from), word.size());
      if (slash > from) parts.push_back(word.substr(from, slash - from));
      from = slash + 1;
    }
    if (parts.size() < 2 || !std::ranges::all_of(parts, stands_alone)) return read_word(word);
    for (const string_view part : parts) read_word(part);
  }

  void read_word(string_view word) {
    if (says_none(word)) return;
    while (word.ends_with('.')) word.remove_suffix(1);
    if (word.find('@') != string_view::npos && word.find("://") == string_view::npos) return not_an_address(word);
    std::uint16_t port = 0;
    std::string written(word);
    if (word.find_first_of(":/?#@") != string_view::npos) {
      auto url = web::parse_address(word);
      // "a.gov.cn(主站)": what stands in brackets explains the name.
      if (!url && url.error().code == "web.not_http") return not_an_address(word);
      if (!url) return bad(word, url.error());
      port = url->port;
      written = url->host;
    } else if (const std::size_t bracket = word.find('('); bracket != string_view::npos && bracket > 0) {
      written.resize(bracket);
    }
    const auto host = web::parse_host(written);
    if (!host) return bad(word, host.error());
    if (host->is_ip)
      return fault(Severity::Error, "census.ip_address", word,
                   {"域名，如 www.example.gov.cn", "a domain name such as www.example.gov.cn"});
    if (host->ascii.find('.') == std::string::npos)
      return fault(Severity::Error, "census.no_dot", word,
                   {"完整的域名，如 www.example.gov.cn 或 某单位.政务", "a complete name such as www.example.gov.cn"});
    add(word, *host, port);
  }

  void add(string_view word, const web::Host& host, std::uint16_t port) {
    if (!web::has_known_suffix(host.ascii))
      fault(Severity::Warning, "census.unknown_suffix", word,
            {"公共后缀表中的后缀，如 .gov.cn、.政务", "a suffix of the public list, such as .gov.cn or .政务"});
    const bool chinese = host.ascii != host.unicode;
    if (chinese != (column_ == NameColumn::Chinese))
      fault(Severity::Warning, "census.wrong_column", word,
            chinese ? Bilingual{"填在“中文域名”列", "in the column 中文域名"}
                    : Bilingual{"填在“英文域名”列", "in the column 英文域名"});
    const std::string& name = chinese ? host.unicode : host.ascii;
    auto& list = chinese ? names_.chinese : names_.ascii;
    if (std::ranges::find(list, name) == list.end()) list.push_back(name);
    if (port != 0 &&
        std::ranges::find(names_.ports, name, &std::pair<std::string, std::uint16_t>::first) == names_.ports.end())
      names_.ports.emplace_back(name, port);
  }

  void bad(string_view word, const Error& error) {
    if (error.code == "web.bad_ip_address")
      return fault(Severity::Error, "census.ip_address", word,
                   {"域名，如 www.example.gov.cn", "a domain name such as www.example.gov.cn"});
    fault(Severity::Error, "census.bad_host", word,
          column_ == NameColumn::Ascii
              ? Bilingual{"合规的英文域名，如 www.example.gov.cn", "a valid name such as www.example.gov.cn"}
              : Bilingual{"合规的中文域名，如 某单位.政务", "a valid Chinese name such as 某单位.政务"});
  }

  void not_an_address(string_view word) {
    fault(Severity::Error, "census.not_a_web_address", word,
          {"http 或 https 网站的域名", "the name of an http or https site"});
  }

  void fault(Severity severity, string_view code, string_view read, Bilingual expected) {
    names_.faults.push_back(
        {severity, code, std::string(utf8::cut(read, TextLimits::kShownBytes)), std::move(expected)});
  }

  NameColumn column_;
  CellNames names_;
  std::size_t count_ = 0;
  bool numbered_ = false;
};

}  // namespace

CellNames read_names(string_view cell, NameColumn column) {
  if (says_none(cell)) return {};
  return CellReader(column).read(cell);
}

}  // namespace huabiao::census
