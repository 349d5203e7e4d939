#pragma once
// What a benchmark takes for granted: the value of a Result, or the end of the program.

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/result.h"

namespace huabiao::bench {

template <class T>
T good(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", result.error().code.c_str(), result.error().detail.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace huabiao::bench
