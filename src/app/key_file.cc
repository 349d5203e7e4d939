#include "app/key_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/secret_file.h"
#include "base/digest.h"

namespace huabiao::app {
namespace {

std::optional<std::string> bytes_of(std::string_view hex_digits) {
  if (hex_digits.size() != 2 * kSealKeyBytes) return std::nullopt;
  const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string bytes;
  for (std::size_t i = 0; i < hex_digits.size(); i += 2) {
    const int high = value(hex_digits[i]), low = value(hex_digits[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

// On disk before anything is sealed with it: a key lost to a power cut would take every secret along.
Done make_key(const std::filesystem::path& file) {
  const auto failed = [&] {
    return fail(Kind::Environment, "seal.cannot_make_key", fmt::format("{}: {}", file.string(), std::strerror(errno)));
  };
  const int at = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (at < 0) return failed();
  const std::string text = random_hex(kSealKeyBytes) + "\n";
  const bool written = write(at, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(at) == 0;
  const bool closed = close(at) == 0;
  if (!written || !closed) return failed();
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const int in = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = in >= 0 && fsync(in) == 0;
  if (in >= 0) close(in);
  return synced ? Done() : failed();
}

// Only its owner may read it, and only we or root may be that.
Done check_rights(const std::filesystem::path& file) {
  struct stat found{};
  if (stat(file.c_str(), &found) != 0)
    return fail(Kind::Environment, "seal.bad_key", fmt::format("{}: {}", file.string(), std::strerror(errno)));
  const bool foreign = found.st_uid != geteuid() && found.st_uid != 0;
  if (foreign || (found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(Kind::Environment, "seal.key_open_to_others",
                fmt::format("{} (mode {:04o}, owner {})", file.string(), found.st_mode & 07777U, found.st_uid),
                "mode 0600, owned by the account that serves");
  return {};
}

}  // namespace

Result<Sealer> open_sealer(const std::filesystem::path& file, SealAlgorithm algorithm,
                           std::optional<std::string_view> sealed) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(file, error))) {
    if (sealed) return fail(Kind::Environment, "seal.no_key", file.string(), "the file the kept secrets need");
    if (auto made = make_key(file); !made) return fail(std::move(made));
  }
  if (auto fine = check_rights(file); !fine) return fail(std::move(fine));
  auto text = read_secret(file);
  if (!text) return fail(std::move(text));
  const auto key = bytes_of(*text);
  if (!key) return fail(Kind::Environment, "seal.bad_key", file.string(), "64 hexadecimal digits in one line");
  Sealer sealer(*key, algorithm);
  if (sealed && sealed->find("." + sealer.key_id() + ".") == std::string_view::npos)
    return fail(Kind::Environment, "seal.other_key", file.string(), "the key the kept secrets were sealed with");
  return sealer;
}

}  // namespace huabiao::app
