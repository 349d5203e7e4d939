#include "dispatch/frame.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::dispatch {

TEST(FrameReader, GivesNothingUntilAFrameIsWhole) {
  std::string wire;
  append_frame(wire, "hello");
  FrameReader reader(100);
  for (std::size_t i = 0; i + 1 < wire.size(); ++i) {
    reader.feed(wire.substr(i, 1));
    EXPECT_FALSE(reader.next()->has_value());
  }
  reader.feed(wire.substr(wire.size() - 1));
  EXPECT_EQ(reader.next()->value(), "hello");
  EXPECT_TRUE(reader.empty());
}

TEST(FrameReader, RefusesAFrameOverItsLimitBeforeItComes) {
  std::string wire;
  append_frame(wire, std::string(101, 'x'));
  FrameReader reader(100);
  reader.feed(wire.substr(0, 4));
  const auto refused = reader.next();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "dispatch.frame_too_large");
}

RC_GTEST_PROP(FrameProperty, WhatIsWrittenIsReadHoweverItIsCut, ()) {
  const auto payloads = *rc::gen::container<std::vector<std::string>>(rc::gen::arbitrary<std::string>());
  std::string wire;
  for (const std::string& payload : payloads) append_frame(wire, payload);
  FrameReader reader(1U << 20U);
  std::vector<std::string> got;
  for (std::size_t at = 0; at < wire.size();) {
    const auto size = std::min(wire.size() - at, static_cast<std::size_t>(*rc::gen::inRange(1, 9)));
    reader.feed(std::string_view(wire).substr(at, size));
    at += size;
    while (true) {
      const auto payload = reader.next();
      RC_ASSERT(payload.has_value());
      if (!*payload) break;
      got.emplace_back(**payload);
    }
  }
  RC_ASSERT(got == payloads);
  RC_ASSERT(reader.empty());
}

}  // namespace huabiao::dispatch
