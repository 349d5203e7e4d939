#include "base/clock.h"

#include <gtest/gtest.h>

namespace huabiao {

TEST(Clock, WritesAndReadsTheSameInstant) {
  const TimePoint at = from_millis(1763776500123);
  EXPECT_EQ(to_iso(at), "2025-11-22T01:55:00.123Z");
  EXPECT_EQ(from_iso(to_iso(at)), at);
}

TEST(Clock, ReckonsDaysInShanghai) {
  const TimePoint late_evening_utc = *from_iso("2015-12-31T16:00:00Z");
  EXPECT_EQ(shanghai_day(late_evening_utc), "2016-01-01");
}

TEST(Clock, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2025-11-22", "2025-13-22T01:55:00Z", "2025-02-30T01:55:00Z", "2025-11-22T01:55:00+08:00",
        "2025-11-22 01:55:00Z", "2025-11-22T24:55:00Z", "-025-11-22T01:55:00Z"})
    EXPECT_FALSE(from_iso(text)) << text;
}

}  // namespace huabiao
