#pragma once
// Settings of rounds whose worker children are this very test program: RoundChild of round_test.cc.

#include <string>

#include "monitor/pipeline/round.h"

namespace huabiao::test {

inline monitor::RoundSettings played_by(const std::string& child) {
  monitor::RoundSettings settings;
  settings.pool.command = {"/proc/self/exe", "--gtest_filter=RoundChild.DISABLED_" + child,
                           "--gtest_also_run_disabled_tests"};
  settings.retry_pause = Millis(1);
  settings.batch_rows = 1;
  return settings;
}

}  // namespace huabiao::test
