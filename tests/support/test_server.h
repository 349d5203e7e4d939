#pragma once
// TestServer: the database of one test on a PostgreSQL server, where HUABIAO_TEST_POSTGRES names one; else nothing, and
// the test runs on SQLite files.

#include <string>

#include "storage/database_address.h"

namespace huabiao::storage {

class TestServer {
 public:
  TestServer();  // swept clean; one at a time
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] bool there() const { return !url_.empty(); }
  [[nodiscard]] const std::string& url() const { return url_; }
  // Of the database called `name` ("huabiao", "samples", "pages"): here or in `directory`.
  [[nodiscard]] DatabaseAddress address(const std::filesystem::path& directory, const std::string& name) const;

 private:
  std::string url_;
};

}  // namespace huabiao::storage
