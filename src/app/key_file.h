#pragma once
// The key kept secrets are sealed with, in a file outside the database. docs/formats/secrets.md

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/seal.h"

namespace huabiao::app {

// Makes the file at first need (mode 0600) where nothing was sealed yet. `sealed`: a value of the database, for which
// this must be the key; nullopt: there is none. Fails: Environment seal.no_key, seal.key_open_to_others, seal.bad_key,
// seal.cannot_make_key, seal.other_key.
Result<Sealer> open_sealer(const std::filesystem::path& file, SealAlgorithm algorithm,
                           std::optional<std::string_view> sealed);

}  // namespace huabiao::app
