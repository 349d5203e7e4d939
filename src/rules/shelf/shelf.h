#pragma once
// Shelf: where packs come from. The built-in pack lies in the binary; an operator's packs lie in the data directory's
// rules/ folder and wherever the settings name. A pack that cannot be opened stops the start: a rule that is silently
// missing protects nobody. Thread: any.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/bundle.h"
#include "rules/pack.h"

namespace huabiao::rules {

// Every file below a pack's folder, symbolic links not followed. Fails: rules.unreadable, rules.too_large.
Result<std::vector<PackFile>> read_folder(const std::filesystem::path& folder);
// A file of at most `most` bytes. Fails: rules.unreadable, rules.too_large.
Result<std::string> read_file(const std::filesystem::path& file, std::size_t most);

std::vector<PackFile> built_in_files();
// A pack's files, where they lie: a folder (unsigned) or a bundle. Fails: as read_folder and open_bundle.
Result<std::vector<PackFile>> open_pack(const std::filesystem::path& place, const Trust& trust);

// The keys that count: ours and the operators' (64 hex digits each). Fails: rules.bad_key, rules.too_large.
Result<Trust> trust_of(std::span<const std::string> keys, Unsigned unsigned_packs);

// The operator's packs as payloads (bundle.h), pages left out, in the order of their places. Of `data_rules` every
// bundle (*.hbrules) and every folder with a pack.toml counts; it need not exist. Fails: as open_pack, read_pack.
Result<std::vector<std::string>> operator_packs(const std::filesystem::path& data_rules,
                                                std::span<const std::filesystem::path> places, const Trust& trust);

// The built-in pack first, then the payloads'. Fails: as read_payload, read_pack.
Result<std::vector<Pack>> all_packs(std::span<const std::string> payloads);

}  // namespace huabiao::rules
