#include "monitor/registration/whois.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/utf8.h"
#include "monitor/registration/values.h"

namespace huabiao::monitor {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> kDomain = {"domain name", "domain", "域名"};
constexpr std::array<std::string_view, 8> kRegistered = {"registration time", "registration date", "creation date",
                                                         "created",           "created on",        "registered on",
                                                         "registered",        "注册时间"};
constexpr std::array<std::string_view, 10> kExpires = {
    "expiration time", "registry expiry date", "registrar registration expiration date",
    "expiration date", "expiry date",          "expires",
    "expires on",      "expire date",          "paid-till",
    "到期时间"};
constexpr std::array<std::string_view, 6> kChanged = {"updated date",  "last updated", "last updated on",
                                                      "last modified", "changed",      "更新时间"};
constexpr std::array<std::string_view, 4> kRegistrar = {"sponsoring registrar", "registrar", "registrar name",
                                                        "注册商"};
constexpr std::array<std::string_view, 4> kStatus = {"domain status", "status", "state", "域名状态"};
constexpr std::array<std::string_view, 5> kServer = {"name server", "name servers", "nserver", "nameserver",
                                                     "域名服务器"};

// What stands in a line of an answer that is no record.
constexpr std::array<std::string_view, 8> kTooOften = {"queried interval is too short",
                                                       "limit exceeded",
                                                       "rate limit",
                                                       "too many",
                                                       "quota exceeded",
                                                       "exceeded",
                                                       "try again later",
                                                       "too fast"};
constexpr std::array<std::string_view, 10> kNothing = {
    "no matching record", "no match",       "not found",      "no data found", "no entries found",
    "no object found",    "no such domain", "does not exist", "is free",       "can not be registered online"};
constexpr std::array<std::string_view, 5> kDenied = {"access denied", "not authorized", "permission denied", "blocked",
                                                     "refused"};

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_one_of(std::string_view text, Words words) {
  return std::ranges::find(words, text) != words.end();
}

bool holds_one_of(std::string_view text, Words words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// The whole answer, line by line.
class Reading {
 public:
  Reading(std::string_view domain, Millis utc_offset) : domain_(domain), utc_offset_(utc_offset) {}

  void line(std::string_view raw) {
    const std::string line = utf8::trim(raw);
    // Legal notices, and the statement of how fresh the database is.
    if (line.empty() || line.front() == '%' || line.front() == '#' || line.starts_with(">>>")) return;
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos &&
        take(lowered(utf8::trim(line.substr(0, colon))), utf8::trim(line.substr(colon + 1))))
      return;
    if (!named_) remark(line);
  }

  WhoisReading end() && {
    if (named_ && named_ == domain_ && told_) {
      put_in_order(out_.said);
      out_.outcome = RegistrationOutcome::Registered;
      out_.reason.clear();
    } else if (out_.reason.empty()) {
      out_.reason = named_ && named_ != domain_ ? "an answer about " + *named_ : "an answer of an unknown form";
    }
    if (out_.outcome != RegistrationOutcome::Registered) out_.said = {};
    return std::move(out_);
  }

 private:
  bool take(const std::string& key, const std::string& value) {
    if (value.empty()) return false;
    if (is_one_of(key, kDomain)) {
      if (!named_) named_ = registration_name(value);
      return true;
    }
    return take_time(key, value) || take_list(key, value);
  }

  bool take_time(const std::string& key, const std::string& value) {
    std::optional<TimePoint>* const into = is_one_of(key, kExpires)      ? &out_.said.expires
                                           : is_one_of(key, kRegistered) ? &out_.said.registered
                                           : is_one_of(key, kChanged)    ? &out_.said.changed
                                                                         : nullptr;
    if (into == nullptr) return false;
    const auto at = registration_time(value, utc_offset_);
    if (!*into) *into = at;
    told_ = told_ || at;
    return true;
  }

  bool take_list(const std::string& key, const std::string& value) {
    if (is_one_of(key, kRegistrar)) {
      if (out_.said.registrar.empty()) out_.said.registrar = registration_text(value);
    } else if (is_one_of(key, kStatus)) {
      if (const std::string low = lowered(value); low == "free" || low == "available") {
        out_.outcome = RegistrationOutcome::NotFound;
        out_.reason = registration_text(key + ": " + value);
        return true;
      }
      add_status(out_.said, value);
    } else if (is_one_of(key, kServer)) {
      add_server(out_.said, value);
    } else {
      return false;
    }
    told_ = true;
    return true;
  }

  // A line that is none of a record. The first that says what happened counts.
  void remark(const std::string& line) {
    if (!out_.reason.empty()) return;
    const std::string low = lowered(line);
    if (holds_one_of(low, kTooOften))
      out_.outcome = RegistrationOutcome::RateLimited;
    else if (holds_one_of(low, kNothing))
      out_.outcome = RegistrationOutcome::NotFound;
    else if (holds_one_of(low, kDenied))
      out_.outcome = RegistrationOutcome::Refused;
    else
      return;
    out_.reason = registration_text(line);
  }

  const std::string_view domain_;
  const Millis utc_offset_;
  std::optional<std::string> named_;  // the domain the answer is about
  bool told_ = false;                 // anything of it
  WhoisReading out_;
};

}  // namespace

std::string whois_question(std::string_view query, std::string_view domain) {
  constexpr std::string_view kPlace = "{}";
  std::string line(query);
  if (const std::size_t at = line.find(kPlace); at != std::string::npos) line.replace(at, kPlace.size(), domain);
  return line + "\r\n";
}

WhoisReading read_whois(std::string_view text, std::string_view domain, Millis utc_offset) {
  Reading reading(domain, utc_offset);
  text = text.substr(0, RegistrationLimits::kAnswerBytes);
  for (std::size_t lines = 0; !text.empty() && lines < RegistrationLimits::kLines; ++lines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reading.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::move(reading).end();
}

}  // namespace huabiao::monitor
