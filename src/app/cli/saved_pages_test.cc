#include "app/cli/saved_pages.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "support/scratch_directory.h"

namespace huabiao::app {
namespace {

void write(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

TEST(SavedPages, WalksFoldersForPagesInOrder) {
  const test::ScratchDirectory scratch;
  const std::filesystem::path root = scratch.path();
  write(root / "b.html", "x");
  write(root / "a/c.HTM", "x");
  write(root / "a/picture.png", "x");
  std::filesystem::create_directory_symlink(root, root / "loop");
  const PathList list = list_pages({root.string(), (root / "a/picture.png").string(), (root / "none").string()});
  ASSERT_EQ(list.files.size(), 3u);
  EXPECT_TRUE(list.files[0].ends_with("a/c.HTM"));
  EXPECT_TRUE(list.files[1].ends_with("b.html"));
  EXPECT_TRUE(list.files[2].ends_with("picture.png"));
  ASSERT_EQ(list.unreadable.size(), 1u);
  EXPECT_EQ(list.unreadable[0].code, "inspect.cannot_read");
}

TEST(SavedPages, ReadsNoMoreThanAsked) {
  const test::ScratchDirectory scratch;
  const std::filesystem::path file = scratch.path() / "a.html";
  write(file, std::string(100, 'x'));
  const auto page = read_page(file.string(), 10);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->body.size(), 11u);
  EXPECT_EQ(page->bytes, 100);
  EXPECT_EQ(read_page(scratch.path().string(), 10).error().code, "inspect.cannot_read");
}

TEST(SavedPages, ReadsTheHostsFile) {
  const auto hosts = HostsFile::parse("path,host\r\na.html,WWW.Example.gov.cn\n\"x,y.html\",b.example\n", "/data");
  ASSERT_TRUE(hosts);
  EXPECT_EQ(hosts->host_of("/data/a.html"), "www.example.gov.cn");
  EXPECT_EQ(hosts->host_of("/data/./x,y.html"), "b.example");
  EXPECT_EQ(hosts->host_of("a.html"), "www.example.gov.cn");
  EXPECT_EQ(hosts->host_of("/data/z.html"), "");
  EXPECT_EQ(HostsFile::parse("nonsense", "").error().code, "inspect.bad_hosts_file");
  EXPECT_EQ(HostsFile::parse("a.html,not a host", "").error().code, "inspect.bad_hosts_file");
}

}  // namespace
}  // namespace huabiao::app
