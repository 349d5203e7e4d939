#pragma once
// Package: the zip file a workbook is. Opens parts by name and unpacks them under limits, so that a file made to burst
// is refused while it is still small. Thread: one.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "office/byte_source.h"
#include "office/table_reader.h"

namespace huabiao::office {

class Package {
 public:
  // Fails: office.truncated (no directory at its end), office.too_large (too many parts), office.cannot_read.
  static Result<Package> open(const std::filesystem::path& file, const ReadLimits& limits);
  ~Package();
  Package(Package&&) noexcept;
  Package& operator=(Package&&) = delete;

  [[nodiscard]] bool has(const std::string& part) const;  // names without a leading '/'; upper and lower case are equal
  // Lifetime: the package outlives the source. Fails: office.missing_part, office.encrypted, and while reading
  // office.zip_bomb, office.truncated.
  Result<std::unique_ptr<ByteSource>> part(const std::string& name, std::uint64_t most_bytes);
  Result<std::string> small_part(const std::string& name);

 private:
  struct Archive;
  Package(std::unique_ptr<Archive> archive, const ReadLimits& limits);
  std::unique_ptr<Archive> archive_;
  ReadLimits limits_;
};

}  // namespace huabiao::office
