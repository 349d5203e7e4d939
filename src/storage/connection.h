#pragma once
// One connection to a database and the statements prepared on it, whichever engine it is of. Internal to this room.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "storage/engine.h"
#include "storage/failure.h"

namespace huabiao::storage {

// A prepared statement, bound and stepped. Resets itself when it goes. Lifetime: within its Connection's. Thread: one.
class Statement {
 public:
  Statement(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);         // copied
  Statement& bind_bytes(int index, std::string_view bytes);  // copied
  Statement& bind(int index, double value);
  Statement& bind_null(int index);
  template <class Tag>
  Statement& bind(int index, Id<Tag> id) {
    return bind(index, id.value);
  }
  template <class Tag>
  Statement& bind_or_null(int index, Id<Tag> id) {
    return id ? bind(index, id.value) : bind_null(index);
  }
  Statement& bind(int index, TimePoint at) { return bind(index, to_millis(at)); }

  bool step();  // true: a row is there
  void run();   // for statements that give no row; ready to be bound again

  [[nodiscard]] int columns() const { return prepared_.columns(); }
  [[nodiscard]] std::int64_t integer(int column) const { return prepared_.integer(column); }
  [[nodiscard]] double real(int column) const { return prepared_.real(column); }
  [[nodiscard]] std::string text(int column) const { return prepared_.text(column); }
  [[nodiscard]] std::string bytes(int column) const { return prepared_.bytes(column); }
  [[nodiscard]] bool null(int column) const { return prepared_.null(column); }
  [[nodiscard]] TimePoint time(int column) const { return from_millis(integer(column)); }

 private:
  friend class Connection;
  Statement(Prepared& prepared, bool& busy);
  Prepared& prepared_;
  bool& busy_;
};

// One connection. Thread: one at a time. Prepared statements are kept by their text.
class Connection {
 public:
  explicit Connection(const DatabaseAddress& address, const OpenAs& how = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] EngineKind kind() const { return engine_->kind(); }
  Engine& engine() { return *engine_; }

  void exec(const std::string& sql) { engine_->exec(sql); }
  // The same text must not be in use twice at a time; a second use prepares a fresh statement.
  Statement prepare(std::string_view sql);
  [[nodiscard]] std::int64_t last_id() const { return engine_->last_id(); }
  [[nodiscard]] std::int64_t changed() const { return engine_->changed(); }  // rows the last statement changed
  std::int64_t integer(std::string_view sql);                                // the one value of a one-row query

 private:
  struct Kept {
    std::unique_ptr<Prepared> prepared;
    bool busy = false;
  };
  const std::unique_ptr<Engine> engine_;
  std::multimap<std::string, Kept, std::less<>> kept_;
};

}  // namespace huabiao::storage
