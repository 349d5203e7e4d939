#pragma once
// The files of a pack folder -> Pack (docs/formats/rule-pack.md). Strict: a file nobody reads, a key nobody knows and a
// value of another type are errors, since a rule that is silently left out protects nobody. Pure; any thread.

#include <span>

#include "base/result.h"
#include "rules/pack.h"

namespace huabiao::rules {

// Fails: rules.bad_pack (the file and what is wrong with it), rules.too_large, rules.duplicate_id.
Result<Pack> read_pack(std::span<const PackFile> files);

// The pack without its pages, for the way to a worker child. Views end with `files`.
std::vector<PackFile> without_pages(std::span<const PackFile> files);

}  // namespace huabiao::rules
