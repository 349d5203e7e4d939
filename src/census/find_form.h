#pragma once
// Which sheet of a file is the form, and where its header stands. Thread: any, one source each.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "census/form.h"
#include "table/table.h"

namespace huabiao::census {

struct FindLimits {
  static constexpr std::size_t kRowsSearched =
      60;  // rows with content from a sheet's top; a header stands in the first ten
  static constexpr std::size_t kCellsKept = 64;   // of a row on the way to the header
  static constexpr std::size_t kNamesShown = 20;  // sheets and headers in an error's detail
};

struct FoundForm {
  std::size_t sheet = 0;
  Header header;
  std::optional<std::string> title, authority;  // from the lines above the header
  bool hidden = false;
};

// `wanted`: the sheet's name; nullopt: the only one that looks like a form.
// Fails: census.ambiguous_sheet, census.no_such_sheet, census.wrong_form, census.empty_form, and the source's errors.
Result<FoundForm> find_form(table::Source& source, const std::optional<std::string>& wanted);

}  // namespace huabiao::census
