// Feeds bytes as a client would send them: as a cursor, and as what was typed into a search box.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "storage/connection.h"
#include "storage/cursor.h"
#include "storage/site_grams.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::storage;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const Cursor cursor = Cursor::read(bytes, "site.name+", "registry.bad_cursor");
    const std::string written = cursor.write("site.name+");
    if (cursor.set && Cursor::read(written, "site.name+", "registry.bad_cursor").value != cursor.value) std::abort();
  } catch (const Failure& refused) {
    if (refused.error().code.empty()) std::abort();
  }
  const auto terms = search_terms(bytes);
  if (!terms.empty()) (void)gram_expression(terms, " AND ");
  (void)grams_of(fold_for_search(bytes));
  return 0;
}
