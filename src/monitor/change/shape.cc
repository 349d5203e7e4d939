#include "monitor/change/shape.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "base/utf8.h"
#include "monitor/change/change.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kToken = 8;  // hex digits in a row that are a token and no word

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// A run of letters and digits without its numbers.
void append_run(std::string& out, std::string_view run) {
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(run, is_digit));
  if (digits > 0 && run.size() >= kToken && std::ranges::all_of(run, is_hex)) {
    out += '#';
    return;
  }
  // Random names (session ids, nonces) mix letters with many digits.
  if (run.size() >= 2 * kToken && digits * 5 >= run.size()) {
    out += '#';
    return;
  }
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (!is_digit(run[i]))
      out += run[i];
    else if (i == 0 || !is_digit(run[i - 1]))
      out += '#';
  }
}

template <typename Take>
void each_word(std::string_view script, const Take& take) {
  for (std::size_t at = 0; at < script.size();) {
    if (!is_word(script[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < script.size() && is_word(script[end])) ++end;
    if (end - at >= 3 && !is_digit(script[at]) && !take(script.substr(at, end - at))) return;
    at = end;
  }
}

std::string_view path_of(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) return url.substr(scheme + 3);
  return url.starts_with("//") ? url.substr(2) : url;
}

using Pairs = std::unordered_map<std::uint64_t, std::int64_t>;

Pairs pairs_of(std::string_view text, std::int64_t& count) {
  Pairs pairs;
  char32_t last = 0;
  std::size_t read = 0;
  for (std::string_view rest = text; !rest.empty() && read < ChangeLimits::kPairs; ++read) {
    const char32_t c = utf8::next(rest);
    if (utf8::is_space(c)) continue;
    if (last != 0) {
      ++pairs[(static_cast<std::uint64_t>(last) << 32) | c];
      ++count;
    }
    last = c;
  }
  return pairs;
}

}  // namespace

std::string text_shape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (is_word(text[at])) {
      std::size_t end = at;
      while (end < text.size() && is_word(text[end])) ++end;
      append_run(out, text.substr(at, end - at));
      at = end;
      continue;
    }
    std::string_view rest = text.substr(at);
    if (!utf8::is_space(utf8::next(rest))) out.append(text.substr(at, text.size() - rest.size() - at));
    at = text.size() - rest.size();
  }
  return out;
}

std::string address_shape(std::string_view url) {
  return text_shape(path_of(url));
}

std::string file_shape(std::string_view url) {
  std::string_view path = path_of(url);
  while (path.ends_with('/')) path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return text_shape(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

Words words_of(std::string_view script) {
  Words words;
  each_word(script, [&](std::string_view word) {
    words.emplace(word);
    return words.size() < ChangeLimits::kWords;
  });
  return words;
}

double share_known(std::string_view script, const Words& known) {
  const Words own = words_of(script);
  if (own.empty()) return 1.0;
  const auto met = std::ranges::count_if(own, [&](const std::string& word) { return known.contains(word); });
  return static_cast<double>(met) / static_cast<double>(own.size());
}

double likeness(std::string_view one, std::string_view other) {
  std::int64_t ones = 0, others = 0, both = 0;
  const Pairs first = pairs_of(one, ones), second = pairs_of(other, others);
  if (ones == 0 || others == 0) return utf8::squeeze(one) == utf8::squeeze(other) ? 1.0 : 0.0;
  for (const auto& [pair, count] : first) {
    const auto found = second.find(pair);
    if (found != second.end()) both += std::min(count, found->second);
  }
  return static_cast<double>(both) / static_cast<double>(std::max(ones, others));
}

}  // namespace huabiao::monitor
