// What doctor sees of the data directory and the disk below it.

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

#include "doctor/probe/parts.h"
#include "storage/data_directory.h"
#include "storage/schema_look.h"

namespace huabiao::doctor {
namespace {

namespace fs = std::filesystem;

// The directory itself, or the nearest one above it that is there.
fs::path nearest_directory(fs::path path) {
  std::error_code error;
  path = fs::absolute(path, error);
  while (!fs::exists(path, error) && path.has_relative_path()) path = path.parent_path();
  return path;
}

// Writes and removes a file; access() would not tell of a read-only mount or a full disk. Gives the system's word.
std::string try_to_write(const fs::path& directory) {
  std::string name = (directory / ".doctor-XXXXXX").string();
  const int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) return std::strerror(errno);
  const ssize_t written = write(fd, "x", 1);
  const std::string error = written == 1 ? std::string() : std::strerror(errno);
  close(fd);
  unlink(name.c_str());
  return error;
}

}  // namespace

DataWorld look_at_data(const fs::path& path) {
  DataWorld data{.path = path.string()};
  std::error_code error;
  data.there = fs::exists(path, error);
  if (error) data.error = error.message();
  data.directory = !data.there || fs::is_directory(path, error);
  if (!data.directory) return data;
  const fs::path base = nearest_directory(path);
  data.error = try_to_write(base);
  data.writable = data.error.empty();
  struct stat status{};
  data.open_to_others = data.there && stat(path.c_str(), &status) == 0 && (status.st_mode & 0077U) != 0;
  struct statvfs disk{};
  if (statvfs(base.c_str(), &disk) == 0)
    data.free_bytes = static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
  return data;
}

SchemaWorld look_at_schema(const settings::Settings& settings) {
  SchemaWorld schema;
  std::error_code error;
  schema.database_there = !settings.database.empty() || fs::exists(settings.data / "huabiao.db", error);
  if (!schema.database_there) return schema;
  const auto look = storage::look_at_schema(storage::main_database(settings.data, settings.database));
  if (look) {
    schema.engine = look->engine;
    return schema;
  }
  schema.newer = look.error().code == "storage.newer_schema";
  schema.error = look.error().code + " " + look.error().detail;
  return schema;
}

EvidenceWorld look_at_evidence(const settings::Settings& settings, const ProbeLimits& limits) {
  EvidenceWorld evidence{.quota_bytes = settings.evidence_quota_bytes, .days = settings.evidence_days};
  std::error_code error;
  std::size_t seen = 0;
  for (fs::recursive_directory_iterator at(settings.data / "evidence", error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (at->is_regular_file(ignored)) evidence.used_bytes += static_cast<std::int64_t>(at->file_size(ignored));
    if (++seen >= limits.files) break;
  }
  return evidence;
}

TimePoint newest_file(const fs::path& directory) {
  TimePoint newest{};
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    struct stat status{};
    if (stat(at->path().c_str(), &status) == 0 && S_ISREG(status.st_mode))
      newest = std::max(newest, from_millis(std::int64_t{status.st_mtim.tv_sec} * 1000));
  }
  return newest;
}

}  // namespace huabiao::doctor
