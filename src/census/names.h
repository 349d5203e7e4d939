#pragma once
// The domain names of one cell: numbered or not, separated by whatever people separate with, with · and 。 for dots,
// as URLs, with ports, in A-labels or not. Pure but for the public suffix list; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bilingual.h"
#include "census/read.h"

namespace huabiao::census {

enum class NameColumn : std::uint8_t { Ascii, Chinese };

// Something wrong with one name of the cell.
struct NameFault {
  Severity severity;
  std::string_view code;
  std::string read;
  Bilingual expected;
};

struct CellNames {
  // Where each name belongs, whichever column it stood in. A-labels here, U-labels there; each once.
  std::vector<std::string> ascii, chinese;
  std::vector<std::pair<std::string, std::uint16_t>> ports;
  std::vector<NameFault> faults;
};

CellNames read_names(std::string_view cell, NameColumn column);

}  // namespace huabiao::census
