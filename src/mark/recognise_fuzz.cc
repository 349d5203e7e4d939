#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mark/recognise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::mark;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const MarkPiece& piece : {recognise_script_url(text), recognise_link(text), recognise_image(text)}) {
    if (piece.valid && (piece.piece == Piece::None || piece.fault != MarkFault::None)) std::abort();
    if (piece.piece == Piece::None && piece.fault != MarkFault::None) std::abort();
  }
  return 0;
}
