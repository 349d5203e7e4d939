#include "workbook.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <unistd.h>

namespace huabiao::badweb {
namespace {

// A file below the temporary directory that goes with the test.
class Scratch {
 public:
  explicit Scratch(const std::string& name)
      : path_((std::filesystem::temp_directory_path() / (std::to_string(getpid()) + name)).string()) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What openpyxl reads in a workbook, cells joined by |, rows by \n; empty: no openpyxl here.
std::string read_by_openpyxl(const std::string& path) {
  const std::string command =
      "/usr/bin/python3 -c \"import sys,openpyxl\n"
      "for r in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(values_only=True):\n"
      "  print('|'.join('' if v is None else str(v).replace(chr(10),' ') for v in r))\" '" +
      path + "' 2>/dev/null";
  const std::unique_ptr<FILE, decltype(&pclose)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  std::array<char, 4096> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe.get()) != nullptr) out += piece.data();
  return out;
}

TEST(WriteAnnex2, WritesTheNoticesOwnRows) {
  const Scratch file("annex2.xlsx");
  ASSERT_TRUE(write_annex2(make_estate({.seed = 1}), file.path()));
  const std::string read = read_by_openpyxl(file.path());
  if (read.empty()) GTEST_SKIP() << "/usr/bin/python3 has no openpyxl";
  EXPECT_EQ(read,
            "党政机关、事业单位网站摸底自查表||||||\n"
            "主管部门（公章）：河北省机构编制委员会办公室||||||\n"
            "单位名称|网站名称|英文域名|中文域名|是否挂标|联系人|联系电话\n"
            "河北省机构编制委员会办公室|河北机构编制网|www.hebjgbz.gov.cn|1. 河北省机构编制委员会办公室·政务 2. "
            "河北省编办·政务 3. 河北机构编制网·政务|是|联系人甲|0311—80000000\n"
            "河北省事业单位登记管理局||无|河北省事业单位登记管理局·政务|是||\n"
            "河北省机构编制电子政务中心||无|河北省机构编制电子政务中心·政务|是||\n"
            "河北省机构编制研究中心||无|河北省机构编制研究中心·公益|是||\n"
            "注：填写规范以河北省机构编制委员会办公室为例。||||||\n");
}

TEST(WriteAnnex3, HasARowForEveryOrganisation) {
  const Scratch file("annex3.xlsx");
  const Estate estate = make_estate({.seed = 6, .sites = 120});
  ASSERT_TRUE(write_annex3(estate, file.path()));
  const std::string read = read_by_openpyxl(file.path());
  if (read.empty()) GTEST_SKIP() << "/usr/bin/python3 has no openpyxl";
  std::size_t rows = 3;
  for (std::size_t i = 0; i < 120; ++i) rows += estate.sites()[i].organisations.size();
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(read, '\n')), rows);
  EXPECT_NE(read.find("\n主管部门|单位名称|网站名称|英文域名|中文域名|是否挂标|联系人|联系电话\n"), std::string::npos);
  EXPECT_NE(read.find(estate.sites()[0].organisations.front().name), std::string::npos);
}

TEST(WriteAnnex3, SaysWhereItCannotWrite) {
  const Done done = write_annex3(make_estate({.seed = 6, .sites = 3}), "/nowhere/at/all.xlsx");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "badweb.cannot_write");
}

}  // namespace
}  // namespace huabiao::badweb
