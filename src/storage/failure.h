#pragma once
// Inside this room a failing call throws Failure; every port method runs its body through at_rim(), which turns it into
// a Result. Nothing of the engines' libraries leaves the room.

#include <exception>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace huabiao::storage {

class Failure final : public std::exception {
 public:
  explicit Failure(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.code.c_str(); }

 private:
  Error error_;
};

// Throws the Error of a failed Result on to at_rim().
template <class T>
T must(Result<T> result) {
  if (!result) throw Failure(std::move(result).error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// What a port method does, with every Failure as an Error.
template <class Work>
auto at_rim(Work&& work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const Failure& failure) {
    return std::unexpected<Error>(failure.error());
  }
}

}  // namespace huabiao::storage
