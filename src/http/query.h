#pragma once
// Reads the query parameters of a request strictly: every fault is told, and parameters nobody asked for are faults.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/message.h"

namespace huabiao::http {

inline constexpr std::size_t kDefaultPage = 50, kMaxPage = 200;

class QueryReader {
 public:
  // Lifetime: the request outlives the reader.
  explicit QueryReader(const Request& request) : request_(request) {}

  std::string text(std::string_view name, std::size_t max_characters);  // empty when absent
  std::optional<std::int64_t> id(std::string_view name);
  std::optional<TimePoint> instant(std::string_view name);
  // "2026-11-22", a day in Asia/Shanghai: an instant within it.
  std::optional<TimePoint> day(std::string_view name);
  std::optional<std::size_t> choice(std::string_view name, std::span<const std::string_view> names);
  std::string region();  // empty, or six digits
  std::string cursor() { return text("cursor", 500); }
  std::size_t limit();
  void need(std::string_view name);  // fault when absent

  // Call last. nullopt: all is well. Otherwise Invalid http.bad_query.
  std::optional<Failure> fault();

 private:
  std::optional<std::string_view> take(std::string_view name);
  void add(std::string_view name, std::string_view read, Bilingual expected);

  const Request& request_;
  std::vector<std::string_view> known_;
  std::vector<ProblemItem> faults_;
};

// A path argument as a row number. Fails: NotFound http.no_such_resource.
Result<std::int64_t> path_id(const Request& request, std::size_t index = 0);

}  // namespace huabiao::http
