// Technology fingerprints, in the form of FingerprintHub's web_fingerprint_v3.json: a list of
//   {"name","path","request_method","request_headers","request_data","status_code","headers","keyword",
//    "favicon_hash","priority"}
// Those that need a request of their own (another path, another method, the icon) are left out: pages are visited once.

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/utf8.h"
#include "rules/limits.h"
#include "rules/pack_parts.h"

namespace huabiao::rules {
namespace {

namespace json = boost::json;

// "用友 U8 CRM" -> "technology.u8-crm" loses what is not a letter; a name without any gets its digits of the bytes.
std::string id_of(std::string_view name) {
  std::string tail;
  bool odd = false;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))
      tail += lower;
    else if (!tail.empty() && tail.back() != '-')
      tail += '-';
    odd = odd || static_cast<unsigned char>(c) >= 0x80;
  }
  while (!tail.empty() && tail.back() == '-') tail.pop_back();
  if (odd || tail.empty()) {
    std::uint32_t mixed = 2'166'136'261U;  // FNV-1a: the same name gives the same id everywhere
    for (const char c : name) mixed = (mixed ^ static_cast<unsigned char>(c)) * 16'777'619U;
    tail += fmt::format("{}{:08x}", tail.empty() ? "n" : "-", mixed);
  }
  return "technology." + tail.substr(0, PackLimits::kIdBytes - 12);
}

class Entry {
 public:
  Entry(const PackFile& file, const json::object& object) : file_(file), object_(object) {}

  Result<std::optional<Fingerprint>> read() {
    Fingerprint print;
    print.name = text("name");
    if (print.name.empty() || print.name.size() > 200) wrong("name");
    print.id = id_of(print.name);
    if (const json::value* status = object_.if_contains("status_code"))
      print.status = status->is_int64() && status->get_int64() >= 0 && status->get_int64() < 1000
                         ? static_cast<int>(status->get_int64())
                         : (wrong("status_code"), 0);
    take_keywords(print);
    take_headers(print);
    if (!wrong_.empty()) return bad_pack(file_, fmt::format("fingerprint '{}': {}", print.name, wrong_));
    const std::string path = text("path"), method = text("request_method");
    const bool plain = (path.empty() || path == "/") && (method.empty() || method == "get" || method == "GET") &&
                       text("request_data").empty();
    if (!plain || (print.keywords.empty() && print.headers.empty())) return std::nullopt;
    return print;
  }

 private:
  std::string text(std::string_view key) {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || value->is_null()) return {};
    if (!value->is_string() || !utf8::valid(std::string_view(value->get_string()))) return wrong(key), "";
    return std::string(value->get_string());
  }
  void take_keywords(Fingerprint& print) {
    const json::value* list = object_.if_contains("keyword");
    if (list == nullptr || list->is_null()) return;
    if (!list->is_array()) return wrong("keyword");
    for (const json::value& word : list->get_array()) {
      if (!word.is_string() || word.get_string().empty() || word.get_string().size() > PackLimits::kKeywordBytes)
        return wrong("keyword");
      print.keywords.emplace_back(word.get_string());
    }
  }
  void take_headers(Fingerprint& print) {
    const json::value* list = object_.if_contains("headers");
    if (list == nullptr || list->is_null()) return;
    if (!list->is_object()) return wrong("headers");
    for (const auto& [key, value] : list->get_object()) {
      if (!value.is_string()) return wrong("headers");
      std::string name(key);
      for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      print.headers.emplace_back(std::move(name), std::string(value.get_string()));
    }
  }
  void wrong(std::string_view key) {
    if (wrong_.empty()) wrong_ = key;
  }

  const PackFile& file_;
  const json::object& object_;
  std::string wrong_;
};

}  // namespace

Done read_fingerprints(const PackFile& file, Pack& pack) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  const json::value parsed = json::parse(file.bytes, error, {}, options);
  if (error || !parsed.is_array()) return bad_pack(file, error ? error.message() : "no list", "a JSON list");
  for (const json::value& one : parsed.get_array()) {
    if (!one.is_object()) return bad_pack(file, "an entry is no object", "a JSON list of objects");
    auto print = Entry(file, one.get_object()).read();
    if (!print) return fail(std::move(print));
    if (*print) pack.fingerprints.push_back(**std::move(print));
  }
  return {};
}

}  // namespace huabiao::rules
