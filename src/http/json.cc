#include "http/json.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/utf8.h"

namespace huabiao::http {

namespace json = boost::json;

json::string text(std::string_view from) {
  if (utf8::valid(from)) return json::string(from);
  return json::string(utf8::scrub(from));
}

json::value instant(TimePoint at) {
  return json::value(to_iso(at));
}
json::value instant(const std::optional<TimePoint>& at) {
  return at ? json::value(to_iso(*at)) : json::value(nullptr);
}
json::value named(std::int64_t id, std::string_view name) {
  return json::object{{"id", id}, {"name", text(name)}};
}
json::array texts(const std::vector<std::string>& from) {
  json::array out;
  out.reserve(from.size());
  for (const std::string& one : from) out.push_back(json::value(text(one)));
  return out;
}

Response json_answer(const json::value& value, int status) {
  Response response;
  response.status = status;
  response.body = json::serialize(value);
  response.with("Content-Type", "application/json; charset=utf-8");
  return response;
}

std::expected<json::object, Failure> body_object(const Request& request, std::size_t depth) {
  const std::string_view type = request.header("content-type");
  if (type != "application/json" && !type.starts_with("application/json;"))
    return fail(Kind::Invalid, "http.unsupported_media", std::string(type), "application/json");
  json::parse_options options;
  options.max_depth = depth;
  boost::system::error_code error;
  json::value value = json::parse(request.body, error, {}, options);
  if (error) return fail(Kind::Invalid, "http.bad_json", error.message());
  if (!value.is_object()) return fail(Kind::Invalid, "http.bad_json", {}, "{ ... }");
  return std::move(value.get_object());
}

const json::value* ObjectReader::take(std::string_view key, bool required) {
  known_.push_back(key);
  const json::value* value = object_.if_contains(key);
  if (value == nullptr && required)
    faults_.push_back({.pointer = pointer_ + "/" + std::string(key), .message = {"缺少必填项", "This is required"}});
  return value;
}

void ObjectReader::fault_at(const std::string& pointer, const json::value* read, Bilingual expected) {
  std::string shown = read != nullptr ? json::serialize(*read) : std::string();
  if (shown.size() > 200) shown = std::string(utf8::cut(shown, 200)) + "…";
  faults_.push_back({.pointer = pointer,
                     .read = std::move(shown),
                     .expected = std::move(expected),
                     .message = {"填写的内容不符合要求", "The value is not what is expected here"}});
}

void ObjectReader::fault(std::string_view key, std::string_view read, Bilingual expected, Bilingual message) {
  faults_.push_back({.pointer = pointer_ + "/" + std::string(key),
                     .read = std::string(read),
                     .expected = std::move(expected),
                     .message = std::move(message)});
}

std::optional<std::string> ObjectReader::checked(const json::value& value, const std::string& pointer,
                                                 const TextRule& rule) {
  const Bilingual expected = {fmt::format("{} 至 {} 个字符，不含控制字符", rule.min, rule.max),
                              fmt::format("{} to {} characters, no control characters", rule.min, rule.max)};
  if (!value.is_string()) {
    fault_at(pointer, &value, expected);
    return std::nullopt;
  }
  const std::string_view raw(value.get_string());
  const bool control = std::ranges::any_of(raw, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && !(rule.lines && (c == '\n' || c == '\r' || c == '\t'))) || byte == 0x7F;
  });
  std::string trimmed = utf8::trim(raw);
  const std::size_t length = utf8::length(trimmed);
  if (control || length < rule.min || length > rule.max) {
    fault_at(pointer, &value, expected);
    return std::nullopt;
  }
  return trimmed;
}

Field<std::string> ObjectReader::string(std::string_view key, const TextRule& rule) {
  const json::value* value = take(key, rule.required);
  if (value == nullptr) return {};
  if (value->is_null() && rule.nullable) return {true, std::nullopt};
  return {true, checked(*value, pointer_ + "/" + std::string(key), rule)};
}

void ObjectReader::string_into(std::string& into, std::string_view key, const TextRule& rule) {
  if (auto read = string(key, rule); read.given) into = std::move(read.value).value_or("");
}

Field<std::int64_t> ObjectReader::integer(std::string_view key, std::int64_t min, std::int64_t max, bool required) {
  const json::value* value = take(key, required);
  if (value == nullptr) return {};
  if (value->is_null() && !required) return {true, std::nullopt};
  if (value->is_int64() && value->get_int64() >= min && value->get_int64() <= max) return {true, value->get_int64()};
  fault_at(pointer_ + "/" + std::string(key), value,
           {fmt::format("{} 至 {} 的整数", min, max), fmt::format("an integer of {} to {}", min, max)});
  return {true, std::nullopt};
}

Field<std::int64_t> ObjectReader::id(std::string_view key, bool required) {
  return integer(key, 1, std::int64_t{1} << 53, required);
}

Field<bool> ObjectReader::boolean(std::string_view key) {
  const json::value* value = take(key, false);
  if (value == nullptr) return {};
  if (value->is_null()) return {true, std::nullopt};
  if (value->is_bool()) return {true, value->get_bool()};
  fault_at(pointer_ + "/" + std::string(key), value, {"true、false 或 null", "true, false or null"});
  return {true, std::nullopt};
}

Field<TimePoint> ObjectReader::instant(std::string_view key) {
  const json::value* value = take(key, false);
  if (value == nullptr) return {};
  if (value->is_null()) return {true, std::nullopt};
  if (value->is_string())
    if (const auto at = from_iso(std::string_view(value->get_string()))) return {true, at};
  fault_at(pointer_ + "/" + std::string(key), value, {"2026-11-22T02:15:00Z", "2026-11-22T02:15:00Z"});
  return {true, std::nullopt};
}

Field<std::size_t> ObjectReader::choice(std::string_view key, std::span<const std::string_view> names, bool required) {
  const json::value* value = take(key, required);
  if (value == nullptr) return {};
  if (value->is_string())
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == std::string_view(value->get_string())) return {true, i};
  const std::string list = fmt::format("{}", fmt::join(names, ", "));
  fault_at(pointer_ + "/" + std::string(key), value, {list, list});
  return {true, std::nullopt};
}

Field<std::vector<std::string>> ObjectReader::strings(std::string_view key, std::size_t most, const TextRule& rule) {
  const json::value* value = take(key, false);
  if (value == nullptr) return {};
  const std::string pointer = pointer_ + "/" + std::string(key);
  if (!value->is_array() || value->get_array().size() > most) {
    fault_at(pointer, value, {fmt::format("至多 {} 项的列表", most), fmt::format("a list of at most {}", most)});
    return {true, std::nullopt};
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < value->get_array().size(); ++i)
    if (auto one = checked(value->get_array()[i], fmt::format("{}/{}", pointer, i), rule))
      out.push_back(std::move(*one));
  return {true, std::move(out)};
}

Field<std::vector<std::int64_t>> ObjectReader::ids(std::string_view key, std::size_t most) {
  const json::value* value = take(key, false);
  if (value == nullptr) return {};
  std::vector<std::int64_t> out;
  bool good = value->is_array() && value->get_array().size() <= most;
  if (good)
    for (const json::value& one : value->get_array()) {
      good = good && one.is_int64() && one.get_int64() > 0;
      if (good) out.push_back(one.get_int64());
    }
  if (good) return {true, std::move(out)};
  fault_at(pointer_ + "/" + std::string(key), value,
           {fmt::format("至多 {} 个编号的列表", most), fmt::format("a list of at most {} ids", most)});
  return {true, std::nullopt};
}

std::vector<std::pair<const json::object*, std::string>> ObjectReader::objects(std::string_view key, std::size_t most) {
  std::vector<std::pair<const json::object*, std::string>> out;
  const json::value* value = take(key, false);
  if (value == nullptr) return out;
  const std::string pointer = pointer_ + "/" + std::string(key);
  if (!value->is_array() || value->get_array().size() > most) {
    fault_at(pointer, value, {fmt::format("至多 {} 项的列表", most), fmt::format("a list of at most {}", most)});
    return out;
  }
  for (std::size_t i = 0; i < value->get_array().size(); ++i) {
    const json::value& one = value->get_array()[i];
    const std::string at = fmt::format("{}/{}", pointer, i);
    if (one.is_object())
      out.emplace_back(&one.get_object(), at);
    else
      fault_at(at, &one, {"{ ... }", "{ ... }"});
  }
  return out;
}

void ObjectReader::finish() {
  for (const auto& [key, value] : object_)
    if (std::ranges::find(known_, std::string_view(key)) == known_.end())
      faults_.push_back(
          {.pointer = pointer_ + "/" + std::string(utf8::cut(std::string_view(key), 100)),
           .expected = {fmt::format("{}", fmt::join(known_, ", ")), fmt::format("{}", fmt::join(known_, ", "))},
           .message = {"没有这一项", "There is no such key"}});
}

Failure bad_body(std::vector<ProblemItem> faults) {
  return {Error{Kind::Invalid, "http.bad_body", {}, {}}, std::move(faults)};
}

}  // namespace huabiao::http
