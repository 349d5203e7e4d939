#pragma once
// The tokenizer tests of html5lib-tests (https://github.com/html5lib/html5lib-tests), read from their .test files.

#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace huabiao::support {

struct Html5libToken {
  std::string kind;  // "DOCTYPE" | "StartTag" | "EndTag" | "Comment" | "Character"
  std::string text;  // name or data
  std::map<std::string, std::string> attributes;
  bool flag = false;  // StartTag: self-closing; DOCTYPE: correct
  std::optional<std::string> public_id, system_id;
  bool operator==(const Html5libToken&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Html5libToken& token);

struct Html5libTest {
  std::string file, description, input;
  std::vector<std::string> initial_states;  // "Data state" ...
  std::string last_start_tag;
  std::vector<Html5libToken> output;  // neighbouring characters are one token
};

// A lone surrogate of a test becomes the three bytes UTF-8 would give it if it could.
std::vector<Html5libTest> read_html5lib_tests(const std::filesystem::path& folder);

}  // namespace huabiao::support
