#include "app/cli/progress_line.h"

#include <gtest/gtest.h>

namespace huabiao::app {

TEST(ProgressText, ShowsShareRateAndTheCommonestOutcomes) {
  monitor::RoundProgress progress;
  progress.total = 300;
  progress.done = 150;
  progress.per_second = 12.34;
  progress.by_outcome[static_cast<std::size_t>(monitor::Outcome::HttpError)] = 9;
  progress.by_outcome[static_cast<std::size_t>(monitor::Outcome::Ok)] = 141;
  progress.waiting_second = 3;
  EXPECT_EQ(progress_text(progress, Language::English),
            "[############            ] 150/300 50 %  12.3/s  ok 141  http_error 9  to ask again 3");
}

TEST(ProgressText, AnEmptyRoundIsNoDivisionByZero) {
  EXPECT_EQ(progress_text({}, Language::English), "[                        ] 0/0 0 %  0.0/s");
}

}  // namespace huabiao::app
