#pragma once
// Where compiled databases are kept between two starts (docs/formats/rule-pack.md). A matter of speed alone: what
// cannot be read is not there, what cannot be kept is compiled again next time. Thread: any; several processes may
// share a file.

#include <filesystem>
#include <string>
#include <string_view>

namespace huabiao::rules {

// Empty unless it is a plain file of ours that nobody else may write to: the matcher trusts these bytes.
std::string read_compiled(const std::filesystem::path& file);
// Whole or not at all, for us alone. False: not kept.
bool keep_compiled(const std::filesystem::path& file, std::string_view compiled);

}  // namespace huabiao::rules
