#pragma once
// BodyShelf: where the bytes of bodies lie whose ages and sizes stand in a table: in files below a folder, or, where
// several servers share a database, in a table beside it. Internal to this room.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.h"

namespace huabiao::storage {

class BodyShelf {
 public:
  // `table`: "evidence" or "picture"; ours, so it may stand in statements.
  static std::unique_ptr<BodyShelf> of(Database& database, const std::string& table,
                                       const std::filesystem::path& directory);
  BodyShelf() = default;
  BodyShelf(const BodyShelf&) = delete;
  BodyShelf& operator=(const BodyShelf&) = delete;
  virtual ~BodyShelf() = default;

  // All throw Failure. A body goes on the shelf before its row is written, or in the row's transaction; it leaves the
  // other way round. What is on the shelf without a row (a kill between the two) is a stray.
  virtual void put_before_row(std::string_view sha256, std::string_view packed) = 0;
  virtual void put_with_row(Connection& write, std::string_view sha256, std::string_view packed) = 0;
  virtual void drop_with_row(Connection& write, std::string_view sha256) = 0;
  virtual void drop_after_rows(const std::vector<std::string>& digests) = 0;
  virtual void remove_strays() = 0;
  // Deflated; "": it is not there.
  virtual std::string get(std::string_view sha256) = 0;
};

}  // namespace huabiao::storage
