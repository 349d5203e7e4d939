#include "rules/pack_reader.h"

#include <fmt/format.h>
#include <set>

#include "base/utf8.h"
#include "rules/limits.h"
#include "rules/pack_parts.h"

namespace huabiao::rules {
namespace {

constexpr std::string_view kPages = "pages/";

std::unexpected<Error> too_large(const std::string& what, std::size_t most, std::string_view unit) {
  return fail(Kind::TooLarge, "rules.too_large", what, fmt::format("at most {} {}", most, unit));
}

bool lies_in(const PackFile& file, std::string_view folder, std::string_view ending) {
  return file.path.starts_with(folder) && file.path.ends_with(ending) &&
         file.path.size() > folder.size() + ending.size();
}

Done check_sizes(std::span<const PackFile> files) {
  if (files.size() > PackLimits::kFiles) return too_large("files", PackLimits::kFiles, "files");
  std::size_t bytes = 0;
  for (const PackFile& file : files) {
    if (file.path.size() > PackLimits::kPathBytes) return too_large("a path", PackLimits::kPathBytes, "bytes of path");
    if (file.bytes.size() > PackLimits::kFileBytes) return too_large(file.path, PackLimits::kFileBytes, "bytes a file");
    bytes += file.bytes.size();
  }
  if (bytes > PackLimits::kPackBytes) return too_large("the pack", PackLimits::kPackBytes, "bytes a pack");
  return {};
}

// "pages/gambling.games.hit.html", "pages/script.packed.miss.js": the rule, what it must do, any ending.
Done read_page(const PackFile& file, Pack& pack) {
  const std::string_view name = std::string_view(file.path).substr(kPages.size());
  for (const auto& [mark, must] : {std::pair{std::string_view(".hit."), Must::Hit}, {".miss.", Must::Miss}}) {
    const auto at = name.rfind(mark);
    if (at == std::string_view::npos || !is_rule_id(name.substr(0, at))) continue;
    pack.pages.push_back({std::string(name.substr(0, at)), must, file.path, file.bytes});
    return {};
  }
  return bad_pack(file, "the name of a page", "pages/RULE-ID.hit.html or pages/RULE-ID.miss.html");
}

Done read_file(const PackFile& file, Pack& pack) {
  if (file.path == "pack.toml") return read_head(file, pack);
  if (lies_in(file, "lexicon/", ".toml")) return read_words(file, pack);
  if (lies_in(file, "hosts/", ".toml")) return read_hosts(file, pack);
  if (lies_in(file, "regulatory/", ".toml")) return read_regulatory(file, pack);
  if (lies_in(file, "registries/", ".toml")) return read_registries(file, pack);
  if (lies_in(file, "technology/", ".json")) return read_fingerprints(file, pack);
  if (lies_in(file, kPages, "")) return read_page(file, pack);
  if (lies_in(file, "yara/", ".yar")) {
    if (!utf8::valid(file.bytes)) return bad_pack(file, "not UTF-8");
    pack.yara.push_back({file.path, file.bytes});
    return {};
  }
  if (file.path.ends_with(".md")) return {};  // for people
  return bad_pack(file, "no rule is read from such a file",
                  "pack.toml, lexicon/*.toml, hosts/*.toml, regulatory/*.toml, registries/*.toml, yara/*.yar, "
                  "technology/*.json, pages/*");
}

Done check_ids(const Pack& pack) {
  std::set<std::string_view> seen;
  const auto first_twice = [&seen](const auto& rules) -> std::string_view {
    for (const auto& rule : rules)
      if (!seen.insert(rule.id).second) return rule.id;
    return {};
  };
  for (const std::string_view twice : {first_twice(pack.words), first_twice(pack.hosts), first_twice(pack.patterns)})
    if (!twice.empty()) return fail(Kind::Invalid, "rules.duplicate_id", fmt::format("pack {}: {}", pack.name, twice));
  for (const Fingerprint& print : pack.fingerprints)
    seen.insert(print.id);  // one product has several, any of them will do
  if (seen.size() > PackLimits::kRules) return too_large("pack " + pack.name, PackLimits::kRules, "rules");
  return {};
}

}  // namespace

Result<Pack> read_pack(std::span<const PackFile> files) {
  if (auto sizes = check_sizes(files); !sizes) return fail(std::move(sizes));
  Pack pack;
  for (const PackFile& file : files)
    if (auto read = read_file(file, pack); !read) return fail(std::move(read));
  if (pack.name.empty()) return fail(Kind::Invalid, "rules.bad_pack", "pack.toml is missing");
  if (auto ids = check_ids(pack); !ids) return fail(std::move(ids));
  return pack;
}

std::vector<PackFile> without_pages(std::span<const PackFile> files) {
  std::vector<PackFile> kept;
  for (const PackFile& file : files)
    if (!file.path.starts_with(kPages) && !file.path.ends_with(".md")) kept.push_back(file);
  return kept;
}

}  // namespace huabiao::rules
