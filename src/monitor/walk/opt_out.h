#pragma once
// The opt-out page of a host, /.well-known/huabiao.txt: how far its owner wishes to be watched
// (docs/guide/watch.md). Pure; any thread.

#include <cstddef>
#include <optional>
#include <string_view>

#include "monitor/walk.h"

namespace huabiao::monitor {

struct OptOutLimits {
  static constexpr std::size_t kBytes = 4'096;  // what lies beyond is not read
  static constexpr std::size_t kLines = 100;
};
inline constexpr std::string_view kOptOutPath = "/.well-known/huabiao.txt";

// How far the owner wishes the host to be watched. What allows less comes later.
enum class Wish { None, HomeOnly, LeaveAlone };

// Of several lines "monitor: all|home|none" the one that allows least counts; what is none of them says nothing.
Wish read_opt_out(std::string_view text);

// Why a walk ends at that page, as it is kept and shown; empty: it goes on.
std::string_view why_stopped(Wish wish);
// And back: what a walk says of the wish; nullopt: it ended before it could read that page.
std::optional<Wish> wish_of(const WalkFacts& walk);

}  // namespace huabiao::monitor
