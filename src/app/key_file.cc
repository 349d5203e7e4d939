#include "app/key_file.h"

#include "app/secret_file.h"
#include "base/digest.h"
#include "base/whole_file.h"

namespace huabiao::app {
Result<Sealer> open_sealer(const std::filesystem::path& file, SealAlgorithm algorithm,
                           std::optional<std::string_view> sealed) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(file, error))) {
    if (sealed) return fail(Kind::Environment, "seal.no_key", file.string(), "the file the kept secrets need");
    // On disk before anything is sealed with it: a key lost to a power cut would take every secret along.
    const std::error_code failed =
        write_whole(file, random_hex(kSealKeyBytes) + "\n", {.existing = WholeFile::Existing::Keep});
    if (failed && failed != std::errc::file_exists)  // another of several servers may have been first
      return fail(Kind::Environment, "seal.cannot_make_key", file.string() + ": " + failed.message());
  }
  if (const auto others = open_to_others(file))
    return fail(Kind::Environment, "seal.key_open_to_others", file.string() + " (" + *others + ")",
                "mode 0600, owned by the account that serves");
  auto text = read_secret(file);
  if (!text) return fail(std::move(text));
  const auto key = from_hex(*text);
  if (!key || key->size() != kSealKeyBytes)
    return fail(Kind::Environment, "seal.bad_key", file.string(), "64 hexadecimal digits in one line");
  Sealer sealer(*key, algorithm);
  if (sealed && sealed->find("." + sealer.key_id() + ".") == std::string_view::npos)
    return fail(Kind::Environment, "seal.other_key", file.string(), "the key the kept secrets were sealed with");
  return sealer;
}

}  // namespace huabiao::app
