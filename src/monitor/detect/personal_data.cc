// personal-data: identity numbers (GB 11643), bank cards and lists of mobile numbers in the text of a page. Most
// strings of 18 digits are something else, so region, date and check digit must all hold; a card needs its checksum and
// a word that says so. No value leaves this file unmasked.

#include <algorithm>
#include <array>
#include <set>

#include "filing/province.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kPhones = 10;      // different mobile numbers: fewer are a contact list
constexpr std::size_t kManyPhones = 50;  // a list of persons
constexpr std::size_t kManyPeople = 5;
constexpr std::size_t kShown = 5;        // places told of one kind
constexpr std::size_t kWordWithin = 90;  // bytes before a card number in which a word must say what it is
constexpr std::size_t kIdDigits = 18, kPhoneDigits = 11, kCardLeast = 16, kCardMost = 19;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool is_date(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

// GB 11643-1999: region, date of birth, serial, check character by ISO 7064 MOD 11-2.
bool is_identity(std::string_view text) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kChecks = "10X98765432";
  if (text.size() != kIdDigits || !filing::is_province_code(text.substr(0, 2))) return false;
  if (!is_date(number(text.substr(6, 4)), number(text.substr(10, 2)), number(text.substr(12, 2)))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (text[i] - '0') * kWeights[i];
  const char last = text[17] == 'x' ? 'X' : text[17];
  return kChecks[static_cast<std::size_t>(sum % 11)] == last;
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

bool is_card(std::string_view digits, std::string_view before) {
  constexpr std::array<std::string_view, 6> kWords = {"卡号", "银行卡", "借记卡", "储蓄卡", "信用卡", "card"};
  if (digits.size() < kCardLeast || digits.size() > kCardMost || digits.front() < '3' || digits.front() > '6')
    return false;
  if (!passes_luhn(digits)) return false;
  return std::ranges::any_of(kWords,
                             [&](std::string_view word) { return before.find(word) != std::string_view::npos; });
}

struct Found {
  std::set<std::string> values;  // as read; stays here
  std::vector<Evidence> evidence;
};

struct Kinds {
  Found identities, phones, cards;
};

void take(const DetectInput& input, Found& found, std::string_view value, std::size_t at) {
  if (!found.values.emplace(value).second || found.evidence.size() >= kShown) return;
  const Place place = input.page.visible.place_of(at, value.size());
  found.evidence.push_back({place.offset, place.length, mask_personal(value), {}, "masked"});
}

// Calls `take` with every run of digits (an X may end it) that stands free.
template <typename Take>
void each_number(std::string_view text, const Take& take) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - at == kIdDigits - 1 && end < text.size() && (text[end] == 'X' || text[end] == 'x')) ++end;
    const bool free =
        (at == 0 || (!is_letter(text[at - 1]) && text[at - 1] != '.')) && (end == text.size() || !is_letter(text[end]));
    if (free) take(at, text.substr(at, end - at));
    at = end;
  }
}

Kinds read(const DetectInput& input) {
  Kinds kinds;
  const std::string_view text = input.page.visible.text;
  each_number(text, [&](std::size_t at, std::string_view value) {
    if (is_identity(value))
      take(input, kinds.identities, value, at);
    else if (value.size() == kPhoneDigits && value[0] == '1' && value[1] >= '3')
      take(input, kinds.phones, value, at);
    else if (is_card(value, text.substr(at - std::min(at, kWordWithin), std::min(at, kWordWithin))))
      take(input, kinds.cards, value, at);
  });
  return kinds;
}

Finding finding_of(std::string rule, Severity severity, double confidence, Bilingual words, Found found) {
  Finding finding = accusation(Category::PersonalData, std::move(rule), severity, confidence, std::move(words),
                               mask_personal(*found.values.begin()));
  finding.evidence = std::move(found.evidence);
  return finding;
}

}  // namespace

std::string mask_personal(std::string_view text) {
  std::string out(text);
  each_number(text, [&](std::size_t at, std::string_view value) {
    const bool personal = is_identity(value) || (value.size() >= kCardLeast && value.size() <= kCardMost) ||
                          (value.size() == kPhoneDigits && value[0] == '1' && value[1] >= '3');
    if (!personal) return;
    for (std::size_t i = 3; i + 2 < value.size(); ++i) out[at + i] = '*';
  });
  return out;
}

std::vector<Finding> personal_data_findings(const DetectInput& input) {
  Kinds kinds = read(input);
  std::vector<Finding> findings;
  if (const std::size_t count = kinds.identities.values.size(); count > 0)
    findings.push_back(finding_of("personal-data.identity-numbers",
                                  count >= kManyPeople ? Severity::High : Severity::Medium, 0.95,
                                  {"页面公开了 " + std::to_string(count) + " 个公民身份号码",
                                   "The page shows " + std::to_string(count) + " citizen identity numbers"},
                                  std::move(kinds.identities)));
  if (const std::size_t count = kinds.cards.values.size(); count > 0)
    findings.push_back(finding_of("personal-data.bank-cards", Severity::Medium, 0.8,
                                  {"页面公开了 " + std::to_string(count) + " 个银行卡号",
                                   "The page shows " + std::to_string(count) + " bank card numbers"},
                                  std::move(kinds.cards)));
  if (const std::size_t count = kinds.phones.values.size(); count >= kPhones)
    findings.push_back(finding_of("personal-data.phone-list", count >= kManyPhones ? Severity::Medium : Severity::Low,
                                  0.7,
                                  {"页面列出了 " + std::to_string(count) + " 个手机号码",
                                   "The page lists " + std::to_string(count) + " mobile numbers"},
                                  std::move(kinds.phones)));
  return findings;
}

}  // namespace huabiao::monitor
