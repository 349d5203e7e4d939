#pragma once
// Trait: what an attack carries from site to site: the script it injects, the host it leads to, the contact it prints,
// the build of the page it leaves. Two sites with one trait were most likely hit by one hand. monitor/correlate takes
// traits off a page and groups the sites that share them. Values.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huabiao::monitor {

// Strongest first: a script is copied whole, a host is bought by one, a contact is printed for customers, a shape may
// be a kit many have.
enum class TraitKind : std::uint8_t { Script, Host, Contact, Shape };
inline constexpr std::array<std::string_view, 4> kTraitKindNames = {"script", "host", "contact", "shape"};
constexpr std::string_view to_string(TraitKind kind) {
  return kTraitKindNames[static_cast<std::size_t>(kind)];
}
constexpr std::optional<TraitKind> trait_kind_from(std::string_view name) {
  for (std::size_t i = 0; i < kTraitKindNames.size(); ++i)
    if (kTraitKindNames[i] == name) return static_cast<TraitKind>(i);
  return std::nullopt;
}

// Accused: what the finding is about. Beside: what merely stands on the page an intruder left, so it may be anybody's.
enum class TraitRole : std::uint8_t { Accused, Beside };
inline constexpr std::array<std::string_view, 2> kTraitRoleNames = {"accused", "beside"};
constexpr std::string_view to_string(TraitRole role) {
  return kTraitRoleNames[static_cast<std::size_t>(role)];
}
constexpr std::optional<TraitRole> trait_role_from(std::string_view name) {
  for (std::size_t i = 0; i < kTraitRoleNames.size(); ++i)
    if (kTraitRoleNames[i] == name) return static_cast<TraitRole>(i);
  return std::nullopt;
}

struct Trait {
  TraitKind kind = TraitKind::Host;
  TraitRole role = TraitRole::Accused;
  // script, shape: 64 hex digits of SHA-256; host: a registrable domain or an address, A-labels; contact:
  // "qq:12345678", "wechat:abc", "telegram:abc", "phone:138****5678#1a2b3c4d" (a person's number is never told in
  // full).
  std::string value;
  auto operator<=>(const Trait&) const = default;
};

// 16 hex digits of kind and value: the name a wave has from its oldest trait.
std::string trait_id(const Trait& trait);

}  // namespace huabiao::monitor
