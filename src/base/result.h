#pragma once
// Result<T>: what a function that can fail in a correct program returns. Error: why, for a machine and for a person.
// A sick web site is data, never an Error. Values; no locking; any thread.

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace huabiao {

// Few, each mapped to one HTTP status (http/problem) and one exit code (app/exit_code).
enum class Kind {
  Invalid,          // the caller's words are off: fix the input
  NotFound,         // no such thing
  Conflict,         // true, but not now: the state refuses it
  Unauthenticated,  // who are you?
  Denied,           // you may not
  TooLarge,         // over a stated limit
  Unreadable,       // the input is not what it claims to be (not a workbook, truncated, ...)
  Environment,      // disk, port, directory, missing program
  Unavailable,      // busy or down: the same call may work later
  Internal,         // a bug of ours
};

struct Error {
  Kind kind = Kind::Internal;
  std::string code;      // stable, dotted, lower case: "census.not_a_workbook"; language/catalogue holds its sentences
  std::string detail;    // what was read or happened, with the offending value; for the log and the second line
  std::string expected;  // what would have been right; may be empty
};

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

using Done = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(Kind kind, std::string_view code, std::string detail = {},
                                                 std::string expected = {}) {
  return std::unexpected<Error>(Error{kind, std::string(code), std::move(detail), std::move(expected)});
}

// Hands the error of one Result on as another's: `if (!r) return fail(std::move(r));`
template <class T>
[[nodiscard]] std::unexpected<Error> fail(Result<T>&& failed) {
  return std::unexpected<Error>(std::move(failed).error());
}

}  // namespace huabiao
