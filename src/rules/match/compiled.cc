#include "rules/match/compiled.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "base/digest.h"

namespace huabiao::rules {
namespace {

constexpr std::string_view kMagic = "huabiao-compiled 1\nsha256 ";
constexpr std::size_t kDigest = 64;

// "database KEY LENGTH\n" off the front of `rest`, then the bytes. False when there is no such thing.
bool take(std::string_view& rest, std::pair<std::string_view, std::string_view>& database) {
  constexpr std::string_view kHead = "database ";
  const auto end = rest.substr(0, kHead.size() + kDigest + 32).find('\n');
  if (!rest.starts_with(kHead) || end == std::string_view::npos || end < kHead.size() + kDigest + 2) return false;
  const std::string_view digits = rest.substr(kHead.size() + kDigest + 1, end - kHead.size() - kDigest - 1);
  std::size_t length = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || stop != digits.data() + digits.size() || length > rest.size() - end - 1) return false;
  database = {rest.substr(kHead.size(), kDigest), rest.substr(end + 1, length)};
  rest.remove_prefix(end + 1 + length);
  return true;
}

}  // namespace

CompiledDatabases CompiledDatabases::read(std::string_view bytes) {
  CompiledDatabases read;
  if (!bytes.starts_with(kMagic) || bytes.size() <= kMagic.size() + kDigest) return read;
  const std::string_view digest = bytes.substr(kMagic.size(), kDigest);
  std::string_view rest = bytes.substr(kMagic.size() + kDigest);
  if (sha256_hex(rest) != digest || !rest.starts_with('\n')) return read;
  rest.remove_prefix(1);
  std::pair<std::string_view, std::string_view> database;
  while (take(rest, database)) read.databases_.push_back(database);
  return read;
}

std::string_view CompiledDatabases::find(std::string_view key) const {
  const auto found = std::ranges::find(databases_, key, [](const auto& one) { return one.first; });
  return found == databases_.end() ? std::string_view() : found->second;
}

std::string write_compiled(const std::vector<std::pair<std::string, std::string>>& databases) {
  std::string body = "\n";
  for (const auto& [key, bytes] : databases) body += fmt::format("database {} {}\n", key, bytes.size()) + bytes;
  return fmt::format("{}{}", kMagic, sha256_hex(body)) + body;
}

}  // namespace huabiao::rules
