#include "rules/shelf/compiled_file.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/limits.h"
#include "support/scratch_directory.h"

namespace huabiao::rules {
namespace {

TEST(CompiledFile, IsOursAloneAndReplacedWhole) {
  const test::ScratchDirectory scratch;
  const auto file = scratch.path() / "compiled";
  EXPECT_EQ(read_compiled(file), "");
  ASSERT_TRUE(keep_compiled(file, "first"));
  ASSERT_TRUE(keep_compiled(file, "second"));
  EXPECT_EQ(read_compiled(file), "second");
  struct stat facts{};
  ASSERT_EQ(stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path()), {}), 1);
}

TEST(CompiledFile, WhatOthersCouldHaveWrittenIsNotRead) {
  const test::ScratchDirectory scratch;
  const auto file = scratch.path() / "compiled";
  ASSERT_TRUE(keep_compiled(file, "bytes"));
  ASSERT_EQ(chmod(file.c_str(), 0660), 0);
  EXPECT_EQ(read_compiled(file), "");
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  EXPECT_EQ(read_compiled(file), "bytes");
  const auto link = scratch.path() / "link";
  std::filesystem::create_symlink(file, link);
  EXPECT_EQ(read_compiled(link), "");
  const auto pipe = scratch.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(read_compiled(pipe), "");
}

TEST(CompiledFile, WhatIsTooBigOrHasNoPlaceIsNotKept) {
  const test::ScratchDirectory scratch;
  EXPECT_FALSE(keep_compiled(scratch.path() / "none" / "compiled", "bytes"));
  EXPECT_FALSE(keep_compiled(scratch.path() / "compiled", std::string(PackLimits::kCompiledBytes + 1, 'x')));
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
}

}  // namespace
}  // namespace huabiao::rules
