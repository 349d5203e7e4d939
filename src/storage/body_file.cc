#include "storage/body_file.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/whole_file.h"

namespace huabiao::storage {
namespace fs = std::filesystem;
namespace {

std::unexpected<Error> failed(const std::error_code& error, const fs::path& file) {
  const bool full = error == std::errc::no_space_on_device || error.value() == EDQUOT;
  const bool closed = error == std::errc::read_only_file_system || error == std::errc::permission_denied ||
                      error == std::errc::operation_not_permitted;
  const std::string_view code = full ? "storage.disk_full" : closed ? "storage.read_only" : "storage.io";
  return fail(Kind::Environment, code, file.string() + ": " + error.message());
}

}  // namespace

Done write_body(const fs::path& file, std::string_view packed) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return failed(error, file.parent_path());
  if (error = write_whole(file, packed); error) return failed(error, file);
  return {};
}

Result<std::string> read_body(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Kind::Environment, "storage.io", file.string());
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

}  // namespace huabiao::storage
