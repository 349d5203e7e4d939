#include "app/key_file.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/scratch_directory.h"

namespace huabiao::app {
namespace {

namespace fs = std::filesystem;

class KeyFileTest : public testing::Test {
 protected:
  Result<Sealer> open(std::optional<std::string_view> sealed = std::nullopt) {
    return open_sealer(file_, SealAlgorithm::Aes256Gcm, sealed);
  }
  std::string code(std::optional<std::string_view> sealed = std::nullopt) {
    const auto opened = open(sealed);
    return opened ? "" : opened.error().code;
  }
  void write(const std::string& text) {
    std::ofstream(file_) << text;
    fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);
  }
  test::ScratchDirectory scratch_;
  const fs::path file_ = scratch_.path() / "secret.key";
};

TEST_F(KeyFileTest, IsMadeAtFirstNeedForItsOwnerAlone) {
  const auto first = open();
  ASSERT_TRUE(first);
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(*open()->open(first->seal("x", "p"), "p"), "x");
}

TEST_F(KeyFileTest, IsNotMadeAnewWhereSecretsWereSealed) {
  const std::string sealed = open()->seal("x", "p");
  EXPECT_EQ(code(sealed), "");
  fs::remove(file_);
  EXPECT_EQ(code(sealed), "seal.no_key");
  EXPECT_FALSE(fs::exists(file_));
  write(std::string(64, 'a') + "\n");
  EXPECT_EQ(code(sealed), "seal.other_key");
}

TEST_F(KeyFileTest, IsRefusedWhereOthersMayReadIt) {
  write(std::string(64, 'a'));
  EXPECT_EQ(code(), "");
  for (const fs::perms more : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write | more);
    EXPECT_EQ(code(), "seal.key_open_to_others");
  }
}

TEST_F(KeyFileTest, IsRefusedWhenItIsNone) {
  for (const std::string& bad : {std::string(63, 'a'), std::string(64, 'g'), std::string(66, 'a')}) {
    write(bad);
    EXPECT_EQ(code(), "seal.bad_key") << bad;
  }
  write("");
  EXPECT_EQ(code(), "settings.no_secret");
}

}  // namespace
}  // namespace huabiao::app
