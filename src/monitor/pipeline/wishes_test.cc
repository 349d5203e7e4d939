#include "monitor/pipeline/wishes.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

VisitRecord walked(std::optional<Wish> wish) {
  VisitRecord row;
  row.visit.site = 1;
  row.visit.host = "www.a.gov.cn";
  row.walk.emplace();
  if (wish) row.walk->stopped = why_stopped(*wish);
  if (wish == Wish::None) row.walk->missing = MissingAnswer::NotFound;
  return row;
}

Looks all_looks() {
  Looks looks;
  for (const Look look : kLooks) looks.add(look);
  return looks;
}

TEST(Wishes, StandUntilTheyAreTakenBack) {
  Wishes wishes;
  EXPECT_EQ(wishes.of(1, "www.a.gov.cn"), Wish::None);
  wishes.take(walked(Wish::LeaveAlone));
  EXPECT_EQ(wishes.of(1, "www.a.gov.cn"), Wish::LeaveAlone);
  EXPECT_EQ(wishes.of(1, "bbs.a.gov.cn"), Wish::None);
  wishes.take(walked(std::nullopt));
  EXPECT_EQ(wishes.of(1, "www.a.gov.cn"), Wish::LeaveAlone) << "a page that cannot be had takes nothing back";
  wishes.take(walked(Wish::None));
  EXPECT_EQ(wishes.of(1, "www.a.gov.cn"), Wish::None);
}

TEST(Wishes, LeaveTheLooksTheSiteDoesNotNotice) {
  EXPECT_EQ(Wishes::left_by(Wish::None, all_looks()), all_looks());
  const Looks home = Wishes::left_by(Wish::HomeOnly, all_looks());
  EXPECT_TRUE(home.has(Look::Walk) && home.has(Look::Names) && home.has(Look::Registration));
  EXPECT_FALSE(home.has(Look::Views) || home.has(Look::Tls) || home.has(Look::Render));
  Looks names;
  names.add(Look::Names);
  EXPECT_TRUE(Wishes::left_by(Wish::LeaveAlone, names).empty());
}

TEST(Wishes, StandBelowAnOrderThatSomebodyConsentedTo) {
  EXPECT_FALSE(stands_above_wishes({}));
  EXPECT_FALSE(stands_above_wishes({.consent = Consent::Standard}));
  EXPECT_TRUE(stands_above_wishes({.consent = Consent::Standard, .consent_by = "冀网信函〔2026〕3号"}));
}

}  // namespace
}  // namespace huabiao::monitor
