#pragma once
// Scope and Reach: over which part of the register something holds. A Scope is one part of it, a Reach the union of
// several. Which records lie in one is asked of access::Bounds;
// storage/ answers with the same SQL as its lists.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::registry {

enum class ScopeKind : std::uint8_t {
  Nation,        // everything
  Region,        // GB/T 2260 code and what lies in it
  Organisation,  // a unit and all that answer to it
  Sector,        // units of a sector
  Site,
};
inline constexpr std::array<std::string_view, 5> kScopeKindNames = {"nation", "region", "organisation", "sector",
                                                                    "site"};
constexpr std::string_view to_string(ScopeKind kind) {
  return kScopeKindNames[static_cast<std::size_t>(kind)];
}

struct Scope {
  ScopeKind kind = ScopeKind::Site;
  std::int64_t id = 0;  // of an Organisation or a Site
  std::string name;     // a Region's code, a Sector's name
  bool operator==(const Scope&) const = default;
};

struct Reach {
  bool everywhere = false;
  std::vector<std::string> regions, sectors;
  std::vector<std::int64_t> organisations, sites;

  static Reach all() { return {.everywhere = true, .regions = {}, .sectors = {}, .organisations = {}, .sites = {}}; }
  void add(const Scope& scope);
  [[nodiscard]] bool nowhere() const {
    return !everywhere && regions.empty() && sectors.empty() && organisations.empty() && sites.empty();
  }
  // Does everything in this region (its code; empty: none is named, all are meant) lie in it?
  [[nodiscard]] bool holds_region(std::string_view code) const;
  bool operator==(const Reach&) const = default;
};

}  // namespace huabiao::registry
