// A database as the first schema kept it (12 sites, one round over sick sites) opens with whatever schema this is, and
// nothing of it is lost.

#include <fstream>
#include <gtest/gtest.h>
#include <zlib.h>

#include "storage/schema.h"
#include "storage/schema_look.h"
#include "storage/stores.h"
#include "support/fixture.h"
#include "support/scratch_directory.h"
#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

void unpack(const std::filesystem::path& packed, const std::filesystem::path& to) {
  gzFile in = gzopen(packed.c_str(), "rb");
  ASSERT_NE(in, nullptr) << packed;
  std::ofstream out(to, std::ios::binary);
  char buffer[65536];
  for (int read = 0; (read = gzread(in, buffer, sizeof buffer)) > 0;) out.write(buffer, read);
  gzclose(in);
  ASSERT_TRUE(out.good());
}

TEST(OldestSchema, IsBroughtUpAndLosesNothing) {
  const test::ScratchDirectory scratch;
  std::filesystem::create_directory(scratch.path() / "data");
  unpack(support::fixture("storage/schema-1.db.gz"), scratch.path() / "data" / "huabiao.db");
  {
    Connection before(scratch.path() / "data" / "huabiao.db");
    before.exec(
        "INSERT INTO account(name, full_name, role, state, password, must_change, created, password_changed, failures) "
        "VALUES('admin', '', 0, 0, 'h', 0, 1, 1, 0), ('reader', '', 1, 0, 'h', 0, 1, 1, 0)");
  }
  const SystemClock clock;
  const auto directory = good(DataDirectory::open(scratch.path() / "data"));
  {
    const auto stores = good(Stores::open(directory, clock));
    const registry::AsOf now = registry::AsOf::at(clock.now());
    EXPECT_EQ(good(stores->registry().sites(now)).size(), 12U);
    EXPECT_EQ(good(stores->registry().organisations(now)).size(), 16U);
    EXPECT_EQ(good(stores->registry().imports()).size(), 1U);

    const auto rounds = good(stores->rounds().rounds(10));
    ASSERT_EQ(rounds.size(), 1U);
    EXPECT_EQ(rounds[0].state, monitor::RoundState::Finished);
    EXPECT_EQ(rounds[0].done, 15);
    EXPECT_EQ(good(stores->rounds().rows(rounds[0].id, {.outcome = {}, .cursor = {}, .limit = 100})).rows.size(), 15U);

    const auto dark = good(stores->rounds().findings({.category = monitor::Category::DarkLink}));
    EXPECT_EQ(dark.total, 2);
    EXPECT_FALSE(dark.rows.at(0).finding.evidence.empty());
    EXPECT_EQ(good(stores->rounds().findings({})).total, 11);

    // What is told begins now, not with the history.
    const notice::Channel duty{.name = "duty"};
    EXPECT_EQ(good(stores->outbox().plan({&duty, 1})).deliveries, 0U);
    EXPECT_EQ(good(stores->outbox().use()).at(0).channel, "duty");

    EXPECT_TRUE(good(stores->vantages().vantages()).empty());

    // Who was administrator runs the system and is both offices; nobody is security or audit administrator yet.
    const auto admin = good(stores->accounts().account_named("admin"));
    ASSERT_TRUE(admin);
    EXPECT_EQ(good(stores->grants().in_force(admin->id)).size(), 3U);
    EXPECT_EQ(good(stores->grants().administrators()), std::vector{access::Role::SystemAdministrator});
    const auto reader = good(stores->grants().in_force(good(stores->accounts().account_named("reader"))->id));
    ASSERT_EQ(reader.size(), 1U);
    EXPECT_EQ(reader[0].role, access::Role::Leadership);

    EXPECT_FALSE(good(stores->rounds().finding(dark.rows[0].id))->picture);
    EXPECT_FALSE(good(stores->rendered().rendered_of(dark.rows[0].site, dark.rows[0].host)));
    EXPECT_EQ(good(stores->pictures().use()).bodies, 0);

    const auto found = good(stores->estate().list_sites({.text = "半山区科学技术协会"}));
    ASSERT_EQ(found.rows.size(), 1U);
    EXPECT_EQ(found.rows[0].state, monitor::SiteState::Down);
  }
  Connection connection(scratch.path() / "data" / "huabiao.db", {.access = Access::ReadOnly});
  EXPECT_EQ(connection.integer("PRAGMA user_version"), static_cast<std::int64_t>(main_schema().migrations.size()));
  EXPECT_EQ(connection.integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

}  // namespace
}  // namespace huabiao::storage
