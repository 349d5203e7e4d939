#include "storage/cursor.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "storage/connection.h"

namespace huabiao::storage {
namespace {

RC_GTEST_PROP(Cursor, ComesBackAsItWasWritten, (std::string value, std::int64_t id)) {
  const Cursor read = Cursor::read(Cursor{value, id}.write("list.order"), "list.order", "x.bad");
  RC_ASSERT(read.set);
  RC_ASSERT(read.value == value);
  RC_ASSERT(read.id == id);
}

RC_GTEST_PROP(Cursor, RefusesWhatItDidNotWrite, (const std::string& text)) {
  RC_PRE(!text.empty());
  try {
    (void)Cursor::read(text, "list.order", "x.bad");
    RC_FAIL("taken");
  } catch (const Failure& failure) {
    RC_ASSERT(failure.error().kind == Kind::Invalid);
  }
}

TEST(Cursor, OfAnotherOrderIsRefused) {
  EXPECT_THROW((void)Cursor::read(Cursor{"a", 1}.write("list.name"), "list.date", "x.bad"), Failure);
  EXPECT_FALSE(Cursor::read("", "list.name", "x.bad").set);
}

}  // namespace
}  // namespace huabiao::storage
