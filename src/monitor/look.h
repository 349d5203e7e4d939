#pragma once
// Look: what a visit looks at beside the page a visitor gets. Each kind has its own rhythm in the watch
// (plan/look_plan.h); what it accuses is believed and cleared by looks of its kind only. Values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace huabiao::monitor {

// Views: the page as other visitors get it (view.h). Walk: inner pages (walk.h). Names: what the DNS says of the host
// (names.h). Registration: what the registry says of the host's domain (registration.h). Tls: which protocols the host
// accepts, and the chain it shows (tls_set.h). Render: the page as a browser draws it (rendered.h), where its source
// leaves something open.
enum class Look : std::uint8_t { Views, Walk, Names, Registration, Tls, Render };
inline constexpr std::array kLooks = {Look::Views,        Look::Walk, Look::Names,
                                      Look::Registration, Look::Tls,  Look::Render};
inline constexpr std::array<std::string_view, kLooks.size()> kLookNames = {"views",        "walk", "names",
                                                                           "registration", "tls",  "render"};
constexpr std::string_view to_string(Look look) {
  return kLookNames[static_cast<std::size_t>(look)];
}
constexpr std::optional<Look> look_from(std::string_view name) {
  for (const Look look : kLooks)
    if (to_string(look) == name) return look;
  return std::nullopt;
}

class Looks {
 public:
  constexpr void add(Look look) { bits_ |= bit(look); }
  [[nodiscard]] constexpr bool has(Look look) const { return (bits_ & bit(look)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  constexpr auto operator<=>(const Looks&) const = default;

 private:
  static constexpr unsigned bit(Look look) { return 1U << static_cast<unsigned>(look); }
  unsigned bits_ = 0;
};

}  // namespace huabiao::monitor
