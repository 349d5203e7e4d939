#pragma once
// A statement on PostgreSQL: prepared when it is first run, as only then the types of its values are known; all its
// rows are there after the first step. Internal to this room.

#include <memory>
#include <string>
#include <vector>

#include "storage/postgres_engine.h"

namespace huabiao::storage {

class PostgresStatement final : public Prepared {
 public:
  PostgresStatement(PostgresEngine& engine, std::string sql) : engine_(engine), sql_(std::move(sql)) {}

  void bind_integer(int index, std::int64_t value) override;
  void bind_text(int index, std::string_view text) override;
  void bind_bytes(int index, std::string_view bytes) override;
  void bind_real(int index, double value) override;
  void bind_null(int index) override;
  bool step() override;
  void rewind() override;
  void clear() override;
  [[nodiscard]] int columns() const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] double real(int column) const override;
  [[nodiscard]] std::string text(int column) const override;
  [[nodiscard]] std::string bytes(int column) const override;
  [[nodiscard]] bool null(int column) const override;

 private:
  PostgresEngine::Value& value(int index);
  [[nodiscard]] std::string_view field(int column) const;

  PostgresEngine& engine_;
  const std::string sql_;
  std::vector<PostgresEngine::Value> values_;
  PostgresEngine::Rows rows_;
  int row_ = -1;
};

}  // namespace huabiao::storage
