#pragma once
// Takes apart what a client wrote: the request target, query strings, cookies, multipart bodies. Pure; hostile input.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace huabiao::http {

// Percent-decoded; '+' stays '+'. nullopt: a bad escape, or a zero byte.
std::optional<std::string> percent_decode(std::string_view text);

struct Target {
  std::string path;
  Fields query;
};
// An origin-form target. Refused: anything not beginning with '/', bad escapes, ill-formed UTF-8, zero bytes, and paths
// that climb ("..", also escaped) or hide a slash. Fails: Invalid http.bad_target.
Result<Target> read_target(std::string_view target, std::size_t most_parameters);

// All cookies of a Cookie header, as they stand.
void read_cookies(std::string_view header, Fields& into);

// The first file part of a multipart/form-data body.
struct FilePart {
  std::string filename;                // its last path segment, well-formed UTF-8; may be empty
  std::size_t offset = 0, length = 0;  // of its bytes in the body
};
// `content_type`: the header with its boundary. Fails: Invalid http.bad_multipart, http.no_file_part.
Result<FilePart> find_file_part(std::string_view content_type, std::string_view body);

// A file name as a person may see it again: last segment, no control characters, at most 200 bytes.
std::string safe_filename(std::string_view name);
// Content-Disposition of a download, with the name in both forms of RFC 6266.
std::string attachment(std::string_view filename);

}  // namespace huabiao::http
