#include "vantage/result_queue.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "support/scratch_directory.h"
#include "support/stores_fixture.h"

namespace huabiao::vantage {
namespace {

using storage::good;

class ResultQueueTest : public testing::Test {
 protected:
  std::unique_ptr<ResultQueue> open(const QueueLimits& limits = {}) { return good(ResultQueue::open(folder_, limits)); }
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator(folder_)) ++count;
    return count;
  }
  static std::string take(ResultQueue& queue) {
    const auto waiting = queue.front();
    if (!waiting) return "";
    queue.drop(waiting->number);
    return waiting->result;
  }

  const test::ScratchDirectory scratch_;
  const std::filesystem::path folder_ = scratch_.path() / "vantage-queue";
};

TEST_F(ResultQueueTest, GivesWhatCameFirstFirst) {
  const auto queue = open();
  EXPECT_FALSE(queue->front());
  EXPECT_EQ(good(queue->put("first")), 0U);
  EXPECT_EQ(good(queue->put("second")), 0U);
  EXPECT_EQ(queue->front()->result, "first") << "and keeps it until it is told";
  EXPECT_EQ(take(*queue), "first");
  EXPECT_EQ(take(*queue), "second");
  EXPECT_EQ(files(), 0U);
}

TEST_F(ResultQueueTest, IsTakenUpAgainAfterAnyEnd) {
  {
    const auto queue = open();
    for (int i = 0; i < 12; ++i) good(queue->put(std::to_string(i)));
  }
  std::ofstream(folder_ / "00000000000000000099.result.a1B2c3") << "half";  // a kill while it was written
  std::ofstream(folder_ / "notes.txt") << "no result";
  const auto queue = open();
  EXPECT_EQ(queue->size(), 12U);
  good(queue->put("12"));
  for (int i = 0; i <= 12; ++i) EXPECT_EQ(take(*queue), std::to_string(i));
  EXPECT_EQ(files(), 0U);
}

TEST_F(ResultQueueTest, DropsTheOldestWhereThereIsNoRoom) {
  const auto queue = open({.results = 3, .bytes = 10});
  for (const char* one : {"a", "b", "c"}) EXPECT_EQ(good(queue->put(one)), 0U);
  EXPECT_EQ(good(queue->put("d")), 1U);
  EXPECT_EQ(good(queue->put("eeeeeeeee")), 2U) << "one by number, one more by size";
  EXPECT_EQ(take(*queue), "d");
  EXPECT_EQ(take(*queue), "eeeeeeeee");
  EXPECT_EQ(good(queue->put("larger than all")), 1U) << "and is not kept itself";
  EXPECT_EQ(queue->size(), 0U);
}

TEST_F(ResultQueueTest, WhatCannotBeReadIsPassedOver) {
  const auto queue = open();
  good(queue->put("first"));
  good(queue->put("second"));
  std::filesystem::remove(folder_ / "00000000000000000001.result");
  EXPECT_EQ(queue->front()->result, "second");
  EXPECT_EQ(queue->size(), 1U);
}

TEST_F(ResultQueueTest, AFolderThatCannotBeIsTold) {
  std::ofstream(folder_) << "a file";
  const auto refused = ResultQueue::open(folder_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "vantage.no_queue");
}

}  // namespace
}  // namespace huabiao::vantage
