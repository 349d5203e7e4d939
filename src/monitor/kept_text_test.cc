#include "monitor/kept_text.h"

#include <gtest/gtest.h>
#include <string>
#include <type_traits>
#include <vector>

namespace huabiao::monitor {
namespace {

TEST(PageMemory, KeepsTextsOfAnySizeWhereTheyAre) {
  PageMemory memory;
  std::vector<KeptText> kept;
  std::vector<std::string> said;
  for (std::size_t size = 0; size < 40'000; size = size * 5 / 4 + 1) {
    said.emplace_back(size, static_cast<char>('a' + size % 26));
    kept.push_back(memory.keep(said.back()));
  }
  for (std::size_t i = 0; i < said.size(); ++i) EXPECT_EQ(kept[i], said[i]);
}

TEST(PageMemory, GoesOnBehindALongText) {
  PageMemory memory;
  const KeptText first = memory.keep("first");
  const KeptText large = memory.keep(std::string(100'000, 'x'));
  const KeptText second = memory.keep("second");
  EXPECT_EQ(second.data(), first.data() + first.size());
  EXPECT_EQ(first + second, "firstsecond");
  EXPECT_EQ(large.size(), 100'000U);
}

TEST(KeptText, IsMadeOfNothingThatMayEndBeforeItsPage) {
  static_assert(!std::is_constructible_v<KeptText, std::string>);
  static_assert(!std::is_constructible_v<KeptText, std::string_view>);
  static_assert(!std::is_constructible_v<KeptText, const char*>);
  constexpr KeptText kLiteral = "literal";
  EXPECT_EQ(kLiteral, "literal");
  EXPECT_EQ("a " + std::string("good ") + kLiteral, "a good literal");
}

}  // namespace
}  // namespace huabiao::monitor
