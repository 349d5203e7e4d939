#include "office/package.h"

#include <array>
#include <fstream>
#include <optional>
#include <zip.h>

namespace huabiao::office {
namespace {

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

// An entry being unpacked. Counts what comes out, whatever the directory promised.
class Entry final : public ByteSource {
 public:
  Entry(zip_file_t* entry, std::string name, std::uint64_t packed, std::uint64_t most, const ReadLimits& limits)
      : entry_(entry), name_(std::move(name)), packed_(packed), most_(most), limits_(limits) {}

  Result<std::size_t> read(std::span<char> room) override {
    const zip_int64_t count = zip_fread(entry_.get(), room.data(), room.size());
    if (count < 0)
      return fail(Kind::Unreadable, "office.truncated",
                  name_ + ": " + zip_error_strerror(zip_file_get_error(entry_.get())));
    unpacked_ += static_cast<std::uint64_t>(count);
    if (unpacked_ > most_)
      return fail(Kind::TooLarge, "office.zip_bomb", name_ + ": more than " + std::to_string(most_) + " bytes");
    if (unpacked_ > limits_.ratio_from && unpacked_ / limits_.ratio > packed_)
      return fail(Kind::TooLarge, "office.zip_bomb",
                  name_ + ": " + std::to_string(unpacked_) + " bytes out of " + std::to_string(packed_));
    return static_cast<std::size_t>(count);
  }

 private:
  std::unique_ptr<zip_file_t, CloseEntry> entry_;
  std::string name_;
  std::uint64_t packed_, most_, unpacked_ = 0;
  ReadLimits limits_;
};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
  return value;
}

// How many parts the directory at the file's end counts, before any library makes room for them. Nothing: no directory.
std::optional<std::uint64_t> count_parts(const std::filesystem::path& file, std::uint64_t size) {
  constexpr std::uint64_t kTail = 65'535 + 22 + 20;  // longest comment, end record, locator of the 64-bit record
  std::ifstream in(file, std::ios::binary);
  const std::uint64_t from = size > kTail ? size - kTail : 0;
  std::string tail(static_cast<std::size_t>(size - from), '\0');
  in.seekg(static_cast<std::streamoff>(from));
  if (!in.read(tail.data(), static_cast<std::streamsize>(tail.size()))) return std::nullopt;
  const std::size_t end = tail.rfind("PK\x05\x06");
  if (end == std::string::npos || tail.size() - end < 22) return std::nullopt;
  std::uint64_t parts = little_endian(std::string_view(tail).substr(end + 10, 2));
  if (end >= 20 && std::string_view(tail).substr(end - 20, 4) == "PK\x06\x07") {
    std::array<char, 56> record{};
    in.seekg(static_cast<std::streamoff>(little_endian(std::string_view(tail).substr(end - 12, 8)) & 0x7FFF'FFFF'FFFF));
    if (!in.read(record.data(), record.size())) return std::nullopt;
    parts = std::max(parts, little_endian(std::string_view(record.data() + 32, 8)));
  }
  return parts;
}

}  // namespace

struct Package::Archive {
  explicit Archive(zip_t* opened) : zip(opened) {}
  ~Archive() { zip_discard(zip); }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  zip_t* zip;
};

Package::Package(std::unique_ptr<Archive> archive, const ReadLimits& limits)
    : archive_(std::move(archive)), limits_(limits) {}
Package::~Package() = default;
Package::Package(Package&&) noexcept = default;

Result<Package> Package::open(const std::filesystem::path& file, const ReadLimits& limits) {
  std::error_code ec;
  const std::uint64_t size = std::filesystem::file_size(file, ec);
  if (ec) return fail(Kind::Unreadable, "office.cannot_read", file.string() + ": " + ec.message());
  const auto parts = count_parts(file, size);
  if (!parts) return fail(Kind::Unreadable, "office.truncated", file.filename().string());
  if (*parts > limits.parts)
    return fail(Kind::TooLarge, "office.too_large", std::to_string(*parts) + " parts",
                "at most " + std::to_string(limits.parts));
  int code = 0;
  zip_t* const zip = zip_open(file.c_str(), ZIP_RDONLY, &code);
  if (!zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return fail(Kind::Unreadable,
                code == ZIP_ER_OPEN || code == ZIP_ER_READ ? "office.cannot_read" : "office.truncated", why);
  }
  return Package(std::make_unique<Archive>(zip), limits);
}

bool Package::has(const std::string& part) const {
  return zip_name_locate(archive_->zip, part.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::unique_ptr<ByteSource>> Package::part(const std::string& name, std::uint64_t most_bytes) {
  const zip_int64_t index = zip_name_locate(archive_->zip, name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return fail(Kind::Unreadable, "office.missing_part", name);
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(archive_->zip, static_cast<zip_uint64_t>(index), 0, &stat) != 0)
    return fail(Kind::Unreadable, "office.truncated", name);
  zip_file_t* const entry = zip_fopen_index(archive_->zip, static_cast<zip_uint64_t>(index), 0);
  if (!entry) {
    zip_error_t* const error = zip_get_error(archive_->zip);
    const int code = zip_error_code_zip(error);
    const bool locked = code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD || code == ZIP_ER_ENCRNOTSUPP;
    return fail(Kind::Unreadable, locked ? "office.encrypted" : "office.truncated",
                name + ": " + zip_error_strerror(error));
  }
  return std::make_unique<Entry>(entry, name, stat.comp_size, most_bytes, limits_);
}

Result<std::string> Package::small_part(const std::string& name) {
  auto source = part(name, limits_.small_part_bytes);
  if (!source) return fail(std::move(source));
  std::string bytes;
  std::array<char, 16 << 10> room{};
  for (;;) {
    auto count = (*source)->read(room);
    if (!count) return fail(std::move(count));
    if (*count == 0) return bytes;
    bytes.append(room.data(), *count);
  }
}

}  // namespace huabiao::office
