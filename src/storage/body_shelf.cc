#include "storage/body_shelf.h"

#include "storage/body_file.h"

namespace huabiao::storage {
namespace fs = std::filesystem;
namespace {

// Strays younger than this may be a put that is still between file and row.
constexpr auto kStrayAge = std::chrono::minutes(10);

class BodyFiles final : public BodyShelf {
 public:
  BodyFiles(Database& database, std::string table, fs::path directory)
      : database_(database), table_(std::move(table)), directory_(std::move(directory)) {}

  void put_before_row(std::string_view sha256, std::string_view packed) override {
    must(write_body(file_of(sha256), packed));
  }
  void put_with_row(Connection&, std::string_view, std::string_view) override {}
  void drop_with_row(Connection&, std::string_view) override {}
  void drop_after_rows(const std::vector<std::string>& digests) override {
    std::error_code ignored;  // a file that stays behind is a stray for the next sweep
    for (const std::string& digest : digests) fs::remove(file_of(digest), ignored);
  }
  void remove_strays() override {
    std::error_code error;
    if (!fs::exists(directory_, error)) return;
    Database::Reader reader(database_);
    for (const auto& entry : fs::recursive_directory_iterator(directory_, error)) {
      if (!entry.is_regular_file(error)) continue;
      if (fs::file_time_type::clock::now() - entry.last_write_time(error) < kStrayAge) continue;
      const std::string digest = entry.path().stem().string();
      Statement row = reader->prepare("SELECT 1 FROM " + table_ + " WHERE sha256 = ?1");
      row.bind(1, digest);
      if (entry.path().extension() != ".z" || !row.step()) fs::remove(entry.path(), error);
    }
  }
  std::string get(std::string_view sha256) override {
    if (!fs::exists(file_of(sha256))) return {};
    return must(read_body(file_of(sha256)));
  }

 private:
  [[nodiscard]] fs::path file_of(std::string_view sha256) const {
    return directory_ / sha256.substr(0, 2) / (std::string(sha256) + ".z");
  }
  Database& database_;
  const std::string table_;
  const fs::path directory_;
};

class BodyTable final : public BodyShelf {
 public:
  BodyTable(Database& database, const std::string& table) : database_(database), table_(table + "_body") {}

  void put_before_row(std::string_view, std::string_view) override {}
  void put_with_row(Connection& write, std::string_view sha256, std::string_view packed) override {
    write.prepare("INSERT INTO " + table_ + "(sha256, body) VALUES(?1, ?2) ON CONFLICT(sha256) DO NOTHING")
        .bind(1, sha256)
        .bind_bytes(2, packed)
        .run();
  }
  void drop_with_row(Connection& write, std::string_view sha256) override {
    write.prepare("DELETE FROM " + table_ + " WHERE sha256 = ?1").bind(1, sha256).run();
  }
  void drop_after_rows(const std::vector<std::string>&) override {}
  void remove_strays() override {}  // there are none: body and row come and go together
  std::string get(std::string_view sha256) override {
    Database::Reader reader(database_);
    Statement row = reader->prepare("SELECT body FROM " + table_ + " WHERE sha256 = ?1");
    row.bind(1, sha256);
    return row.step() ? row.bytes(0) : std::string();
  }

 private:
  Database& database_;
  const std::string table_;
};

}  // namespace

std::unique_ptr<BodyShelf> BodyShelf::of(Database& database, const std::string& table, const fs::path& directory) {
  if (database.engine() == EngineKind::Postgres) return std::make_unique<BodyTable>(database, table);
  return std::make_unique<BodyFiles>(database, table, directory);
}

}  // namespace huabiao::storage
