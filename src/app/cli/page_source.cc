#include "app/cli/page_source.h"

#include <algorithm>
#include <array>
#include <iostream>

#include "monitor/parse/parse.h"
#include "warc/warc_reader.h"
#include "web/url.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kFirst = 4096;  // bytes that tell an archive from a page

bool is_page_type(const std::string& type) {
  constexpr std::array<std::string_view, 4> kTypes = {"html", "xml", "javascript", "text/plain"};
  return type.empty() ||
         std::ranges::any_of(kTypes, [&](std::string_view part) { return type.find(part) != std::string::npos; });
}

std::string read_some(std::istream& in, std::size_t most) {
  std::string bytes(most, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

// What was read already, then the rest of the stream.
warc::ReadBytes reading(std::string first, std::istream& in) {
  return [first = std::move(first), at = std::size_t{0}, &in](std::span<char> room) mutable -> Result<std::size_t> {
    if (at < first.size()) {
      const std::size_t count = std::string_view(first).substr(at).copy(room.data(), room.size());
      at += count;
      return count;
    }
    in.read(room.data(), static_cast<std::streamsize>(room.size()));
    return static_cast<std::size_t>(in.gcount());
  };
}

}  // namespace

Result<SourcePage> source_page(const std::string& path, const std::string& host) {
  auto saved = read_page(path, monitor::ParseLimits::kBodyBytes);
  if (!saved) return fail(std::move(saved));
  return SourcePage{path, host, path.ends_with(".js") ? "text/javascript" : "", *std::move(saved)};
}

PageSource::PageSource(std::vector<std::string> files, std::string host, HostsFile hosts)
    : files_(std::move(files)), host_(std::move(host)), hosts_(std::move(hosts)) {}
PageSource::~PageSource() = default;

Result<std::optional<SourcePage>> PageSource::next() {
  while (true) {
    if (reader_) {
      auto page = next_archived();
      if (!page || *page) return page;
      continue;
    }
    if (at_ == files_.size()) return std::nullopt;
    auto page = open_file();
    if (!page || *page) return page;
  }
}

// A page, or nullopt when the file is an archive and reader_ now reads it.
Result<std::optional<SourcePage>> PageSource::open_file() {
  const std::string path = files_[at_++];
  constexpr std::size_t kMost = monitor::ParseLimits::kBodyBytes;
  std::istream* in = &std::cin;
  if (path != "-") {
    file_ = std::ifstream(path, std::ios::binary);
    in = &file_;
  }
  std::string first = *in ? read_some(*in, kFirst) : std::string();
  if (warc::begins_warc(first)) {
    archive_ = path;
    reader_ = std::make_unique<warc::WarcReader>(reading(std::move(first), *in));
    return std::nullopt;
  }
  SourcePage page;
  page.path = path;
  if (path == "-") {
    page.saved.body = std::move(first) + read_some(std::cin, kMost + 1 - kFirst);
    page.saved.bytes = static_cast<std::int64_t>(page.saved.body.size());
    page.host = host_;
    return page;
  }
  auto saved = read_page(path, kMost);
  if (!saved) return fail(std::move(saved));
  page.saved = std::move(*saved);
  page.host = hosts_.host_of(path);
  if (page.host.empty()) page.host = host_;
  if (path.ends_with(".js")) page.content_type = "text/javascript";
  return page;
}

Result<std::optional<SourcePage>> PageSource::next_archived() {
  while (true) {
    auto kept = reader_->next();
    if (!kept) {
      reader_.reset();
      return fail(kept.error().kind, kept.error().code, archive_ + ": " + kept.error().detail);
    }
    if (!*kept) {
      reader_.reset();
      return std::nullopt;
    }
    warc::WarcPage& archived = **kept;
    if (!is_page_type(archived.content_type)) continue;
    SourcePage page;
    page.path = archive_ + "#" + archived.url;
    const auto url = web::parse_url(archived.url);
    page.host = url ? url->host : host_;
    page.content_type = std::move(archived.content_type);
    page.saved.bytes = static_cast<std::int64_t>(archived.body.size());
    page.saved.body = std::move(archived.body);
    return page;
  }
}

}  // namespace huabiao::app
