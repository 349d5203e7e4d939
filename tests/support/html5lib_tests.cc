#include "support/html5lib_tests.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <iterator>

namespace huabiao::support {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
  return std::string(value.as_string());
}

void append(std::string& out, unsigned code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  out += static_cast<char>((0xFF00u >> (more + 1) & 0xFFu) | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

std::optional<unsigned> escape_at(const std::string& text, std::size_t at) {
  unsigned code = 0;
  if (at + 6 > text.size() || text.compare(at, 2, "\\u") != 0) return std::nullopt;
  const char* const end = text.data() + at + 6;
  if (std::from_chars(end - 4, end, code, 16).ptr != end) return std::nullopt;
  return code;
}

// "\u0041" once more, where the test says that it is escaped twice.
std::string unescaped(const std::string& text, bool twice) {
  if (!twice) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto code = escape_at(text, at);
    if (!code) {
      out += text[at++];
      continue;
    }
    at += 6;
    const auto low = escape_at(text, at);
    if (*code >= 0xD800 && *code < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000) {
      append(out, 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00));
      at += 6;
    } else {
      append(out, *code);
    }
  }
  return out;
}

Html5libToken token_of(const json::array& parts, bool twice) {
  const auto optional_text = [&](const json::value& value) {
    return value.is_null() ? std::nullopt : std::optional(unescaped(text_of(value), twice));
  };
  Html5libToken token;
  token.kind = text_of(parts[0]);
  token.text = optional_text(parts[1]).value_or("");
  if (token.kind == "StartTag") {
    for (const auto& attribute : parts[2].as_object())
      token.attributes[unescaped(std::string(attribute.key()), twice)] = unescaped(text_of(attribute.value()), twice);
    token.flag = parts.size() > 3 && parts[3].as_bool();
  } else if (token.kind == "DOCTYPE") {
    token.public_id = optional_text(parts[2]);
    token.system_id = optional_text(parts[3]);
    token.flag = parts[4].as_bool();
  }
  return token;
}

Html5libTest test_of(const json::object& object, const std::string& file) {
  const bool twice = object.contains("doubleEscaped") && object.at("doubleEscaped").as_bool();
  Html5libTest test;
  test.file = file;
  test.description = text_of(object.at("description"));
  test.input = unescaped(text_of(object.at("input")), twice);
  test.initial_states = {"Data state"};
  if (const auto* states = object.if_contains("initialStates")) {
    test.initial_states.clear();
    for (const json::value& state : states->as_array()) test.initial_states.push_back(text_of(state));
  }
  if (const auto* last = object.if_contains("lastStartTag")) test.last_start_tag = text_of(*last);
  for (const json::value& parts : object.at("output").as_array()) {
    Html5libToken token = token_of(parts.as_array(), twice);
    if (token.kind == "Character" && !test.output.empty() && test.output.back().kind == "Character")
      test.output.back().text += token.text;
    else
      test.output.push_back(std::move(token));
  }
  return test;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Html5libToken& token) {
  out << token.kind << " '" << token.text << "'" << (token.flag ? " +" : "");
  for (const auto& [name, value] : token.attributes) out << " " << name << "='" << value << "'";
  if (token.public_id) out << " public '" << *token.public_id << "'";
  if (token.system_id) out << " system '" << *token.system_id << "'";
  return out;
}

std::vector<Html5libTest> read_html5lib_tests(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Html5libTest> tests;
  for (const auto& path : files) {
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const json::value document = json::parse(text);
    if (const auto* list = document.as_object().if_contains("tests"))
      for (const json::value& one : list->as_array())
        tests.push_back(test_of(one.as_object(), path.filename().string()));
  }
  return tests;
}

}  // namespace huabiao::support
