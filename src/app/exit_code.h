#pragma once
// The exit codes of every command (docs/formats/cli.md). The one place where an Error's Kind becomes one.

#include "base/result.h"

namespace huabiao::app {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFound = 1;  // what --fail-on names was found, or rows had errors
inline constexpr int kExitUsage = 2;
inline constexpr int kExitUnreadable = 3;   // input cannot be read
inline constexpr int kExitEnvironment = 4;  // port, disk, data directory, missing program
inline constexpr int kExitPartly = 5;
inline constexpr int kExitInterrupted = 130;  // output valid

constexpr int exit_code(Kind kind) {
  switch (kind) {
    case Kind::Invalid:
    case Kind::NotFound:
      return kExitUsage;
    case Kind::Unreadable:
    case Kind::TooLarge:
      return kExitUnreadable;
    case Kind::Conflict:
      return kExitFound;
    default:
      return kExitEnvironment;
  }
}

}  // namespace huabiao::app
