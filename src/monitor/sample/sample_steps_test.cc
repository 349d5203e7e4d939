#include "monitor/sample/sample_steps.h"

#include <gtest/gtest.h>

namespace huabiao::monitor {
namespace {

TEST(SampleSteps, AreNoMoreThanAScreenShows) {
  EXPECT_EQ(step_for(3'600), 60);
  EXPECT_EQ(step_for(kDaySeconds), 300);
  EXPECT_EQ(step_for(7 * kDaySeconds), 3'600);
  EXPECT_EQ(step_for(31 * kDaySeconds), 3 * 3'600);
  for (const std::int64_t stretch : {std::int64_t{60}, kDaySeconds, 40 * kDaySeconds})
    EXPECT_LE(stretch / step_for(stretch), kMostSteps);
}

TEST(SampleSteps, CountWhatOpenedAndWhatDidNotAndLeaveGapsOut) {
  const std::vector<Sample> samples = {{600, Outcome::Ok, Latency::of_millis(100)},
                                       {899, Outcome::Timeout, {}},
                                       {900, Outcome::NotVisited, {}},
                                       {1'800, Outcome::Ok, Latency::of_millis(800)}};
  const auto steps = sample_steps(samples, 300);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].from, 600);
  EXPECT_EQ(steps[0].samples, 2);
  EXPECT_EQ(steps[0].opened, 1);
  EXPECT_EQ(steps[0].failed, 1);
  EXPECT_EQ(steps[0].median, Latency::of_millis(100));
  EXPECT_EQ(steps[1].from, 900);
  EXPECT_EQ(steps[1].opened + steps[1].failed, 0);
  EXPECT_EQ(steps[2].from, 1'800);
  EXPECT_TRUE(sample_steps({}, 300).empty());
}

}  // namespace
}  // namespace huabiao::monitor
