#include "table/table.h"

namespace huabiao::table {

std::string column_letters(std::uint32_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) letters.insert(letters.begin(), char('A' + (column - 1) % 26));
  return letters;
}

std::string cell_name(std::uint32_t column, std::uint32_t row) {
  return column_letters(column) + std::to_string(row);
}

}  // namespace huabiao::table
