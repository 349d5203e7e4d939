#include "monitor/detect/boasts.h"

#include <algorithm>
#include <array>

#include "base/find_word.h"
#include "base/utf8.h"

namespace huabiao::monitor {
namespace {

using namespace std::string_view_literals;

// All folded.
constexpr auto kBoasts = std::to_array({
    "hacked by"sv,
    "hvcked by"sv,
    "haxed by"sv,
    "haked by"sv,
    "hackd by"sv,
    "heked by"sv,
    "hecked by"sv,
    "xacked by"sv,
    "hijacked by"sv,
    "cracked by"sv,
    "defaced by"sv,
    "pwned by"sv,
    "pwnd by"sv,
    "pawned by"sv,
    "rooted by"sv,
    "breached by"sv,
    "fucked by"sv,
    "rekt by"sv,
    "destroyed by"sv,
    "penetrated by"sv,
    "exploited by"sv,
    "invaded by"sv,
    "struck by"sv,
    "attacked by"sv,
    "compromised by"sv,
    "crushed by"sv,
    "taken over by"sv,
    "takeover by"sv,
    "hack by"sv,
    "deface by"sv,
    "hacked!"sv,
    "got hacked"sv,
    "get hacked"sv,
    "has been hacked"sv,
    "site hacked"sv,
    "system hacked"sv,
    "website hacked"sv,
    "was hacked by"sv,
    "been hacked by"sv,
    "you are hacked"sv,
    "you got hacked"sv,
    "u got hacked"sv,
    "been defaced"sv,
    "been pwned"sv,
    "has been compromised"sv,
    "has been breached"sv,
    "has been seized by"sv,
    "encrypted by"sv,
    "website is encrypted"sv,
    "site is encrypted"sv,
    // Portuguese, Spanish, French, German, Italian
    "hackeado por"sv,
    "hackeado by"sv,
    "hackeado pela"sv,
    "hackeado pelo"sv,
    "hackeada por"sv,
    "invadido por"sv,
    "foi invadido"sv,
    "foi hackeado"sv,
    "ha sido hackead"sv,
    "pirate par"sv,
    "piraté par"sv,
    "gehackt von"sv,
    "hackerato da"sv,
    "bucato da"sv,
    // Turkish, Indonesian, Vietnamese
    "hacklendi"sv,
    "hacklenmistir"sv,
    "hacklenmiştir"sv,
    "tarafindan hack"sv,
    "tarafından hack"sv,
    "ele gecirildi"sv,
    "ele geçirildi"sv,
    "diambil alih"sv,
    "di ambil alih"sv,
    "diretas oleh"sv,
    "di retas oleh"sv,
    "dihack oleh"sv,
    "di hack oleh"sv,
    "telah diretas"sv,
    "telah dihack"sv,
    "bị hack"sv,
    // Arabic, Persian, Russian, Japanese
    "تم اختراق"sv,
    "تم الاختراق"sv,
    "هک شد"sv,
    "взломан"sv,
    "ハッキングされ"sv,
    // Chinese
    "被黑客攻陷"sv,
    "本站已被黑"sv,
    "此站已被黑"sv,
    "网站已被黑"sv,
    "网站已被入侵"sv,
    "已被黑客入侵"sv,
    "已被黑客攻破"sv,
    "黑页"sv,
    "被黑了"sv,
    "服务器已被攻陷"sv,
});
constexpr auto kEveryday = std::to_array({"owned by"sv, "was here"sv, "were here"sv, "locked by"sv, "touched by"sv,
                                          "stamped by"sv, "infected by"sv, "jacked by"sv, "visited by"sv, "seized by"sv,
                                          "security is low"sv, "security breach"sv, "到此一游"sv});

constexpr auto kVerdicts = std::to_array(
    {"hacked"sv, "haxed"sv, "pwned"sv, "defaced"sv, "hackeado"sv, "hackeada"sv, "gehackt"sv, "взломан"sv});
constexpr auto kVerdictsAlone = std::to_array({"owned"sv, "rooted"sv, "seized"sv, "locked"sv});

// None inside another, so that one word is counted once.
constexpr auto kCompany = std::to_array({"greetz"sv,
                                         "greets to"sv,
                                         "greets :"sv,
                                         "greets:"sv,
                                         "cyber army"sv,
                                         "cyber team"sv,
                                         "cyber attack"sv,
                                         "hacker team"sv,
                                         "hackers team"sv,
                                         "hacktivist"sv,
                                         "hackers group"sv,
                                         "hacking team"sv,
                                         "anonymous"sv,
                                         "expect us"sv,
                                         "zone-h"sv,
                                         "defacer"sv,
                                         "sorry admin"sv,
                                         "dear admin"sv,
                                         "hi admin"sv,
                                         "alo admin"sv,
                                         "ola admin"sv,
                                         "salves"sv,
                                         "maaf admin"sv,
                                         "hello admin"sv,
                                         "hey admin"sv,
                                         "mr admin"sv,
                                         "fuck you"sv,
                                         "security is"sv,
                                         "your security"sv,
                                         "no system is"sv,
                                         "t.me/"sv,
                                         "telegram"sv,
                                         "we are legion"sv,
                                         "we do not forg"sv,
                                         "xploit"sv,
                                         "backdoor"sv,
                                         "patch your"sv,
                                         "patch it"sv,
                                         "ransomware"sv,
                                         "bitcoin"sv,
                                         "decrypt"sv,
                                         "h4x"sv,
                                         "hax"sv,
                                         "shells"sv,
                                         "free palestine"sv,
                                         "indonesian hacker"sv,
                                         "underground"sv,
                                         "mother fucker"sv,
                                         "script kiddie"sv,
                                         "blackhat"sv,
                                         "black hat"sv,
                                         "黑客"sv,
                                         "红客"sv,
                                         "漏洞"sv});
constexpr auto kGangs = std::to_array({"cyber army"sv, "cyber team"sv, "hacker team"sv, "hackers team"sv,
                                       "hackers group"sv, "hacking team"sv, "defacer"sv, "haxor"sv, "xploit"sv});

// What is done by somebody on honest pages.
constexpr auto kHonest = std::to_array(
    {"powered"sv,      "hosted"sv,    "designed"sv,  "created"sv,     "developed"sv,  "managed"sv,     "published"sv,
     "provided"sv,     "protected"sv, "secured"sv,   "served"sv,      "maintained"sv, "presented"sv,   "produced"sv,
     "edited"sv,       "directed"sv,  "organised"sv, "organized"sv,   "sponsored"sv,  "supported"sv,   "approved"sv,
     "certified"sv,    "inspired"sv,  "founded"sv,   "funded"sv,      "curated"sv,    "licensed"sv,    "generated"sv,
     "translated"sv,   "posted"sv,    "reviewed"sv,  "updated"sv,     "prepared"sv,   "issued"sv,      "trusted"sv,
     "operated"sv,     "blocked"sv,   "filtered"sv,  "denied"sv,      "rejected"sv,   "monitored"sv,   "verified"sv,
     "guarded"sv,      "scanned"sv,   "followed"sv,  "registered"sv,  "reserved"sv,   "recommended"sv, "illustrated"sv,
     "filmed"sv,       "coded"sv,     "crafted"sv,   "accelerated"sv, "cached"sv,     "delivered"sv,   "installed"sv,
     "administered"sv, "parked"sv,    "sold"sv,      "used"sv,        "based"sv,      "composed"sv,    "photographed"sv,
     "owned"sv,        "authored"sv,  "compiled"sv,  "written"sv,     "required"sv,   "closed"sv,      "suspended"sv,
     "disabled"sv});

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// The letter a digit stands for beside letters; the character itself otherwise.
char letter_of(char c) {
  constexpr std::string_view kDigits = "4@301578", kLetters = "aaeoistb";
  const auto at = kDigits.find(c);
  return at == std::string_view::npos ? c : kLetters[at];
}

// "h a c k e d  b y" -> "hacked by": runs of four or more single letters, one blank between. A wider gap is lost by
// squeezing, so that two words written like this become one; "hackedby" is put right below.
std::string together(std::string_view text) {
  constexpr std::size_t kLeast = 4;
  const auto single = [&](std::size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z' && (at + 1 == text.size() || text[at + 1] == ' ');
  };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t letters = 0;
    if (at == 0 || text[at - 1] == ' ')
      while (single(at + 2 * letters)) ++letters;
    if (letters < kLeast) {
      out += text[at++];
      continue;
    }
    std::string word;
    for (std::size_t i = 0; i < letters; ++i) word += text[at + 2 * i];
    if (const auto by = word.rfind("edby"); by != std::string::npos) word.insert(by + 2, " ");
    out += word;
    at += 2 * letters - 1;
  }
  return out;
}

}  // namespace

std::string fold_boasts(std::string_view text) {
  const std::string squeezed = utf8::squeeze(utf8::fold_width(text));
  std::string out;
  out.reserve(squeezed.size());
  for (std::size_t i = 0; i < squeezed.size(); ++i) {
    const bool beside_letter =
        (i > 0 && is_letter(squeezed[i - 1])) || (i + 1 < squeezed.size() && is_letter(squeezed[i + 1]));
    const char c = squeezed[i];
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : beside_letter ? letter_of(c) : c;
  }
  return together(out);
}

Heard boast_in(std::string_view folded, bool with_everyday) {
  Heard heard;
  const auto listen = [&](std::string_view word) {
    const auto at = find_word(folded, word);
    if (at == std::string_view::npos) return;
    ++heard.count;
    if (heard.at == std::string_view::npos) heard = {word, at, heard.count};
  };
  std::ranges::for_each(kBoasts, listen);
  if (with_everyday) std::ranges::for_each(kEveryday, listen);
  return heard;
}

Heard opening_boast(std::string_view folded) {
  constexpr std::size_t kFewWords = 600;
  if (folded.size() > kFewWords) return {};
  const auto opens = [&](std::string_view word) { return folded.starts_with(word); };
  if (const auto* found = std::ranges::find_if(kBoasts, opens); found != kBoasts.end()) return {*found, 0, 1};
  const auto* const found = std::ranges::find_if(kEveryday, opens);
  return found == kEveryday.end() ? Heard{} : Heard{*found, 0, 1};
}

bool is_signed(std::string_view folded) {
  std::size_t begin = 0;
  while (begin < folded.size() && !is_letter(folded[begin])) ++begin;
  std::size_t end = begin;
  while (end < folded.size() && is_letter(folded[end])) ++end;
  const std::string_view word = folded.substr(begin, end - begin), rest = folded.substr(end);
  constexpr std::size_t kShortest = 4, kLongest = 12;
  if (word.size() < kShortest || word.size() > kLongest || !word.ends_with("ed")) return false;
  return rest.starts_with(" by ") && rest.size() > 5 && std::ranges::find(kHonest, word) == kHonest.end();
}

Heard verdict_in(std::string_view title) {
  for (const std::string_view word : kVerdictsAlone)
    if (title == word) return {word, 0, 1};
  for (const std::string_view word : kVerdicts) {
    const auto at = find_word(title, word);
    if (at == std::string_view::npos) continue;
    const bool begins = at == 0 || !is_letter(title[at - 1]);
    const bool ends = at + word.size() == title.size() || !is_letter(title[at + word.size()]);
    if (begins && ends) return {word, at, 1};
  }
  return {};
}

int company_in(std::string_view folded) {
  return static_cast<int>(
      std::ranges::count_if(kCompany, [&](std::string_view word) { return holds_word(folded, word); }));
}

bool names_a_gang(std::string_view folded_title) {
  return std::ranges::any_of(kGangs, [&](std::string_view gang) { return holds_word(folded_title, gang); });
}

}  // namespace huabiao::monitor
