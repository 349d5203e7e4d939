#pragma once
// Fields of a JSON object, each taken by name, type and limit; the first that is wrong is noted. Inner to this room.

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "monitor/record/json_read.h"
#include "monitor/record/record.h"

namespace huabiao::monitor::record {

namespace json = boost::json;

inline constexpr std::int64_t kMost = std::int64_t{1} << 53;  // what JSON carries exactly everywhere

// One object's fields. Lives no longer than the value.
class Fields {
 public:
  Fields(const json::value& value, std::string_view name, Trouble& trouble) : trouble_(trouble) {
    object_ = value.if_object();
    if (object_ == nullptr) trouble_.note(name, "must be an object");
  }

  const json::value& at(std::string_view name) const {
    static const json::value kNothing;
    const json::value* value =
        object_ == nullptr ? nullptr : object_->if_contains(json::string_view(name.data(), name.size()));
    if (value == nullptr) trouble_.note(name, "is missing");
    return value == nullptr ? kNothing : *value;
  }
  // Records of earlier versions, or of the store, lack it.
  [[nodiscard]] bool has(std::string_view name) const {
    return object_ != nullptr && object_->contains(json::string_view(name.data(), name.size()));
  }
  std::string text(std::string_view name, std::size_t most = RecordLimits::kStringBytes) const {
    return as_text(at(name), name, most);
  }
  std::string text_or_null(std::string_view name) const { return at(name).is_null() ? std::string() : text(name); }
  bool flag(std::string_view name) const {
    const bool* value = at(name).if_bool();
    if (value == nullptr) trouble_.note(name, "must be true or false");
    return value != nullptr && *value;
  }
  template <class T = std::int64_t>
  T number(std::string_view name, std::int64_t least, std::int64_t most) const {
    const std::int64_t* value = at(name).if_int64();
    if (value == nullptr || *value < least || *value > most) {
      trouble_.note(name, "must be a whole number in its range");
      return static_cast<T>(least);
    }
    return static_cast<T>(*value);
  }
  double share(std::string_view name) const {
    const json::value& value = at(name);
    const double number = value.is_double()  ? value.get_double()
                          : value.is_int64() ? static_cast<double>(value.get_int64())
                                             : -1;
    if (!(number >= 0 && number <= 1)) trouble_.note(name, "must be between 0 and 1");
    return number;
  }
  TimePoint time(std::string_view name) const {
    const auto at = from_iso(text(name));
    if (!at) trouble_.note(name, "must be a time");
    return at.value_or(TimePoint{});
  }
  // Unset where it is null, or not there as in what earlier versions wrote.
  std::optional<TimePoint> time_or_nothing(std::string_view name) const {
    if (!has(name) || at(name).is_null()) return std::nullopt;
    return time(name);
  }
  // Text within a limit of its own, each.
  std::vector<std::string> texts(std::string_view name, std::size_t entries, std::size_t most) const {
    return list<std::string>(name, entries,
                             [&](const json::value& value, Trouble&) { return as_text(value, name, most); });
  }
  // A name of a closed list, by `read`.
  template <class Read>
  auto named(std::string_view name, Read read) const {
    const auto value = read(text(name));
    if (!value) trouble_.note(name, "is not one of its names");
    return value.value_or(typename decltype(value)::value_type{});
  }
  template <class T, class Each>
  std::vector<T> list(std::string_view name, std::size_t most, Each each) const {
    return as_list<T>(at(name), name, most, trouble_, each);
  }
  std::vector<std::string> texts(std::string_view name) const {
    return list<std::string>(name, RecordLimits::kListEntries,
                             [&](const json::value& value, Trouble&) { return as_text(value, name); });
  }

  template <class T, class Each>
  static std::vector<T> as_list(const json::value& value, std::string_view name, std::size_t most, Trouble& trouble,
                                Each each) {
    std::vector<T> out;
    const json::array* array = value.if_array();
    if (array == nullptr || array->size() > most) {
      trouble.note(name, "must be a list within its limit");
      return out;
    }
    for (const json::value& one : *array) {
      if (trouble.found()) break;
      out.push_back(each(one, trouble));
    }
    return out;
  }

 private:
  std::string as_text(const json::value& value, std::string_view name,
                      std::size_t most = RecordLimits::kStringBytes) const {
    const json::string* string = value.if_string();
    if (string == nullptr || string->size() > most) {
      trouble_.note(name, "must be text within its limit");
      return {};
    }
    return std::string(string->data(), string->size());
  }

  const json::object* object_ = nullptr;
  Trouble& trouble_;
};

}  // namespace huabiao::monitor::record
