// What only a server can do. Runs where HUABIAO_TEST_POSTGRES names one (tools/postgres_server.py).
#include "storage/postgres_engine.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "storage/database.h"
#include "storage/store_copy.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

TEST(PostgresEngineError, IsToldByItsClass) {
  EXPECT_EQ(postgres_error("28P01", "x").code, "storage.no_access");
  EXPECT_EQ(postgres_error("57P01", "x").code, "storage.unreachable");
  EXPECT_EQ(postgres_error("", "x").code, "storage.unreachable");
  EXPECT_EQ(postgres_error("53100", "x").code, "storage.disk_full");
  EXPECT_EQ(postgres_error("55P03", "x").code, "storage.locked");
  EXPECT_EQ(postgres_error("54000", "x").code, "storage.too_big");
  EXPECT_EQ(postgres_error("23505", "x").code, "internal");
}

class PostgresEngineTest : public StoresTest {
 protected:
  Database& database() {
    if (!database_) database_ = std::make_unique<Database>(directory_.database(), clock_);
    return *database_;
  }
  std::string write_code() {
    const auto saved = registry().save(registry::Site{.name = "甲"}, {.by = "t"});
    return saved ? "" : saved.error().code;
  }
  // Every connection but the one that does it.
  void cut_all() {
    Connection(DatabaseAddress(server_.url(), "public"))
        .integer(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND application_name = 'huabiao'");
  }
  std::unique_ptr<Database> database_;
};

TEST_F(PostgresEngineTest, ValuesOfEveryKindComeBackAsTheyWere) {
  Database::Reader reader(database());
  Statement row = reader->prepare(
      "SELECT CAST(?1 AS BIGINT), CAST(?2 AS TEXT), CAST(?3 AS BYTEA), CAST(?4 AS DOUBLE PRECISION), CAST(?5 AS "
      "BIGINT), "
      "CAST(?1 AS NUMERIC), 7, true");
  const std::string bytes("\0\xFF\x01", 3);
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10'000}, std::int64_t{253'402'300'799'999}}) {
    {
      Statement same = reader->prepare("SELECT CAST(?1 AS BIGINT), CAST(?1 AS NUMERIC)");
      same.bind(1, number);
      ASSERT_TRUE(same.step());
      EXPECT_EQ(same.integer(0), number);
      EXPECT_EQ(same.integer(1), number);
    }
  }
  row.bind(1, std::int64_t{5}).bind(2, "华表").bind_bytes(3, bytes).bind(4, 0.1).bind_null(5);
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(1), "华表");
  EXPECT_EQ(row.bytes(2), bytes);
  EXPECT_EQ(row.real(3), 0.1);
  EXPECT_TRUE(row.null(4));
  EXPECT_EQ(row.integer(6), 7);
  EXPECT_EQ(row.integer(7), 1);
  EXPECT_FALSE(row.step());
}

TEST_F(PostgresEngineTest, TextThatIsNoneKeepsNothingFromBeingWritten) {
  const auto id = good(registry().save(registry::Site{.name = std::string("a\0\xFF", 3)}, {.by = "t"}));
  EXPECT_EQ(good(registry().site(id, now()))->value.name, "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_F(PostgresEngineTest, OneWritesAtATimeOverAllServers) {
  const auto other = good(Stores::open(directory_, clock_));
  {
    Database::Write write(database(), Durability::Full);
    EXPECT_TRUE(Connection(directory_.database()).engine().others_write());
    Connection impatient(directory_.database(), {.patience = Millis(50)});
    try {
      impatient.engine().begin_write(Durability::Full);
      ADD_FAILURE() << "two write at once";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.error().code, "storage.locked");
    }
  }
  EXPECT_EQ(write_code(), "");
  EXPECT_TRUE(other->registry().save(registry::Site{.name = "乙"}, {.by = "t"}));
}

TEST_F(PostgresEngineTest, ConnectionsThatWereCutAreOpenedAgain) {
  EXPECT_EQ(write_code(), "");
  cut_all();
  EXPECT_EQ(write_code(), "");
  cut_all();
  EXPECT_EQ(good(registry().sites(now())).size(), 2U);
}

TEST_F(PostgresEngineTest, AConnectionCutInAWriteLosesAllOfItAndNothingElse) {
  {
    Database::Write write(database(), Durability::Full);
    write->prepare("INSERT INTO site DEFAULT VALUES").run();
    cut_all();
    try {
      write.commit();
      ADD_FAILURE() << "it was kept";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.error().code, "storage.unreachable");
    }
  }
  Database::Write write(database(), Durability::Full);
  EXPECT_EQ(write->integer("SELECT count(*) FROM site"), 0);
}

TEST_F(PostgresEngineTest, AnInstallationGoesToFilesAndBack) {
  site_on("甲网站", "www.jia.gov.cn");
  unit("乙单位");
  const std::string body = "evidence";
  good(stores_->evidence().put(sha256_hex(body), body));
  const auto none = [](const Holding&) {};
  const auto files = good(DataDirectory::open(scratch_.path() / "files"));
  good(copy_store(directory_, files, clock_, none));
  EXPECT_EQ(good(holdings_of(directory_, clock_, none)), good(holdings_of(files, clock_, none)));
  EXPECT_EQ(copy_store(directory_, files, clock_, none).error().code, "storage.not_empty");
  const auto there = good(Stores::open(files, clock_));
  EXPECT_EQ(good(there->evidence().get(sha256_hex(body))), body);
  EXPECT_EQ(good(there->estate().list_sites({.text = "甲网"})).total, 1);
  // Numbers go on.
  const auto next = good(registry().save(registry::Site{.name = "丙"}, {.by = "t"}));
  EXPECT_EQ(good(there->registry().save(registry::Site{.name = "丙"}, {.by = "t"})), next);
}

}  // namespace
}  // namespace huabiao::storage
