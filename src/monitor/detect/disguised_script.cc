// injected-script, disguised: a program that hides what it does. Packing alone is honest (and common); what an honest
// program does not do is name everything at random, write its own words in character numbers, cut them into crumbs, or
// hold a second program as one long string, and then run what it put together. Several of these make a case.

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_set>

#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kLeast = 100;     // bytes of a script that can hide anything
constexpr std::size_t kNames = 4'000;   // declared names looked at in one script
constexpr std::size_t kFindings = 5;    // of one page
constexpr std::size_t kName = 5;        // letters; shorter names are every packer's
constexpr std::size_t kPayload = 300;   // bytes of one encoded string
constexpr std::size_t kProgram = 600;   // bytes of a program written as hex digits
constexpr std::size_t kEscapes = 30;    // of printable characters, and a tenth of the script in all
constexpr std::size_t kCrumbs = 8;      // strings of a few escapes each
constexpr std::size_t kSeparators = 3;  // strings of one separator and two hex digits, again and again
constexpr int kAccused = 4, kSure = 5;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
enum class Class : std::uint8_t { Sign, Space, Quote, Digit, Letter };
constexpr auto kClasses = [] {
  std::array<Class, 256> table{};
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    Class& of = table[static_cast<std::size_t>(code)];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') of = Class::Space;
    if (c == '"' || c == '\'') of = Class::Quote;
    if (is_digit(c)) of = Class::Digit;
    if (is_lower(c) || is_upper(c) || c == '_' || c == '$') of = Class::Letter;
  }
  return table;
}();
Class class_of(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}
bool is_name(char c) {
  return class_of(c) >= Class::Digit;
}
bool is_vowel(char c) {
  return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos;
}
int hex_value(char c) {
  return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

// How many pieces a reader would cut it into: "getElement2" -> get Element 2.
std::size_t pieces_of(std::string_view name) {
  std::size_t pieces = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const char last = i == 0 ? '_' : name[i - 1];
    if (is_lower(c))
      pieces += is_lower(last) || is_upper(last) ? 0 : 1;
    else if (is_upper(c))
      pieces += is_upper(last) ? 0 : 1;
    else if (is_digit(c))
      pieces += is_digit(last) ? 0 : 1;
  }
  return pieces;
}

// A name nobody chose: unpronounceable, or changing case and digits every other letter. The "_0x" names of a widely
// used minifier are left out: honest pages have them.
bool is_random(std::string_view name) {
  if (name.size() < kName || name.find('$') != std::string_view::npos || name.starts_with("_0x")) return false;
  std::size_t run = 0, longest = 0, vowels = 0;
  for (const char c : name) {
    const bool consonant = (is_lower(c) || is_upper(c)) && !is_vowel(c);
    run = consonant ? run + 1 : 0;
    longest = std::max(longest, run);
    vowels += is_vowel(c) ? 1 : 0;
  }
  const std::size_t pieces = pieces_of(name);
  return longest >= 5 || (pieces >= 3 && name.size() < 3 * pieces) || (name.size() >= 8 && vowels * 5 < name.size());
}

struct Look {
  std::size_t escapes = 0, crumbs = 0, separators = 0, names = 0, random = 0;
  bool payload = false, program = false;  // a long encoded string; one that is text in hex digits
  bool runs = false, asks = false;        // runs what it put together; asks which browser this is
};

class ScriptLook {
 public:
  explicit ScriptLook(std::string_view code) : code_(code) {}

  Look look() {
    for (std::size_t at = behind_space(0); at < code_.size();) at = behind_space(token(at));
    look_.names = names_.size();
    look_.random = static_cast<std::size_t>(std::ranges::count_if(names_, is_random));
    return look_;
  }

 private:
  [[nodiscard]] std::size_t behind_space(std::size_t at) const {
    while (at < code_.size() && class_of(code_[at]) == Class::Space) ++at;
    return at;
  }

  // Reads what begins at `at`; where the next begins.
  std::size_t token(std::size_t at) {
    const char c = code_[at];
    switch (class_of(c)) {
      case Class::Quote:
        return literal(at);
      case Class::Letter:
        return word(at);
      case Class::Space:
      case Class::Digit:
      case Class::Sign:
        break;
    }
    if (c == '/' && at + 1 < code_.size() && code_[at + 1] == '*') {
      const auto end = code_.find("*/", at + 2);
      return end == std::string_view::npos ? code_.size() : end + 2;
    }
    if (c == '(') look_.runs = look_.runs || last_ == ']' || last_ == ')';  // what an expression gave is called
    last_ = c;
    if (c != ',') declares_ = false;
    return at + 1;
  }

  std::size_t word(std::size_t at) {
    std::size_t end = at;
    while (end < code_.size() && is_name(code_[end])) ++end;
    const std::string_view name = code_.substr(at, end - at);
    const std::size_t next = behind_space(end);
    const char behind = next < code_.size() ? code_[next] : '\0';
    const bool declared =
        (declares_ || last_ == ',') && (behind == '=' || behind == '(' || behind == ';' || behind == ',');
    if (declared && name.size() >= kName && names_.size() < kNames) names_.insert(name);
    declares_ = name == "var" || name == "let" || name == "const" || name == "function";
    if (name.size() >= kShortestKeyword) keyword(name, behind);
    last_ = 'a';
    return end;
  }

  static constexpr std::size_t kShortestKeyword = 4;
  void keyword(std::string_view name, char behind) {
    constexpr std::array<std::string_view, 3> kRuns = {"eval", "appendChild", "constructor"};
    constexpr std::array<std::string_view, 4> kAsks = {"userAgent", "ActiveXObject", "Trident", "documentMode"};
    if (std::ranges::find(kRuns, name) != kRuns.end() || (name == "Function" && behind == '(') ||
        (name == "write" && last_ == '.'))
      look_.runs = true;
    if (std::ranges::find(kAsks, name) != kAsks.end()) look_.asks = true;
  }

  std::size_t literal(std::size_t at) {
    const char quote = code_[at];
    const char *next = code_.data() + at + 1, *const stop = code_.data() + code_.size();
    while (next != stop && *next != quote && *next != '\n') {
      const bool escapes = *next == '\\' && stop - next > 1;
      next += escapes ? 2 : 1;
    }
    const auto end = static_cast<std::size_t>(next - code_.data());
    read(code_.substr(at + 1, end - at - 1));
    last_ = quote;
    declares_ = false;
    return end + 1;
  }

  void read(std::string_view text) {
    std::size_t escapes = 0;
    for (std::size_t i = text.find('\\'); i < text.size() && i + 3 < text.size(); i = text.find('\\', i + 1))
      if (text[i + 1] == 'x' && text[i + 2] >= '2' && text[i + 2] <= '7' && is_hex(text[i + 3])) ++escapes;
    look_.escapes += escapes;
    if (escapes > 0 && escapes <= 10 && text.size() == escapes * 4) ++look_.crumbs;
    if (is_separated(text)) ++look_.separators;
    if (text.size() >= kPayload && std::ranges::all_of(text, [](char c) {
          return is_name(c) || std::string_view("+/=%\\:#!@&*,.;|-").find(c) != std::string_view::npos;
        }))
      look_.payload = true;
    if (text.size() >= kProgram && is_text_in_hex(text)) look_.program = true;
    if (text.find("MSIE") != std::string_view::npos || text.find("Trident") != std::string_view::npos)
      look_.asks = true;
  }

  static bool is_text_in_hex(std::string_view text) {
    if (!std::ranges::all_of(text, is_hex)) return false;
    for (std::size_t i = 0; i < 64; i += 2) {
      const int c = hex_value(text[i]) * 16 + hex_value(text[i + 1]);
      if ((c < 32 || c > 126) && c != '\t' && c != '\r' && c != '\n') return false;
    }
    return true;
  }

  // The same four or more characters before every two hex digits, three times or more.
  static bool is_separated(std::string_view text) {
    constexpr std::size_t kLeastJunk = 4, kMostJunk = 40;
    for (std::size_t junk = kLeastJunk; junk <= kMostJunk && (junk + 2) * 3 <= text.size(); ++junk) {
      const std::size_t period = junk + 2;
      if (!is_hex(text[junk]) || !is_hex(text[junk + 1]) || text.size() % period != 0) continue;
      if (text.substr(0, junk).find(' ') != std::string_view::npos) return false;
      bool same = true;
      for (std::size_t at = 0; at < text.size() && same; at += period)
        same = text.substr(at, junk) == text.substr(0, junk) && is_hex(text[at + junk]) && is_hex(text[at + junk + 1]);
      if (same) return true;
    }
    return false;
  }

  std::string_view code_;
  Look look_;
  std::unordered_set<std::string_view> names_;
  char last_ = ';';  // the last character that was no space; 'a' for a word
  bool declares_ = false;
};

struct Case {
  int points = 0;
  std::string signals;
};

Case case_of(const Look& look, std::size_t bytes) {
  Case out;
  const auto add = [&](bool is, int points, std::string_view what) {
    if (!is) return;
    out.points += points;
    out.signals.append(out.signals.empty() ? "" : ", ").append(what);
  };
  const bool random = look.names >= 4 && look.random >= 4 && look.random * 10 >= look.names * 4;
  add(look.escapes >= kEscapes && look.escapes * 40 >= bytes, 2, "words written in character numbers");
  add(look.crumbs >= kCrumbs, 2, "words cut into crumbs");
  add(look.separators >= kSeparators, 3, "characters behind a separator");
  add(look.program, 2, "a program as hex digits");
  add(look.payload, 1, "a long encoded string");
  add(random, 2, "names at random");
  add(random && look.names >= 20 && look.random * 10 >= look.names * 6, 1, "many of them");
  add(random && look.asks, 1, "asks which browser this is");
  add(look.runs, 1, "runs what it put together");
  return out;
}

}  // namespace

std::vector<Finding> disguised_script_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  for (const Script& script : input.page.scripts) {
    if (script.body.size() < kLeast) continue;
    const Case found = case_of(ScriptLook(script.body).look(), script.body.size());
    if (found.points < kAccused) continue;
    const bool sure = found.points >= kSure;
    findings.push_back(accusation(
        Category::InjectedScript, "injected-script.disguised", sure ? Severity::High : Severity::Medium,
        sure ? 0.9 : 0.7,
        {"脚本刻意隐藏其行为（" + found.signals + "）", "A script hides what it does (" + found.signals + ")"},
        found.signals));
    findings.back().evidence.push_back(evidence_at(input, script.place, found.signals));
    if (findings.size() == kFindings) break;
  }
  return findings;
}

}  // namespace huabiao::monitor
