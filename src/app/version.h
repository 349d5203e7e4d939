#pragma once

namespace huabiao::app {

inline constexpr char kVersion[] = "0.1.0";  // CHANGELOG.md; CMakeLists.txt holds the same

}  // namespace huabiao::app
