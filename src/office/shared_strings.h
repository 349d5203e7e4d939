#pragma once
// The texts many cells of a workbook point to, in one block. The only thing of a workbook that stays in memory while
// its rows stream by. Thread: filled by one, then read by any.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/byte_source.h"
#include "office/table_reader.h"

namespace huabiao::office {

class SharedStrings {
 public:
  // Fails: office.bad_xml, office.dtd, office.zip_bomb, office.cell_too_long.
  static Result<SharedStrings> read(ByteSource& source, const ReadLimits& limits);
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  // Requires: index < size().
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    const std::uint32_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  Done close(const ReadLimits& limits);
  std::string text_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace huabiao::office
