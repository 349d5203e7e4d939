#pragma once
// Robots: which paths of a host its robots.txt asks us to leave alone (RFC 9309: the group of our own name, else that
// of all; the longest rule wins, Allow before Disallow; '*' and a '$' at the end). Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::monitor {

struct RobotsLimits {
  static constexpr std::size_t kBytes = 512U << 10U;  // what lies beyond is not read, as the RFC allows
  static constexpr std::size_t kRules = 2'000;
  static constexpr std::size_t kRuleBytes = 1'000;  // longer rules are cut: they then forbid more, not less
};

class Robots {
 public:
  static constexpr std::string_view kOurName = "huabiao";  // in lower case

  Robots() = default;  // nothing is forbidden
  static Robots read(std::string_view text);
  static Robots all_forbidden();  // as the RFC asks where the file cannot be had for the server's own reasons

  // `path`: with query, beginning with '/'.
  [[nodiscard]] bool may(std::string_view path) const;

 private:
  struct Rule {
    std::string pattern;
    bool allow = false;
  };
  std::vector<Rule> rules_;
};

}  // namespace huabiao::monitor
