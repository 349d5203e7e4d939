#include "access/vantage_gate.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "support/stores_fixture.h"

namespace huabiao::access {
namespace {

using storage::good;

class VantageGateTest : public storage::StoresTest {
 protected:
  VantageGate gate() { return {stores_->vantages(), clock_}; }
  template <class T>
  static std::string refusal(const Result<T>& result) {
    return result ? "" : result.error().code;
  }
};

TEST_F(VantageGateTest, ATokenIsKnownAndOnlyItsDigestKept) {
  const std::string token = good(gate().add("east", "admin"));
  EXPECT_EQ(good(gate().recognise(token)).name, "east");
  const VantagePoint kept = good(gate().vantages()).at(0);
  EXPECT_EQ(kept.token_hash, sha256_hex(token));
  EXPECT_EQ(kept.added_by, "admin");
  EXPECT_EQ(refusal(gate().recognise(kept.token_hash)), "vantage.bad_token");
  EXPECT_EQ(refusal(gate().recognise("")), "vantage.bad_token");
  EXPECT_EQ(refusal(gate().recognise(token + "0")), "vantage.bad_token");
  reopen();
  EXPECT_EQ(good(gate().recognise(token)).name, "east");
}

TEST_F(VantageGateTest, ARemovedOneIsAStranger) {
  const std::string token = good(gate().add("east", "admin"));
  good(gate().remove("east"));
  EXPECT_EQ(refusal(gate().recognise(token)), "vantage.bad_token");
  EXPECT_EQ(refusal(gate().remove("east")), "vantage.none");
  EXPECT_NE(good(gate().add("east", "admin")), token);
}

TEST_F(VantageGateTest, NamesArePlainAndTakenOnce) {
  for (const char* name : {"", "local", "East", "a b", "-a", "../a", "a/b", "\n"})
    EXPECT_EQ(refusal(gate().add(name, "admin")), "vantage.bad_name") << name;
  EXPECT_EQ(refusal(gate().add(std::string(41, 'a'), "admin")), "vantage.bad_name");
  good(gate().add("east-1", "admin"));
  EXPECT_EQ(refusal(gate().add("east-1", "admin")), "vantage.name_taken");
  for (std::size_t i = 1; i < VantageRules::kMost; ++i) good(gate().add("v" + std::to_string(i), "admin"));
  EXPECT_EQ(refusal(gate().add("one-more", "admin")), "vantage.too_many");
}

TEST_F(VantageGateTest, ASignOfLifeIsKeptToTheMinute) {
  const std::string token = good(gate().add("east", "admin"));
  const auto kept = [&] { return good(gate().recognise(token)); };
  EXPECT_FALSE(kept().heard);
  gate().heard(kept(), "0.1.0");
  const TimePoint first = clock_.now();
  EXPECT_EQ(kept().heard, first);
  EXPECT_EQ(kept().version, "0.1.0");
  clock_.advance(std::chrono::seconds(30));
  gate().heard(kept(), "0.1.0");
  EXPECT_EQ(kept().heard, first);
  clock_.advance(std::chrono::seconds(31));
  gate().heard(kept(), "a version with spaces");
  EXPECT_EQ(kept().heard, clock_.now());
  EXPECT_EQ(kept().version, "");
}

}  // namespace
}  // namespace huabiao::access
