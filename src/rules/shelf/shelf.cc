#include "rules/shelf/shelf.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

#include "assets/assets.h"
#include "rules/issuer_key.h"
#include "rules/limits.h"
#include "rules/pack_reader.h"

namespace huabiao::rules {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBundleEnding = ".hbrules";

std::unexpected<Error> unreadable(const fs::path& path, const std::string& why) {
  return fail(Kind::Unreadable, "rules.unreadable", fmt::format("{}: {}", path.string(), why));
}

std::vector<fs::path> places_in(const fs::path& folder) {
  std::vector<fs::path> places;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().extension() == kBundleEnding || fs::exists(it->path() / "pack.toml", ignored))
      places.push_back(it->path());
  }
  std::ranges::sort(places);
  return places;
}

}  // namespace

Result<std::string> read_file(const fs::path& file, std::size_t most) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) return unreadable(file, error.message());
  if (size > most) return fail(Kind::TooLarge, "rules.too_large", file.string(), fmt::format("at most {} bytes", most));
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in || bytes.size() > most) return unreadable(file, "cannot be read");
  return bytes;
}

Result<std::vector<PackFile>> read_folder(const fs::path& folder) {
  std::vector<PackFile> files;
  std::error_code error;
  std::size_t bytes = 0;
  for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
    if (error) break;
    std::error_code unknown;  // what cannot even be looked at is no file of a pack
    if (it->is_symlink(unknown) || !it->is_regular_file(unknown)) continue;
    const std::string name = it->path().filename().string();
    if (name.starts_with('.') || name.ends_with('~')) continue;  // what editors leave
    auto read = read_file(it->path(), PackLimits::kFileBytes);
    if (!read) return fail(std::move(read));
    bytes += read->size();
    if (files.size() == PackLimits::kFiles || bytes > PackLimits::kPackBytes)
      return fail(Kind::TooLarge, "rules.too_large", folder.string(),
                  fmt::format("at most {} files and {} bytes", PackLimits::kFiles, PackLimits::kPackBytes));
    files.push_back({fs::relative(it->path(), folder, error).generic_string(), *std::move(read)});
  }
  if (error) return unreadable(folder, error.message());
  std::ranges::sort(files, {}, &PackFile::path);
  return files;
}

std::vector<PackFile> built_in_files() {
  std::vector<PackFile> files;
  for (const assets::Asset& file : assets::rule_files())
    files.push_back({std::string(file.path), std::string(file.bytes)});
  return files;
}

Result<std::vector<PackFile>> open_pack(const fs::path& place, const Trust& trust) {
  std::error_code error;
  if (fs::is_directory(place, error)) {
    if (trust.unsigned_packs == Unsigned::Refuse) return fail(Kind::Denied, "rules.unsigned", place.string());
    return read_folder(place);
  }
  // A bundle is its files and their heads.
  auto bytes = read_file(place, PackLimits::kPackBytes + PackLimits::kFiles * (PackLimits::kPathBytes + 32));
  if (!bytes) return fail(std::move(bytes));
  auto files = open_bundle(*bytes, trust);
  if (files) return files;
  Error told = std::move(files).error();
  told.detail = place.string() + (told.detail.empty() ? "" : ": " + told.detail);
  return std::unexpected(std::move(told));
}

Result<Trust> trust_of(std::span<const std::string> keys, Unsigned unsigned_packs) {
  Trust trust;
  trust.unsigned_packs = unsigned_packs;
  if (keys.size() > PackLimits::kTrustedKeys)
    return fail(Kind::TooLarge, "rules.too_large", "keys", fmt::format("at most {}", PackLimits::kTrustedKeys));
  for (const std::string_view ours : {kIssuerKey})
    if (auto key = read_public_key(ours)) trust.keys.push_back(*key);
  for (const std::string& text : keys) {
    auto key = read_public_key(text);
    if (!key) return fail(std::move(key));
    trust.keys.push_back(*key);
  }
  return trust;
}

Result<std::vector<std::string>> operator_packs(const fs::path& data_rules, std::span<const fs::path> places,
                                                const Trust& trust) {
  std::vector<fs::path> all = places_in(data_rules);
  all.insert(all.end(), places.begin(), places.end());
  if (all.size() > PackLimits::kOperatorPacks)
    return fail(Kind::TooLarge, "rules.too_large", "packs", fmt::format("at most {}", PackLimits::kOperatorPacks));
  std::vector<std::string> payloads;
  std::size_t bytes = 0;
  for (const fs::path& place : all) {
    auto files = open_pack(place, trust);
    if (!files) return fail(std::move(files));
    if (auto pack = read_pack(*files); !pack) return fail(std::move(pack));
    payloads.push_back(write_payload(without_pages(*files)));
    bytes += payloads.back().size();
    if (bytes > PackLimits::kOperatorPackBytes)
      return fail(Kind::TooLarge, "rules.too_large", place.string(),
                  fmt::format("at most {} bytes in all packs, pages left out", PackLimits::kOperatorPackBytes));
  }
  return payloads;
}

Result<std::vector<Pack>> all_packs(std::span<const std::string> payloads) {
  std::vector<Pack> packs;
  auto ours = read_pack(built_in_files());
  if (!ours) return fail(std::move(ours));
  packs.push_back(*std::move(ours));
  for (const std::string& payload : payloads) {
    auto files = read_payload(payload);
    if (!files) return fail(std::move(files));
    auto pack = read_pack(*files);
    if (!pack) return fail(std::move(pack));
    packs.push_back(*std::move(pack));
  }
  return packs;
}

}  // namespace huabiao::rules
