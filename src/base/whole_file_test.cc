#include "base/whole_file.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "support/scratch_directory.h"

namespace huabiao {
namespace {

namespace fs = std::filesystem;

class WholeFileTest : public testing::Test {
 protected:
  std::string text() const {
    std::ostringstream out;
    out << std::ifstream(file_, std::ios::binary).rdbuf();
    return out.str();
  }
  std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(scratch_.path()), {}); }
  test::ScratchDirectory scratch_;
  const fs::path file_ = scratch_.path() / "kept";
};

TEST_F(WholeFileTest, ReplacesWhatWasThere) {
  EXPECT_FALSE(write_whole(file_, "first and longer"));
  EXPECT_FALSE(write_whole(file_, std::string("a\0b", 3), {.mode = 0644, .sync = WholeFile::Sync::No}));
  EXPECT_EQ(text(), std::string("a\0b", 3));
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms(0644));
  EXPECT_EQ(files(), 1);
}

TEST_F(WholeFileTest, KeepsWhatWasThereWhenAsked) {
  const WholeFile once{.existing = WholeFile::Existing::Keep};
  EXPECT_FALSE(write_whole(file_, "first", once));
  EXPECT_EQ(write_whole(file_, "second", once), std::errc::file_exists);
  EXPECT_EQ(text(), "first");
  EXPECT_EQ(files(), 1);
}

TEST_F(WholeFileTest, LeavesNothingWhereItFails) {
  fs::create_directories(file_ / "in the way");
  EXPECT_TRUE(write_whole(file_, "x"));
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(write_whole(scratch_.path() / "none" / "kept", "x"), std::errc::no_such_file_or_directory);
}

TEST_F(WholeFileTest, SaysWhatLetsOthersUseAFile) {
  EXPECT_EQ(open_to_others(file_), std::nullopt);
  EXPECT_FALSE(write_whole(file_, "x"));
  EXPECT_EQ(open_to_others(file_), std::nullopt);
  for (const mode_t more : {0640U, 0604U, 0620U, 0601U}) {
    fs::permissions(file_, fs::perms(more));
    EXPECT_TRUE(open_to_others(file_)) << more;
  }
}

}  // namespace
}  // namespace huabiao
