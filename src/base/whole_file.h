#pragma once
// Files written whole or not at all, and files for their owner alone. Any thread.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <system_error>

namespace huabiao {

struct WholeFile {
  enum class Existing {
    Replace,
    Keep,  // fails with file_exists, so of several who make a file at once one does
  };
  enum class Sync {
    Yes,  // on the platter when the call returns, its name too
    No,   // a power cut may leave it cut: for what is checked when read and made again
  };
  mode_t mode = 0600;  // whatever the process's mask
  Existing existing = Existing::Replace;
  Sync sync = Sync::Yes;
};

// Under a name of its own beside `file` first; what fails leaves nothing behind. The folder must exist.
std::error_code write_whole(const std::filesystem::path& file, std::string_view bytes, const WholeFile& how = {});

// What lets others than its owner use the file, or another than us and root own it: "mode 0644, owner 1000". nullopt:
// nothing does, or it cannot be looked at, as reading it will tell.
std::optional<std::string> open_to_others(const std::filesystem::path& file);

}  // namespace huabiao
