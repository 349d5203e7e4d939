#pragma once
// CompiledDatabases: what the literal matcher made of words and patterns, kept as bytes so that the next process need
// not make it again (docs/formats/rule-pack.md). A matter of speed alone: bytes whose digest does not fit count for
// nothing, and a database is found only under the key of exactly what it was made of, by which library, for which
// processor. Plain values; any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huabiao::rules {

class CompiledDatabases {
 public:
  // Empty when `bytes` are damaged, cut off or something else. Lifetime: views into `bytes`.
  static CompiledDatabases read(std::string_view bytes);

  // Empty: none of that key.
  [[nodiscard]] std::string_view find(std::string_view key) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> databases_;
};

// `databases`: key and bytes of each.
std::string write_compiled(const std::vector<std::pair<std::string, std::string>>& databases);

}  // namespace huabiao::rules
