#pragma once
// The files the binary carries: the built console, rule data, regulatory tables. Read-only bytes of the program itself;
// any thread; they outlive everything. cmake/embed.cmake fills the lists.

#include <span>
#include <string_view>

namespace huabiao::assets {

struct Asset {
  std::string_view path;  // relative to the embedded folder: "index.html", "assets/app-3f2a.js"
  std::string_view bytes;
};

std::span<const Asset> console_files();   // empty when built with HUABIAO_CONSOLE=OFF or before `npm run build`
std::span<const Asset> rule_files();      // everything below rules/
std::span<const Asset> contract_files();  // api/openapi.yaml

// nullptr when there is none. `files` is sorted by path, as the lists above are.
const Asset* find(std::span<const Asset> files, std::string_view path);

}  // namespace huabiao::assets
