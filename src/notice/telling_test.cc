#include "notice/telling.h"

#include <gtest/gtest.h>

namespace huabiao::notice {
namespace {

using monitor::FindingDecision;
using monitor::FindingState;
using monitor::Severity;

constexpr TimePoint kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

monitor::FindingLife life(FindingState state, FindingDecision decision = FindingDecision::None) {
  monitor::FindingLife life;
  life.state = state;
  life.decision = decision;
  return life;
}

Telling told(std::string_view what, Severity severity, const monitor::FindingLife& life,
             std::optional<Severity> standing = std::nullopt, const Channel& channel = {}) {
  return tell(channel, {.what = what, .severity = severity, .life = life}, standing, kNow);
}

const monitor::FindingLife kConfirmed = life(FindingState::Confirmed);
const monitor::FindingLife kResolved = life(FindingState::Resolved);

}  // namespace

TEST(Telling, TellsWhatIsConfirmedFromTheChannelsSeverityOn) {
  EXPECT_EQ(told("confirmed", Severity::High, kConfirmed).say, (Telling::Say{Happening::Confirmed, Severity::High}));
  EXPECT_EQ(told("confirmed", Severity::High, kConfirmed).standing, Severity::High);
  EXPECT_FALSE(told("confirmed", Severity::Low, kConfirmed).say);
  EXPECT_FALSE(told("confirmed", Severity::Low, kConfirmed).standing);
}

TEST(Telling, TellsWhatIsOpenedOnlyWhenItIsCriticalOrAskedFor) {
  const auto open = life(FindingState::Open);
  EXPECT_FALSE(told("opened", Severity::High, open).say);
  EXPECT_TRUE(told("opened", Severity::Critical, open).say);
  Channel eager;
  eager.policy.happenings.push_back(Happening::Opened);
  EXPECT_TRUE(told("opened", Severity::High, open, std::nullopt, eager).say);
}

TEST(Telling, TellsThatItIsOverOnlyWhereItWasTold) {
  EXPECT_FALSE(told("resolved", Severity::High, kResolved).say);
  const Telling over = told("resolved", Severity::Low, kResolved, Severity::High);
  EXPECT_EQ(over.say, (Telling::Say{Happening::Resolved, Severity::High})) << "at the severity it was raised with";
  EXPECT_FALSE(over.standing);
}

TEST(Telling, IsSilentOnWhatADecisionSetAside) {
  for (const auto decision : {FindingDecision::Accepted, FindingDecision::FalseAlarm}) {
    const auto aside = life(FindingState::Confirmed, decision);
    EXPECT_FALSE(told("confirmed", Severity::Critical, aside).say);
    EXPECT_FALSE(told("reopened", Severity::Critical, aside).say);
    EXPECT_FALSE(told("opened", Severity::Critical, aside).say);
  }
  auto lapsed = life(FindingState::Confirmed, FindingDecision::Accepted);
  lapsed.decided_until = kNow;
  EXPECT_TRUE(told("confirmed", Severity::High, lapsed).say);
}

TEST(Telling, LowersAnAlertThatADecisionSetAside) {
  const auto aside = life(FindingState::Confirmed, FindingDecision::FalseAlarm);
  Channel alerts;
  alerts.kind = ChannelKind::Alertmanager;
  EXPECT_EQ(told("decided", Severity::High, aside, Severity::High, alerts).say,
            (Telling::Say{Happening::SetAside, Severity::High}));
  const Telling silent = told("decided", Severity::High, aside, Severity::High);
  EXPECT_FALSE(silent.say) << "a person asked for it or not";
  EXPECT_FALSE(silent.standing) << "so that its end is not told either";
}

TEST(Telling, TellsAgainWhatADecisionNoLongerSetsAside) {
  EXPECT_EQ(told("decision_lapsed", Severity::High, kConfirmed).say,
            (Telling::Say{Happening::Reopened, Severity::High}));
  EXPECT_EQ(told("decided", Severity::High, kConfirmed).say, (Telling::Say{Happening::Reopened, Severity::High}));
  EXPECT_FALSE(told("decided", Severity::High, kConfirmed, Severity::High).say) << "it stood all the time";
  EXPECT_FALSE(told("decision_lapsed", Severity::High, life(FindingState::Open)).say) << "until it is confirmed";
}

TEST(Telling, TellsTheCommonCauseAndNotWhatItExplains) {
  const auto explained = [](std::string_view what, std::optional<Severity> standing = std::nullopt) {
    return tell({}, {.what = what, .severity = Severity::Critical, .explained = true, .life = kConfirmed}, standing,
                kNow);
  };
  EXPECT_FALSE(explained("opened").say);
  EXPECT_FALSE(explained("confirmed").say);
  EXPECT_FALSE(explained("confirmed").standing);
  EXPECT_TRUE(explained("reopened", Severity::High).say) << "told before there was a common cause";
  const Telling own = told("on_its_own", Severity::High, kConfirmed);
  EXPECT_EQ(own.say, (Telling::Say{Happening::Confirmed, Severity::High}));
  EXPECT_FALSE(told("on_its_own", Severity::High, life(FindingState::Open)).say) << "not before it is confirmed";
  EXPECT_FALSE(told("on_its_own", Severity::High, kConfirmed, Severity::High).say) << "told already";
}

TEST(Telling, TakesNoNoticeOfOtherWordsOfTheHistory) {
  for (const std::string_view what : {"told", "rechecked", "", "nonsense"})
    EXPECT_FALSE(told(what, Severity::Critical, kConfirmed).say) << what;
}

TEST(Telling, ReckonsTheSameKeyForTheSameMomentAndNoOther) {
  const std::string key = key_of("f00d", "confirmed", kNow);
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(key, key_of("f00d", "confirmed", kNow));
  EXPECT_EQ(key_of("0123456789abcdef0123456789abcdef", "confirmed", from_millis(1'700'000'000'000)),
            "433af485e844aaf7d8da1dbbee924d4f");
  EXPECT_NE(key, key_of("f00d", "resolved", kNow));
  EXPECT_NE(key, key_of("f00d", "confirmed", kNow + Millis(1)));
  EXPECT_NE(key, key_of("f00e", "confirmed", kNow));
}

}  // namespace huabiao::notice
