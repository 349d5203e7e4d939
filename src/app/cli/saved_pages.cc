#include "app/cli/saved_pages.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/utf8.h"
#include "web/host.h"

namespace huabiao::app {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 17> kPageEndings = {"",        ".warc", ".html",  ".htm",  ".shtml", ".xhtml",
                                                           ".asp",    ".aspx", ".jsp",   ".jspx", ".php",   ".do",
                                                           ".action", ".js",   ".jhtml", ".txt",  ".xml"};

bool is_page_name(const fs::path& path) {
  if (path.filename().string().ends_with(".warc.gz")) return true;
  std::string ending = path.extension().string();
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::ranges::find(kPageEndings, std::string_view(ending)) != kPageEndings.end();
}

Error unreadable(const std::string& path, const std::string& why) {
  return {Kind::Unreadable, "inspect.cannot_read", path + ": " + why, {}};
}

void walk(const std::string& folder, PathList& out) {
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
  std::vector<std::string> found;
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && !it->is_symlink(ignored) && is_page_name(it->path()))
      found.push_back(it->path().string());
    if (found.size() + out.files.size() >= SavedPageLimits::kFiles) break;
  }
  if (error) out.unreadable.push_back(unreadable(folder, error.message()));
  std::ranges::sort(found);
  out.files.insert(out.files.end(), found.begin(), found.end());
}

std::string normal(const fs::path& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  return (error ? path : absolute).lexically_normal().string();
}

}  // namespace

PathList list_pages(const std::vector<std::string>& paths) {
  PathList out;
  for (const std::string& path : paths) {
    if (path == "-") {  // standard input
      out.files.push_back(path);
      continue;
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (error || status.type() == fs::file_type::not_found)
      out.unreadable.push_back(unreadable(path, error ? error.message() : "no such file"));
    else if (fs::is_directory(status))
      walk(path, out);
    else
      out.files.push_back(path);
  }
  return out;
}

Result<SavedPage> read_page(const std::string& path, std::size_t most) {
  std::error_code error;
  if (const auto status = fs::status(path, error); error || !fs::is_regular_file(status))
    return std::unexpected(unreadable(path, error ? error.message() : "not a file"));
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::unexpected(unreadable(path, std::strerror(errno)));
  const auto size = fs::file_size(path, error);
  if (error) return std::unexpected(unreadable(path, error.message()));
  SavedPage page;
  page.bytes = static_cast<std::int64_t>(size);
  page.body.resize(std::min<std::size_t>(size, most + 1));
  in.read(page.body.data(), static_cast<std::streamsize>(page.body.size()));
  if (in.bad()) return std::unexpected(unreadable(path, std::strerror(errno)));
  page.body.resize(static_cast<std::size_t>(in.gcount()));
  return page;
}

Result<HostsFile> HostsFile::read(const std::string& path) {
  auto text = read_page(path, SavedPageLimits::kHostsBytes);
  if (!text) return fail(std::move(text));
  return parse(text->body, fs::path(path).parent_path().string());
}

Result<HostsFile> HostsFile::parse(std::string_view text, const std::string& folder) {
  HostsFile out;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string line = utf8::trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || (number == 1 && line == "path,host")) continue;
    const auto bad = [&] {
      return fail(Kind::Unreadable, "inspect.bad_hosts_file", "line " + std::to_string(number) + ": " + line,
                  "path,host");
    };
    const auto comma = line.rfind(',');
    if (comma == std::string::npos) return bad();
    std::string path = utf8::trim(std::string_view(line).substr(0, comma));
    if (path.size() >= 2 && path.starts_with('"') && path.ends_with('"')) path = path.substr(1, path.size() - 2);
    const auto host = web::parse_host(utf8::trim(std::string_view(line).substr(comma + 1)));
    if (!host || path.empty()) return bad();
    out.hosts_[normal(path)] = host->ascii;
    if (!folder.empty() && fs::path(path).is_relative())
      out.hosts_.try_emplace(normal(fs::path(folder) / path), host->ascii);
  }
  return out;
}

std::string HostsFile::host_of(const std::string& path) const {
  const auto found = hosts_.find(normal(path));
  return found == hosts_.end() ? std::string() : found->second;
}

}  // namespace huabiao::app
