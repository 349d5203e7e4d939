// Feeds bytes as a hostile pack would bring them: as a bundle, as a payload, and as each kind of file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rules/bundle.h"
#include "rules/pack_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::rules;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  (void)open_bundle(bytes, {.keys = {}, .unsigned_packs = Unsigned::Allow});
  if (const auto files = read_payload(bytes)) {
    (void)read_pack(*files);
    // What was read is written the same way again, whatever its order was.
    if (read_payload(write_payload(*files)).value_or(std::vector<PackFile>()).size() != files->size()) __builtin_trap();
  }
  const PackFile head{"pack.toml", "name=\"a\"\nversion=1\ndate=2026-01-01\nzh=\"a\"\nen=\"a\"\n"};
  for (const char* path : {"lexicon/a.toml", "hosts/a.toml", "regulatory/a.toml", "technology/a.json", "pack.toml"})
    (void)read_pack(std::vector<PackFile>{head, {path, bytes}});
  return 0;
}
