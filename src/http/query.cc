#include "http/query.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "base/utf8.h"

namespace huabiao::http {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::string_view> QueryReader::take(std::string_view name) {
  known_.push_back(name);
  for (const auto& [key, value] : request_.query)
    if (key == name) return value;
  return std::nullopt;
}

void QueryReader::add(std::string_view name, std::string_view read, Bilingual expected) {
  faults_.push_back({.parameter = std::string(utf8::cut(name, 100)),
                     .read = std::string(utf8::cut(read, 200)),
                     .expected = std::move(expected),
                     .message = {"查询参数不符合要求", "The query parameter is not what is expected here"}});
}

std::string QueryReader::text(std::string_view name, std::size_t max_characters) {
  const auto value = take(name);
  if (!value) return {};
  const bool control = std::ranges::any_of(*value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control || !utf8::valid(*value) || utf8::length(*value) > max_characters) {
    add(name, utf8::scrub(*value),
        {fmt::format("至多 {} 个字符", max_characters), fmt::format("at most {} characters", max_characters)});
    return {};
  }
  return utf8::trim(*value);
}

std::optional<std::int64_t> QueryReader::id(std::string_view name) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  const auto read = number(*value);
  if (read && *read > 0) return read;
  add(name, utf8::scrub(*value), {"正整数", "a positive integer"});
  return std::nullopt;
}

std::optional<TimePoint> QueryReader::instant(std::string_view name) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  const auto read = from_iso(*value);
  if (!read) add(name, utf8::scrub(*value), {"2026-11-22T02:15:00Z", "2026-11-22T02:15:00Z"});
  return read;
}

std::optional<TimePoint> QueryReader::day(std::string_view name) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  constexpr std::size_t kDayLetters = 10;
  const auto read = value->size() == kDayLetters ? from_iso(std::string(*value) + "T00:00:00Z") : std::nullopt;
  if (!read) add(name, utf8::scrub(*value), {"2026-11-22", "2026-11-22"});
  return read;
}

std::optional<std::size_t> QueryReader::choice(std::string_view name, std::span<const std::string_view> names) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == *value) return i;
  const std::string list = fmt::format("{}", fmt::join(names, ", "));
  add(name, utf8::scrub(*value), {list, list});
  return std::nullopt;
}

std::string QueryReader::region() {
  const auto value = take("region");
  if (!value) return {};
  const bool digits = value->size() == 6 && std::ranges::all_of(*value, [](char c) { return c >= '0' && c <= '9'; });
  if (digits) return std::string(*value);
  add("region", utf8::scrub(*value), {"六位行政区划代码", "a GB/T 2260 code of six digits"});
  return {};
}

std::size_t QueryReader::limit() {
  const auto value = take("limit");
  if (!value) return kDefaultPage;
  const auto read = number(*value);
  if (read && *read >= 1 && *read <= static_cast<std::int64_t>(kMaxPage)) return static_cast<std::size_t>(*read);
  add("limit", utf8::scrub(*value), {fmt::format("1 至 {}", kMaxPage), fmt::format("1 to {}", kMaxPage)});
  return kDefaultPage;
}

void QueryReader::need(std::string_view name) {
  for (const auto& [key, value] : request_.query)
    if (key == name) return;
  add(name, {}, {"必填", "required"});
}

std::optional<Failure> QueryReader::fault() {
  for (const auto& [key, value] : request_.query)
    if (std::ranges::find(known_, std::string_view(key)) == known_.end()) {
      const std::string list = fmt::format("{}", fmt::join(known_, ", "));
      add(utf8::scrub(key), utf8::scrub(value), {list, list});
    }
  if (faults_.empty()) return std::nullopt;
  return Failure(Error{Kind::Invalid, "http.bad_query", {}, {}}, std::move(faults_));
}

Result<std::int64_t> path_id(const Request& request, std::size_t index) {
  const auto read = number(request.arguments.at(index));
  if (!read || *read <= 0) return fail(Kind::NotFound, "http.no_such_resource", request.path);
  return *read;
}

}  // namespace huabiao::http
