#pragma once
// TextTable: columns aligned for a terminal, where a Chinese character is two cells wide. For `--format table`.

#include <string>
#include <string_view>
#include <vector>

namespace huabiao::app {

// Terminal cells the text takes: 2 for wide East Asian characters, 0 for combining marks and control characters.
std::size_t cells(std::string_view text);

class TextTable {
 public:
  enum class Align { Left, Right };
  struct Column {
    std::string title;
    Align align = Align::Left;
    std::size_t most = 60;  // cells; longer texts are cut with an ellipsis
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  enum class Tint { None, Warning, Alarm };
  // Requires: as many cells as columns. Line breaks and control characters become spaces: the text may be hostile.
  void add(std::vector<std::string> row, Tint tint = Tint::None);
  // In colours only where a terminal shows them.
  enum class Colours : bool { No, Yes };
  [[nodiscard]] std::string str(Colours colours = Colours::No) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<Tint> tints_;
};

}  // namespace huabiao::app
