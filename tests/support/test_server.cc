#include "support/test_server.h"

#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

#include "base/clock.h"
#include "storage/connection.h"
#include "storage/stores.h"
#include "support/scratch_directory.h"

namespace huabiao::storage {
namespace {

// Without its database: postgresql://user@host:port
std::string server() {
  const char* named = std::getenv("HUABIAO_TEST_POSTGRES");  // NOLINT(concurrency-mt-unsafe)
  return named != nullptr ? named : "";
}

// Everything a test left goes; what the schema's steps put there stands again.
constexpr std::string_view kSweep = R"sql(DO $$
DECLARE
  kept record;
  there boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR kept IN SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname LIKE 'huabiao%' AND c.relkind = 'r' AND c.relname <> 'schema_mark'
  LOOP
    EXECUTE 'SELECT EXISTS(SELECT 1 FROM ' || kept.name || ')' INTO there;
    IF there THEN EXECUTE 'DELETE FROM ' || kept.name; END IF;
  END LOOP;
  PERFORM setval(CAST(c.oid AS regclass), 1, false) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname LIKE 'huabiao%' AND c.relkind = 'S';
  INSERT INTO huabiao.trait_change(number) VALUES(0);
  INSERT INTO huabiao_pages.total(bytes) VALUES(0);
  INSERT INTO huabiao_audit.anchor(sequence, hash) VALUES(0, repeat('0', 64));
END $$)sql";

// This process's database.
class Own {
 public:
  Own() : name_("test_" + std::to_string(::getpid())) {
    Connection(DatabaseAddress(server() + "/postgres", "public"))
        .exec("CREATE DATABASE " + name_ + " ENCODING 'UTF8' TEMPLATE template0");
    const test::ScratchDirectory scratch;
    const SystemClock clock;
    const auto directory = DataDirectory::open(scratch.path(), url());
    const auto stores = Stores::open(*directory, clock);
    if (!stores) throw std::runtime_error(stores.error().code + " " + stores.error().detail);
    sweeper_ = std::make_unique<Connection>(DatabaseAddress(url(), "public"));
  }
  [[nodiscard]] std::string url() const { return server() + "/" + name_; }
  void sweep() {
    auto swept = at_rim([&] { sweeper_->exec(std::string(kSweep)); });
    // A test may have cut every connection.
    if (!swept) swept = at_rim([&] { sweeper_->exec(std::string(kSweep)); });
    if (!swept) throw std::runtime_error(swept.error().code + " " + swept.error().detail);
  }

 private:
  std::string name_;
  std::unique_ptr<Connection> sweeper_;
};

}  // namespace

TestServer::TestServer() {
  if (server().empty()) return;
  static Own own;
  own.sweep();
  url_ = own.url();
}

DatabaseAddress TestServer::address(const std::filesystem::path& directory, const std::string& name) const {
  if (!there()) return directory / (name + ".db");
  return {url_, name == "huabiao" ? name : "huabiao_" + name};
}

}  // namespace huabiao::storage
