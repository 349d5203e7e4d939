#pragma once
// JSON in and out of handlers, inside this room only: Boost.JSON with limits, and readers that tell every fault of a
// body at once, each with its pointer.

#include <boost/json.hpp>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/message.h"

namespace huabiao::http {

// Text of unknown origin as a JSON string: always well-formed UTF-8.
boost::json::string text(std::string_view from);
boost::json::value instant(TimePoint at);
boost::json::value instant(const std::optional<TimePoint>& at);
boost::json::value named(std::int64_t id, std::string_view name);
boost::json::array texts(const std::vector<std::string>& from);

// The sentence of an error's code in both languages; the code itself where it has none.
boost::json::object explained(std::string_view code);
boost::json::object problem_document(const Failure& failure, Language language);

// 200 application/json, never kept by a cache.
Response json_answer(const boost::json::value& value, int status = 200);

// Fails: Invalid http.bad_json (syntax, depth, ill-formed UTF-8, not an object), http.unsupported_media.
std::expected<boost::json::object, Failure> body_object(const Request& request, std::size_t depth);

// A key that may be left out, null, or hold a value.
template <class T>
struct Field {
  bool given = false;      // the key is there
  std::optional<T> value;  // nullopt: null, absent or wrong
};

struct TextRule {
  std::size_t min = 0, max = 200;  // code points
  bool required = false;
  bool nullable = false;
  bool lines = false;  // line breaks are part of it
};

// Reads one object strictly: every fault becomes a ProblemItem; keys nobody asked for are faults too.
// Lifetime: the object and the list outlive the reader. Call finish() last.
class ObjectReader {
 public:
  ObjectReader(const boost::json::object& object, std::string pointer, std::vector<ProblemItem>& faults)
      : object_(object), pointer_(std::move(pointer)), faults_(faults) {}

  Field<std::string> string(std::string_view key, const TextRule& rule = {});
  // Leaves `into` as it is when the key is not there; null empties it.
  void string_into(std::string& into, std::string_view key, const TextRule& rule = {});
  Field<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max, bool required = false);
  Field<std::int64_t> id(std::string_view key, bool required = false);
  Field<bool> boolean(std::string_view key);
  Field<TimePoint> instant(std::string_view key);
  // One of the names; its index.
  Field<std::size_t> choice(std::string_view key, std::span<const std::string_view> names, bool required = false);
  Field<std::vector<std::string>> strings(std::string_view key, std::size_t most, const TextRule& rule);
  Field<std::vector<std::int64_t>> ids(std::string_view key, std::size_t most);
  // Elements that are objects, with their pointers; faults of the elements themselves are the caller's.
  std::vector<std::pair<const boost::json::object*, std::string>> objects(std::string_view key, std::size_t most);
  // Reads one of them, into the same list of faults.
  [[nodiscard]] ObjectReader of_element(const boost::json::object& element, std::string pointer) const {
    return {element, std::move(pointer), faults_};
  }
  void fault(std::string_view key, std::string_view read, Bilingual expected, Bilingual message);
  void finish();

 private:
  const boost::json::value* take(std::string_view key, bool required);
  std::optional<std::string> checked(const boost::json::value& value, const std::string& pointer, const TextRule& rule);
  void fault_at(const std::string& pointer, const boost::json::value* read, Bilingual expected);

  const boost::json::object& object_;
  std::string pointer_;
  std::vector<ProblemItem>& faults_;
  std::vector<std::string_view> known_;
};

// The Failure of a body with faults: Invalid http.bad_body.
Failure bad_body(std::vector<ProblemItem> faults);

// Reads a whole body with `read(ObjectReader&)` and gives what it returns, or every fault at once.
// Fails: as body_object; Invalid http.bad_body.
template <class Read>
auto read_body(const Request& request, std::size_t depth, const Read& read)
    -> std::expected<std::invoke_result_t<const Read&, ObjectReader&>, Failure> {
  auto body = body_object(request, depth);
  if (!body) return std::unexpected(std::move(body).error());
  std::vector<ProblemItem> faults;
  ObjectReader in(*body, "", faults);
  auto value = read(in);
  in.finish();
  if (!faults.empty()) return std::unexpected(bad_body(std::move(faults)));
  return value;
}

}  // namespace huabiao::http
