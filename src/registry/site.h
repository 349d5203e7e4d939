#pragma once
// Site: one web site with a name, whichever units run it and whatever names lead to it. Plain value.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace huabiao::registry {

using SiteId = Id<struct SiteTag>;

// Where a site stands in its life. Declared: a form names it. Only Planned, Declared and Open sites are visited.
enum class SiteLife { Declared, Planned, Open, Suspended, Closed };
inline constexpr std::array<std::string_view, 5> kSiteLifeNames = {"declared", "planned", "open", "suspended",
                                                                   "closed"};
constexpr std::string_view to_string(SiteLife life) {
  return kSiteLifeNames[static_cast<std::size_t>(life)];
}
constexpr std::optional<SiteLife> site_life_from(std::string_view name) {
  for (std::size_t i = 0; i < kSiteLifeNames.size(); ++i)
    if (kSiteLifeNames[i] == name) return static_cast<SiteLife>(i);
  return std::nullopt;
}
constexpr bool visited(SiteLife life) {
  return life != SiteLife::Suspended && life != SiteLife::Closed;
}

struct Site {
  SiteId id;  // 0: not stored yet
  std::string name;
  SiteLife life = SiteLife::Declared;
  std::string region;     // GB/T 2260 code; empty: none known
  std::string site_code;  // government site identification code
  std::string icp;        // normal form
  std::string police;     // normal form
  std::string remark;
  bool operator==(const Site&) const = default;
};

}  // namespace huabiao::registry
