#pragma once
// ConsoleFiles: serves the embedded console: types by extension, ETag, gzip and Brotli forms, hashed files for ever,
// index.html for every path that is the console's own business. Made once; any thread afterwards.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assets/assets.h"
#include "http/message.h"

namespace huabiao::http {

class ConsoleFiles {
 public:
  // "x.br" and "x.gz" beside "x" are its packed forms; where no gzip form is embedded one is made now. `files` outlive
  // it.
  explicit ConsoleFiles(std::span<const assets::Asset> files);

  // Fails: NotFound http.no_such_file, http.no_console.
  [[nodiscard]] Answer answer(const Request& request) const;

 private:
  struct File {
    std::string_view path, plain, brotli;
    std::string gzip;  // empty: packing gains nothing
    std::string_view type;
    std::string etag;
  };
  [[nodiscard]] const File* find(std::string_view path) const;
  std::vector<File> files_;  // by path
};

}  // namespace huabiao::http
