#pragma once
// Engine: one connection to one database, of SQLite or of PostgreSQL, as Connection needs it. The SQL it is given is
// one text for both: SQLite's, in the part that PostgreSQL understands as well (docs/decisions/0089). Every call throws
// Failure. Thread: one at a time. Internal to this room.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "storage/database_address.h"

namespace huabiao::storage {

// Full: on the platter when commit returns (the register). Normal: may lose the last moments to a power cut, never its
// consistency (samples of rounds, which are asked again).
enum class Durability { Normal, Full };
enum class Access { ReadWrite, ReadOnly };

struct OpenAs {
  static constexpr Millis kPatience{10'000};
  Access access = Access::ReadWrite;
  Durability durability = Durability::Full;  // of what is written outside of a transaction
  Millis patience = kPatience;               // how long it waits for another writer
};

// A prepared statement. `column` counts from 0, `index` of values from 1.
class Prepared {
 public:
  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  virtual ~Prepared() = default;

  virtual void bind_integer(int index, std::int64_t value) = 0;
  virtual void bind_text(int index, std::string_view text) = 0;
  virtual void bind_bytes(int index, std::string_view bytes) = 0;
  virtual void bind_real(int index, double value) = 0;
  virtual void bind_null(int index) = 0;

  virtual bool step() = 0;    // true: a row is there
  virtual void rewind() = 0;  // from the beginning; the values stay
  virtual void clear() = 0;   // the same without the values

  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;
  [[nodiscard]] virtual std::string bytes(int column) const = 0;
  [[nodiscard]] virtual bool null(int column) const = 0;
};

// What a database says of its schema.
struct SchemaMark {
  std::int64_t version = 0;
  std::int64_t owner = 0;  // which of our databases it is
  bool empty = true;       // no table in it yet
};

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] virtual EngineKind kind() const = 0;

  virtual void exec(const std::string& sql) = 0;
  // Lifetime: within the engine's.
  virtual std::unique_ptr<Prepared> prepare(std::string_view sql) = 0;
  virtual std::int64_t last_id() = 0;
  [[nodiscard]] virtual std::int64_t changed() const = 0;

  virtual void begin_read() = 0;                        // one state of the database until the end
  virtual void begin_write(Durability durability) = 0;  // nobody else, anywhere, is in one at the same time
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual void take_long() = 0;  // the transaction may stand idle for longer than a server lets others
  // Somebody else, anywhere, is in a begin_write(); only guessed where that cannot be asked.
  virtual bool others_write() = 0;

  virtual SchemaMark schema_mark() = 0;
  virtual void set_schema_mark(std::int64_t version, std::int64_t owner) = 0;
  virtual void run_migration(std::string_view step) = 0;  // of schema.cc

  virtual void after_large_change() = 0;  // fresh statistics for the planner
  virtual void check_integrity() = 0;     // Throws storage.corrupt.
  [[nodiscard]] virtual std::int64_t disk_bytes() = 0;
  [[nodiscard]] virtual std::string version() = 0;  // "SQLite 3.40.1"
};

std::unique_ptr<Engine> open_engine(const DatabaseAddress& address, const OpenAs& how);

}  // namespace huabiao::storage
