// Handles of gangs as they are printed for customers: QQ numbers, WeChat and Telegram names, mobile numbers.

#include <algorithm>
#include <array>
#include <optional>

#include "base/digest.h"
#include "base/utf8.h"
#include "monitor/correlate/traits.h"

namespace huabiao::monitor {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name(char c) {
  return is_digit(c) || is_letter(c) || c == '_';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// What may stand between the name of a service and the handle: "QQ群：", "微信号 ", "telegram: @".
std::size_t behind_separators(std::string_view text, std::size_t at, bool& any) {
  constexpr std::array<std::string_view, 14> kBetween = {" ",  ":",  "=",  "+",    "@",    "-",    "(",
                                                         "号", "群", "加", "联系", "客服", "咨询", "："};
  for (int steps = 0; steps < 6; ++steps) {
    const auto found =
        std::ranges::find_if(kBetween, [&](std::string_view one) { return text.substr(at).starts_with(one); });
    if (found == kBetween.end()) break;
    at += found->size();
    any = true;
  }
  return at;
}

std::string_view run_of(std::string_view text, std::size_t at, bool (*belongs)(char)) {
  std::size_t end = at;
  while (end < text.size() && belongs(text[end])) ++end;
  return text.substr(at, end - at);
}

bool is_handle(char c) {
  return is_name(c) || c == '-';
}

class ContactReader {
 public:
  explicit ContactReader(std::string_view text) : plain_(utf8::fold_width(text)), folded_(plain_) {
    std::ranges::transform(folded_, folded_.begin(), lower);
  }

  std::vector<std::string> read() {
    for (std::size_t at = 0; at < folded_.size() && out_.size() < TraitLimits::kContacts; ++at) {
      const bool begins = at == 0 || !is_name(folded_[at - 1]);
      qq(at, begins);
      wechat(at, begins);
      telegram(at, begins);
      if (begins) phone(at);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool here(std::size_t at, std::string_view word) const {
    return std::string_view(folded_).substr(at).starts_with(word);
  }

  void add(std::string value) {
    if (std::ranges::find(out_, value) == out_.end()) out_.push_back(std::move(value));
  }

  void qq(std::size_t at, bool begins) {
    const bool in_link = here(at, "uin=");
    if (!in_link && (!begins || !here(at, "qq"))) return;
    bool separated = in_link;
    const std::size_t from = behind_separators(folded_, at + (in_link ? 4 : 2), separated);
    const std::string_view digits = run_of(folded_, from, is_digit);
    const bool ends = from + digits.size() >= folded_.size() || !is_letter(folded_[from + digits.size()]);
    if (digits.size() >= 5 && digits.size() <= 11 && digits.front() != '0' && ends) add("qq:" + std::string(digits));
  }

  // A name, not the number of a telephone: those are phones wherever they stand.
  void wechat(std::size_t at, bool begins) {
    constexpr std::array<std::string_view, 7> kNames = {"微信", "薇信", "v信", "weixin", "wechat", "vx", "wx"};
    const auto name = std::ranges::find_if(kNames, [&](std::string_view one) { return here(at, one); });
    if (name == kNames.end() || (is_name(name->front()) && !begins)) return;
    bool separated = false;
    const std::size_t from = behind_separators(folded_, at + name->size(), separated);
    const std::string_view handle = run_of(folded_, from, is_handle);
    if (separated && handle.size() >= 6 && handle.size() <= 20 && is_letter(handle.front()))
      add("wechat:" + std::string(handle));
  }

  void telegram(std::size_t at, bool begins) {
    if (begins && (here(at, "t.me/") || here(at, "telegram.me/"))) {
      std::size_t from = folded_.find('/', at) + 1;
      bool invited = false;
      for (const std::string_view open : {"joinchat/", "+"})
        if (here(from, open)) {
          from += open.size();
          invited = true;
        }
      if (here(from, "s/")) from += 2;
      // The code of an invitation counts capitals, a name does not.
      const std::string_view handle = run_of(invited ? plain_ : folded_, from, invited ? is_handle : is_name);
      const bool fits = handle.size() >= 5 && handle.size() <= 40 && handle != "share";
      if (fits) add("telegram:" + std::string(invited ? "+" : "") + std::string(handle));
      return;
    }
    if (!begins || (!here(at, "telegram") && !here(at, "tg") && !here(at, "飞机"))) return;
    bool separated = false;
    const std::size_t name = here(at, "telegram") ? 8 : here(at, "tg") ? 2 : std::string_view("飞机").size();
    const std::size_t from = behind_separators(folded_, at + name, separated);
    if (from == 0 || folded_[from - 1] != '@') return;  // "telegram channel" names nobody
    const std::string_view handle = run_of(folded_, from, is_name);
    if (handle.size() >= 5 && handle.size() <= 32 && is_letter(handle.front())) add("telegram:" + std::string(handle));
  }

  void phone(std::size_t at) {
    constexpr std::size_t kDigits = 11;
    if (folded_[at] != '1') return;
    std::string digits;
    std::size_t end = at;
    for (; end < folded_.size() && digits.size() <= kDigits; ++end) {
      if (is_digit(folded_[end]))
        digits += folded_[end];
      else if ((folded_[end] != '-' && folded_[end] != ' ') || (digits.size() != 3 && digits.size() != 7))
        break;
    }
    const bool ends = end >= folded_.size() || !is_name(folded_[end]);
    if (digits.size() != kDigits || digits[1] < '3' || !ends) return;
    add("phone:" + digits.substr(0, 3) + "****" + digits.substr(7) + "#" + sha256_hex(digits).substr(0, 8));
  }

  std::string plain_, folded_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> contacts_in(std::string_view text) {
  return ContactReader(utf8::cut(text, TraitLimits::kTextBytes)).read();
}

}  // namespace huabiao::monitor
