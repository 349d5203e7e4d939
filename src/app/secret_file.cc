#include "app/secret_file.h"

#include <fstream>

namespace huabiao::app {

Result<std::string> read_secret(const std::filesystem::path& file) {
  const auto no_secret = [&file](std::string_view why) {
    return fail(Kind::Environment, "settings.no_secret", file.string() + ": " + std::string(why),
                "a file of one line that this account can read");
  };
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return no_secret("no such file");
  std::ifstream in(file, std::ios::binary);
  std::string text(kMostSecretBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (in.fail() && !in.eof())) return no_secret("cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMostSecretBytes) return no_secret("longer than 4096 bytes");
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.empty()) return no_secret("empty");
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) return no_secret("more than one line");
  return text;
}

}  // namespace huabiao::app
