// What can happen to a data directory: another process, a newer version, a full disk, a kill.
#include "storage/stores.h"

#include <fstream>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "base/digest.h"
#include "storage/database.h"
#include "storage/register_store.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

namespace fs = std::filesystem;

void run_sql(const fs::path& file, const char* sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

class DataDirectoryTest : public testing::Test {
 protected:
  std::string open_code() {
    const auto stores = Stores::open(good(DataDirectory::open(scratch_.path())), clock_);
    return stores ? "" : stores.error().code;
  }
  [[nodiscard]] fs::path database() const { return scratch_.path() / "huabiao.db"; }
  test::ScratchDirectory scratch_;
  SystemClock clock_;
};

TEST_F(DataDirectoryTest, IsMadeForItsOwnerAlone) {
  const fs::path path = scratch_.path() / "a/b";
  good(DataDirectory::open(path));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
}

TEST_F(DataDirectoryTest, IsHeldByOneServerOnly) {
  const auto directory = good(DataDirectory::open(scratch_.path()));
  auto held = directory.lock("serve");
  ASSERT_TRUE(held);
  const auto second = directory.lock("serve");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "storage.in_use");
  EXPECT_NE(second.error().detail.find(std::to_string(::getpid())), std::string::npos);
  EXPECT_TRUE(directory.lock("round"));
  {
    const DirectoryLock dropped = std::move(*held);
  }
  EXPECT_TRUE(directory.lock("serve"));
}

TEST_F(DataDirectoryTest, ThatCannotBeWrittenIsRefused) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  fs::permissions(scratch_.path(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(DataDirectory::open(scratch_.path()).error().code, "storage.read_only");
  fs::permissions(scratch_.path(), fs::perms::owner_all);
}

TEST_F(DataDirectoryTest, ThatIsAFileIsRefused) {
  std::ofstream(scratch_.path() / "file") << "x";
  EXPECT_EQ(DataDirectory::open(scratch_.path() / "file").error().code, "storage.not_a_directory");
}

TEST_F(DataDirectoryTest, ADatabaseOfANewerVersionIsLeftAlone) {
  EXPECT_EQ(open_code(), "");
  run_sql(database(), "PRAGMA user_version = 99");
  EXPECT_EQ(open_code(), "storage.newer_schema");
}

TEST_F(DataDirectoryTest, ADatabaseOfAnotherProgramIsLeftAlone) {
  run_sql(database(), "CREATE TABLE theirs(x)");
  EXPECT_EQ(open_code(), "storage.not_ours");
}

TEST_F(DataDirectoryTest, ADamagedDatabaseIsNamed) {
  std::ofstream(database()) << std::string(8192, 'x');
  EXPECT_EQ(open_code(), "storage.corrupt");
}

TEST_F(DataDirectoryTest, AFullDiskKeepsNothingOfTheChangeAndAllOfTheRest) {
  Database database(scratch_.path() / "huabiao.db", clock_);
  RegisterStore store(database);
  const auto fill = [](int count) {
    return [count](registry::ImportWriter& writer) -> Done {
      for (int i = 0; i < count; ++i)
        if (auto saved = writer.save(registry::Site{.name = "站" + std::to_string(i)}); !saved)
          return fail(std::move(saved));
      return {};
    };
  };
  good(store.import({.file = "first"}, fill(10)));
  database.cap_pages(200);
  const auto refused = store.import({.file = "second"}, fill(5'000));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "storage.disk_full");
  EXPECT_EQ(good(store.sites(registry::AsOf::at(clock_.now()))).size(), 10u);
  EXPECT_EQ(good(store.imports()).size(), 1u);
  EXPECT_TRUE(store.save(registry::Site{.name = "还有地方"}, {.by = "t"}));
}

TEST_F(DataDirectoryTest, AnotherProcessThatHoldsTheDatabaseIsWaitedFor) {
  const auto stores = good(Stores::open(good(DataDirectory::open(scratch_.path())), clock_));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(database().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  std::jthread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  });
  EXPECT_TRUE(stores->registry().save(registry::Site{.name = "x"}, {.by = "t"}));
  release.join();
  sqlite3_close(other);
}

// A child imports batch after batch until it is killed in the middle of something.
TEST_F(DataDirectoryTest, AKillLosesNoImportAndLeavesNoHalfOne) {
  constexpr int kSites = 40, kKills = 4;
  const auto import = [](Stores& stores) {
    return stores.registry().import({.file = "f"}, [](registry::ImportWriter& writer) -> Done {
      for (int i = 0; i < kSites; ++i)
        if (auto saved = writer.save(registry::Site{.name = "站" + std::to_string(i)}); !saved)
          return fail(std::move(saved));
      return {};
    });
  };
  good(Stores::open(good(DataDirectory::open(scratch_.path())), clock_));
  std::size_t before = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto stores = Stores::open(*DataDirectory::open(scratch_.path()), clock_);
      while (stores && import(**stores)) {
      }
      ::_exit(1);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + 70 * kill));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto stores = good(Stores::open(good(DataDirectory::open(scratch_.path())), clock_));
    EXPECT_TRUE(stores->check_integrity());
    const auto sites = good(stores->registry().sites(registry::AsOf::at(clock_.now()))).size();
    EXPECT_EQ(sites % kSites, 0u);
    EXPECT_EQ(sites / kSites, good(stores->registry().imports()).size());
    EXPECT_EQ(good(stores->estate().list_sites({})).total, static_cast<std::int64_t>(sites));
    EXPECT_GE(sites, before);
    before = sites;
  }
}

class EvidenceTest : public StoresTest {
 protected:
  monitor::EvidenceStore& evidence() { return stores_->evidence(); }
  std::string put(const std::string& body) {
    const std::string digest = sha256_hex(body);
    EXPECT_EQ(good(evidence().put(digest, body)), monitor::Kept::Yes);
    return digest;
  }
};

TEST_F(EvidenceTest, GivesBackTheBodyUnderItsDigest) {
  const std::string body = std::string(100'000, 'a') + std::string("\0\xff", 2);
  const std::string digest = put(body);
  EXPECT_EQ(good(evidence().get(digest)), body);
  EXPECT_LT(good(evidence().use()).stored_bytes, 2'000);
  EXPECT_FALSE(good(evidence().get(sha256_hex("other"))));
  EXPECT_FALSE(good(evidence().get("../../etc/passwd")));
  EXPECT_EQ(evidence().put("../x", "x").error().code, "evidence.wrong_digest");
  put("");
  EXPECT_EQ(good(evidence().get(sha256_hex(""))), "");
}

TEST_F(EvidenceTest, DropsTheOldestBeyondTheQuota) {
  evidence_.quota_bytes = 3'000;
  reopen();
  std::vector<std::string> digests;
  for (int i = 0; i < 5; ++i) {
    digests.push_back(put(random_bytes(900)));
    clock_.advance(std::chrono::seconds(1));
  }
  EXPECT_FALSE(good(evidence().get(digests[0])));
  EXPECT_TRUE(good(evidence().get(digests[4])));
  EXPECT_LE(good(evidence().use()).stored_bytes, 3'000);
  const std::string large = random_bytes(4'000);
  EXPECT_EQ(good(evidence().put(sha256_hex(large), large)), monitor::Kept::NoRoom);
  EXPECT_TRUE(good(evidence().get(digests[4])));
}

TEST_F(EvidenceTest, SweepsWhatIsPastRetentionUnlessItWasSeenAgain) {
  const std::string old = put("old"), again = put("again");
  clock_.advance(std::chrono::days(evidence_.retention_days - 1));
  put("again");
  clock_.advance(std::chrono::days(2));
  EXPECT_EQ(good(evidence().sweep()), 1);
  EXPECT_FALSE(good(evidence().get(old)));
  EXPECT_TRUE(good(evidence().get(again)));
}

TEST_F(EvidenceTest, NoticesDamage) {
  const std::string digest = put("evidence");
  if (server_.there())
    Connection(directory_.database()).prepare("UPDATE evidence_body SET body = ?1").bind_bytes(1, "damaged").run();
  else
    std::ofstream(directory_.evidence() / digest.substr(0, 2) / (digest + ".z")) << "damaged";
  EXPECT_EQ(evidence().get(digest).error().code, "evidence.damaged");
}

}  // namespace
}  // namespace huabiao::storage
