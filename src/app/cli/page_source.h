#pragma once
// PageSource: the pages `inspect` reads, one after the other: files, standard input ("-"), and the pages kept in web
// archives (.warc, .warc.gz, or whatever begins like one). Thread: one at a time.

#include <cstddef>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/saved_pages.h"
#include "base/result.h"

namespace huabiao::warc {
class WarcReader;
}

namespace huabiao::app {

struct SourcePage {
  std::string path;          // as given; of an archive's page "ARCHIVE#URL"
  std::string host;          // A-labels, where it came from; empty: not known
  std::string content_type;  // as the archive kept it; empty: not known
  SavedPage saved;
};

// A file by itself; `host` may be empty. Fails: inspect.cannot_read.
Result<SourcePage> source_page(const std::string& path, const std::string& host);

class PageSource {
 public:
  // `host` holds for pages neither `hosts` nor their archive knows the host of.
  PageSource(std::vector<std::string> files, std::string host, HostsFile hosts);
  ~PageSource();

  // nullopt at the end. Fails: inspect.cannot_read, warc.broken, warc.not_warc for one file; call again for the next.
  Result<std::optional<SourcePage>> next();
  [[nodiscard]] std::size_t files_done() const { return at_; }
  [[nodiscard]] std::size_t files() const { return files_.size(); }

 private:
  Result<std::optional<SourcePage>> open_file();
  Result<std::optional<SourcePage>> next_archived();

  std::vector<std::string> files_;
  std::string host_;
  HostsFile hosts_;
  std::size_t at_ = 0;  // files begun
  std::ifstream file_;
  std::string archive_;  // the name of the one being read
  std::unique_ptr<warc::WarcReader> reader_;
};

}  // namespace huabiao::app
