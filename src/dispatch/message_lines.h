#pragma once
// What messages are read with: a first line of JSON, the head, whose fields are taken by name and type, and the counted
// lines behind it. Strict: the other side may be one that was taken over. Inner to this room. Pure; any thread.

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huabiao::dispatch {

struct HeadLimits {
  static constexpr std::size_t kBytes = 256U << 10U;
  static constexpr int kDepth = 4;
};

// dispatch.bad_message; `detail` says which part.
std::unexpected<Error> bad_message(std::string detail);

std::string line_of(const boost::json::object& head);
Result<boost::json::object> read_head(std::string_view line);

// The fields of a head. What is missing or of another type is remembered.
class Fields {
 public:
  explicit Fields(const boost::json::object& head) : head_(head) {}

  std::string text(std::string_view name);
  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most);
  bool flag(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  std::vector<std::int64_t> numbers(std::string_view name);
  [[nodiscard]] const std::string& first_wrong() const { return wrong_; }

 private:
  void wrong(std::string_view name);
  const boost::json::object& head_;
  std::string wrong_;
};

// The next line, without its end; takes it off. Fails: dispatch.bad_message: no line end.
Result<std::string_view> take_line(std::string_view& rest);

// The lines after the head. Fails when there are more or fewer than said.
Result<std::vector<std::string_view>> lines_of(std::string_view rest, std::size_t count);

struct Split {
  boost::json::object head;
  std::string type;
  std::string_view rest;
};
Result<Split> split(std::string_view payload);

}  // namespace huabiao::dispatch
