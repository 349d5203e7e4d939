#include "dispatch/message_lines.h"

#include <utility>

namespace huabiao::dispatch {

namespace json = boost::json;

std::string line_of(const json::object& head) {
  return json::serialize(head);
}

std::unexpected<Error> bad_message(std::string detail) {
  return fail(Kind::Invalid, "dispatch.bad_message", std::move(detail));
}

Result<json::object> read_head(std::string_view line) {
  if (line.size() > HeadLimits::kBytes) return bad_message("head too long");
  json::error_code error;
  json::parse_options options;
  options.max_depth = HeadLimits::kDepth;
  json::value value = json::parse(line, error, {}, options);
  if (error || !value.is_object()) return bad_message("head is no object");
  return std::move(value.get_object());
}

std::string Fields::text(std::string_view name) {
  const json::value* value = head_.if_contains(name);
  if (value == nullptr || !value->is_string()) return wrong(name), std::string();
  return std::string(value->get_string());
}

std::int64_t Fields::number(std::string_view name, std::int64_t least, std::int64_t most) {
  const json::value* value = head_.if_contains(name);
  if (value == nullptr || !value->is_int64() || value->get_int64() < least || value->get_int64() > most)
    return wrong(name), least;
  return value->get_int64();
}

bool Fields::flag(std::string_view name) {
  const json::value* value = head_.if_contains(name);
  if (value == nullptr || !value->is_bool()) return wrong(name), false;
  return value->get_bool();
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> out;
  const json::value* value = head_.if_contains(name);
  if (value == nullptr || !value->is_array()) return wrong(name), out;
  for (const json::value& entry : value->get_array()) {
    if (!entry.is_string()) return wrong(name), out;
    out.emplace_back(entry.get_string());
  }
  return out;
}

std::vector<std::int64_t> Fields::numbers(std::string_view name) {
  std::vector<std::int64_t> out;
  const json::value* value = head_.if_contains(name);
  if (value == nullptr || !value->is_array()) return wrong(name), out;
  for (const json::value& entry : value->get_array()) {
    if (!entry.is_int64()) return wrong(name), out;
    out.push_back(entry.get_int64());
  }
  return out;
}

void Fields::wrong(std::string_view name) {
  if (wrong_.empty()) wrong_ = name;
}

Result<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return bad_message("a line has no end");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

Result<std::vector<std::string_view>> lines_of(std::string_view rest, std::size_t count) {
  std::vector<std::string_view> lines;
  while (!rest.empty()) {
    auto line = take_line(rest);
    if (!line) return fail(std::move(line));
    if (lines.size() == count) return bad_message("more lines than said");
    lines.push_back(*line);
  }
  if (lines.size() != count) return bad_message("fewer lines than said");
  return lines;
}

Result<Split> split(std::string_view payload) {
  auto line = take_line(payload);
  if (!line) return bad_message("no head");
  auto head = read_head(*line);
  if (!head) return fail(std::move(head));
  Fields fields(*head);
  std::string type = fields.text("type");
  if (!fields.first_wrong().empty()) return bad_message("type");
  return Split{std::move(*head), std::move(type), payload};
}

}  // namespace huabiao::dispatch
