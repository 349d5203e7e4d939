#include "app/cli/picture_files.h"

#include <fmt/format.h>
#include <fstream>
#include <system_error>

namespace huabiao::app {

namespace {

std::unexpected<Error> not_written(const std::filesystem::path& file, const std::string& why) {
  return fail(Kind::Environment, "check.picture_not_written", file.string() + (why.empty() ? "" : ": ") + why);
}

}  // namespace

Result<PictureFiles> PictureFiles::in(std::filesystem::path folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return not_written(folder, error.message());
  return PictureFiles(std::move(folder));
}

Done PictureFiles::write(const monitor::VisitRecord& record) {
  if (!record.rendered || !record.rendered->picture) return {};
  std::string name = record.visit.host;  // letters, digits, hyphens and dots; an IPv6 address has colons
  for (char& c : name)
    if (c == ':' || c == '/') c = '_';
  const int count = ++written_[name];
  const std::filesystem::path file = folder_ / (count == 1 ? name + ".png" : fmt::format("{}-{}.png", name, count));
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(record.rendered->picture->png.data(), static_cast<std::streamsize>(record.rendered->picture->png.size()));
  out.close();
  return out ? Done() : not_written(file, "");
}

}  // namespace huabiao::app
