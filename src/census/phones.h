#pragma once
// Telephone numbers as cells hold them: several in one, with or without area code, dashes of every width, extensions,
// numbers that a spreadsheet took for numbers. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "table/table.h"

namespace huabiao::census {

struct Phones {
  std::vector<std::string> numbers;  // 0311-80000000, 13800000000, 0311-80000000转801; each once
  std::vector<std::string> unread;   // pieces that are no number
  bool zero_restored = false;        // the cell was a number and had lost the 0 of its area code
};

Phones read_phones(std::string_view text, table::CellKind kind);

// How many digits of "03118..." are the area code: 010 and 02x have three, other 0xxx four.
std::size_t area_code_digits(std::string_view digits);

}  // namespace huabiao::census
