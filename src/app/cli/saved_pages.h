#pragma once
// Saved pages on disk: which files PATH... names, from which host each came, and their first bytes. Folders are walked,
// symbolic links in them are not followed.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huabiao::app {

struct SavedPageLimits {
  static constexpr std::size_t kFiles = 1'000'000;        // in all
  static constexpr std::size_t kHostsBytes = 256u << 20;  // of the file of --hosts
};

struct PathList {
  std::vector<std::string> files;  // those named, then those found in folders by name
  std::vector<Error> unreadable;   // inspect.cannot_read, one per path
};

// In folders only what a web server hands out as a page or script, and web archives, are taken; a file named by itself
// always is, and "-" (standard input) too.
PathList list_pages(const std::vector<std::string>& paths);

struct SavedPage {
  std::string body;        // at most `most` + 1 bytes
  std::int64_t bytes = 0;  // of the whole file
};
// Fails: inspect.cannot_read.
Result<SavedPage> read_page(const std::string& path, std::size_t most);

// Where pages came from: lines `path,host`; a first line "path,host" is a header. Relative paths lie beside the file or
// in the working directory.
class HostsFile {
 public:
  // Fails: inspect.cannot_read, inspect.bad_hosts_file (detail: line and text), and parse_host's errors as that.
  static Result<HostsFile> read(const std::string& path);
  static Result<HostsFile> parse(std::string_view text, const std::string& folder);
  [[nodiscard]] std::string host_of(const std::string& path) const;  // empty: not listed

 private:
  std::map<std::string, std::string, std::less<>> hosts_;  // by lexically normal absolute path
};

}  // namespace huabiao::app
