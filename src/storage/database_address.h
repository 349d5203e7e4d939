#pragma once
// DatabaseAddress: where one database lies: a SQLite file, or a schema of a PostgreSQL server's database.

#include <filesystem>
#include <string>
#include <utility>

namespace huabiao::storage {

enum class EngineKind { Sqlite, Postgres };

struct DatabaseAddress {
  DatabaseAddress(std::filesystem::path path) : file(std::move(path)) {}  // NOLINT(google-explicit-constructor)
  DatabaseAddress(std::string url, std::string name) : server(std::move(url)), schema(std::move(name)) {}

  [[nodiscard]] EngineKind engine() const { return server.empty() ? EngineKind::Sqlite : EngineKind::Postgres; }

  std::filesystem::path file;
  std::string server;  // postgresql://...; may hold a password, so it is told to nobody
  std::string schema;
};

}  // namespace huabiao::storage
