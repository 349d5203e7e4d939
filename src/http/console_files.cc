#include "http/console_files.h"

#include <algorithm>
#include <zlib.h>

#include "base/base64.h"
#include "base/digest.h"
#include "http/content_policy.h"

namespace huabiao::http {
namespace {

struct TypeOf {
  std::string_view ending, type;
};
constexpr TypeOf kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".woff2", "font/woff2"},
};

std::string_view type_of(std::string_view path) {
  for (const auto& [ending, type] : kTypes)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

bool packs_well(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") || type == "image/svg+xml";
}

// Empty when packing fails or gains less than a tenth.
std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;  // window bits, gzip frame
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return whole && out.size() * 10 < bytes.size() * 9 ? out : std::string();
}

bool accepts(std::string_view header, std::string_view coding) {
  const auto at = header.find(coding);
  return at != std::string_view::npos && header.substr(at + coding.size()).substr(0, 4) != ";q=0";
}

// Where a page wants the nonce its styles are allowed by.
constexpr std::string_view kNonceMark = "__CSP_NONCE__";
constexpr std::size_t kNonceBytes = 16;

// A page with a nonce of its own, so never kept and never packed beforehand.
Response with_nonce(std::string_view page) {
  const std::string nonce = to_base64url(random_bytes(kNonceBytes));
  const std::size_t mark = page.find(kNonceMark);
  Response response;
  response.body = std::string(page.substr(0, mark)) + nonce + std::string(page.substr(mark + kNonceMark.size()));
  response.with("Content-Security-Policy", content_policy(nonce)).with("Cache-Control", "no-store");
  return response;
}

}  // namespace

ConsoleFiles::ConsoleFiles(std::span<const assets::Asset> files) {
  for (const assets::Asset& asset : files) {
    if (asset.path.ends_with(".br") || asset.path.ends_with(".gz")) continue;
    File file{.path = asset.path, .plain = asset.bytes, .type = type_of(asset.path)};
    file.etag = "\"" + sha256_hex(asset.bytes).substr(0, 32) + "\"";
    if (const auto* packed = assets::find(files, std::string(asset.path) + ".br")) file.brotli = packed->bytes;
    if (const auto* packed = assets::find(files, std::string(asset.path) + ".gz"))
      file.gzip = std::string(packed->bytes);
    else if (packs_well(file.type) && asset.bytes.size() > 1024)
      file.gzip = gzip(asset.bytes);
    files_.push_back(std::move(file));
  }
}

const ConsoleFiles::File* ConsoleFiles::find(std::string_view path) const {
  const auto at = std::ranges::lower_bound(files_, path, {}, &File::path);
  return at != files_.end() && at->path == path ? &*at : nullptr;
}

Answer ConsoleFiles::answer(const Request& request) const {
  std::string_view path = std::string_view(request.path).substr(1);
  const File* file = find(path);
  if (file == nullptr) {
    // A path without an ending is a room of the console: its own router takes it from index.html.
    const std::string_view last = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    if (last.find('.') != std::string_view::npos) return fail(Kind::NotFound, "http.no_such_file", request.path);
    path = "index.html";
    file = find(path);
  }
  if (file == nullptr) return fail(Kind::NotFound, "http.no_console");
  if (file->plain.find(kNonceMark) != std::string_view::npos && file->type.starts_with("text/html")) {
    Response page = with_nonce(file->plain);
    page.with("Content-Type", std::string(file->type)).with("Vary", "Accept-Encoding");
    return page;
  }
  Response response;
  const bool hashed = file->path.starts_with("assets/");
  response.with("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache")
      .with("ETag", file->etag)
      .with("Vary", "Accept-Encoding");
  if (request.header("if-none-match") == file->etag) {
    response.status = 304;
    return response;
  }
  response.with("Content-Type", std::string(file->type));
  const std::string_view encodings = request.header("accept-encoding");
  if (!file->brotli.empty() && accepts(encodings, "br")) {
    response.with("Content-Encoding", "br").fixed = file->brotli;
  } else if (!file->gzip.empty() && accepts(encodings, "gzip")) {
    response.with("Content-Encoding", "gzip").fixed = file->gzip;
  } else {
    response.fixed = file->plain;
  }
  return response;
}

}  // namespace huabiao::http
