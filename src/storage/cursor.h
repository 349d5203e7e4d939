#pragma once
// A keyset cursor: where the last page ended, as opaque text for the caller. Internal to this room.

#include <cstdint>
#include <string>
#include <string_view>

namespace huabiao::storage {

struct Cursor {
  std::string value;    // of the sort column in the last row; numbers in decimal
  std::int64_t id = 0;  // of the last row
  bool set = false;     // false: the first page

  // `order` names list and sort, so that a cursor does not fit another one.
  [[nodiscard]] std::string write(std::string_view order) const;
  // Empty text: the first page. Throws Failure (Invalid, `code`) for a text that is not one of write(order).
  static Cursor read(std::string_view text, std::string_view order, std::string_view code);
};

}  // namespace huabiao::storage
