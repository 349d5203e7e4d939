#pragma once
// WarcReader: the pages kept in a web archive (WARC 1.0 and 1.1, plain or gzip), one after the other, with bounded
// memory. An archive is hostile like the web it came from. Thread: one.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace huabiao::warc {

struct WarcLimits {
  static constexpr std::size_t kHeaderBytes = 64u << 10;              // of a record, and of an answer inside
  static constexpr std::size_t kHeaders = 200;                        // of an answer
  static constexpr std::size_t kBodyBytes = (8u << 20) + 1;           // kept of one page; a visit reads no more
  static constexpr std::size_t kKeptBytes = kBodyBytes + (1u << 20);  // kept of one record: head and chunk marks
  static constexpr std::uint64_t kRecordBytes = 64ULL << 30;          // a record that says it is longer is broken
};

struct WarcPage {
  std::string url;                                           // WARC-Target-URI
  int status = 0;                                            // 0: kept without an answer's head ("resource")
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case
  std::string content_type;
  std::string body;  // Transfer- and Content-Encoding undone, at most kBodyBytes
  bool truncated = false;
};

// Fills from the front, 0 at the end.
using ReadBytes = std::function<Result<std::size_t>(std::span<char>)>;

class WarcReader {
 public:
  explicit WarcReader(ReadBytes read);
  ~WarcReader();
  WarcReader(const WarcReader&) = delete;
  WarcReader& operator=(const WarcReader&) = delete;

  // The next answer or resource whose encoding can be undone; nullopt at the end. Requests, metadata and revisits are
  // passed over. Fails: warc.not_warc, warc.broken, and what `read` failed with; nothing can be read after that.
  Result<std::optional<WarcPage>> next();

 private:
  class Bytes;
  Done skip_blank();
  std::unique_ptr<Bytes> bytes_;
};

// Do these first bytes of a file begin an archive, plain or packed?
bool begins_warc(std::string_view bytes);

}  // namespace huabiao::warc
