#pragma once
// The readers of a pack's single files, for pack_reader.cc. Each appends to the pack. Fail: rules.bad_pack,
// rules.too_large.

#include <string>
#include <string_view>

#include "base/result.h"
#include "rules/pack.h"

namespace huabiao::rules {

Done read_head(const PackFile& file, Pack& pack);          // pack.toml
Done read_words(const PackFile& file, Pack& pack);         // lexicon/*.toml
Done read_hosts(const PackFile& file, Pack& pack);         // hosts/*.toml
Done read_regulatory(const PackFile& file, Pack& pack);    // regulatory/*.toml
Done read_registries(const PackFile& file, Pack& pack);    // registries/*.toml
Done read_fingerprints(const PackFile& file, Pack& pack);  // technology/*.json

std::unexpected<Error> bad_pack(const PackFile& file, const std::string& what, std::string expected = {});

}  // namespace huabiao::rules
