#pragma once
// The words planted pages and links advertise with, by trade. Strong words are said by nobody else; weak ones also
// occur in honest text and count only in company. No political words. Constant data; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::monitor {

enum class Trade : std::uint8_t {
  Gambling,
  Pornography,
  FakeDrugs,
  FakeDocuments,
  Loans,
  GameServers,
  FakeGoods,
  LinkTrade
};
std::string_view to_string(Trade trade);
std::string_view name_zh(Trade trade);

struct LexiconHit {
  std::string_view word;  // as the lexicon writes it
  Trade trade;
  int weight;  // 3 strong, 1 weak
};

// Each word at most once. `text` may be of any case and width; white space and marks between characters are read over.
std::vector<LexiconHit> find_words(std::string_view text);
int weight_of(const std::vector<LexiconHit>& hits);

// Words that turn the meaning: news and warnings about the trade, not the trade.
bool speaks_against(std::string_view text);

}  // namespace huabiao::monitor
