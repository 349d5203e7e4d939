#include "monitor/registration/values.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

// RFC 5731 2.3 and RFC 3915 3.1.
constexpr std::array<std::string_view, 24> kStatuses = {"addPeriod",
                                                        "autoRenewPeriod",
                                                        "clientDeleteProhibited",
                                                        "clientHold",
                                                        "clientRenewProhibited",
                                                        "clientTransferProhibited",
                                                        "clientUpdateProhibited",
                                                        "inactive",
                                                        "ok",
                                                        "pendingCreate",
                                                        "pendingDelete",
                                                        "pendingRenew",
                                                        "pendingRestore",
                                                        "pendingTransfer",
                                                        "pendingUpdate",
                                                        "redemptionPeriod",
                                                        "renewPeriod",
                                                        "serverDeleteProhibited",
                                                        "serverHold",
                                                        "serverRenewProhibited",
                                                        "serverTransferProhibited",
                                                        "serverUpdateProhibited",
                                                        "transferPeriod",
                                                        "expired"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (const char small = lower(c); small >= 'a' && small <= 'z') out += small;
  return out;
}

// Numbers and separators from the front of a text.
class Scan {
 public:
  explicit Scan(std::string_view rest) : rest_(rest) {}
  // Exactly or at most so many digits.
  std::optional<int> number(std::size_t least, std::size_t most) {
    constexpr int kEnough = 100'000;  // of what a year, a day or a second needs; digits beyond are passed over
    std::size_t size = 0;
    int value = 0;
    for (; size < rest_.size() && size < most && rest_[size] >= '0' && rest_[size] <= '9'; ++size)
      if (value < kEnough) value = value * 10 + (rest_[size] - '0');
    if (size < least) return std::nullopt;
    rest_.remove_prefix(size);
    return value;
  }
  char take_one_of(std::string_view any) {
    if (rest_.empty() || any.find(rest_.front()) == std::string_view::npos) return 0;
    const char took = rest_.front();
    rest_.remove_prefix(1);
    return took;
  }
  std::optional<int> month_name() {
    constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::string name = lowered(rest_.substr(0, 3));
    const auto at = std::ranges::find(kMonths, name);
    if (at == kMonths.end()) return std::nullopt;
    while (!rest_.empty() && lower(rest_.front()) >= 'a' && lower(rest_.front()) <= 'z') rest_.remove_prefix(1);
    return static_cast<int>(at - kMonths.begin()) + 1;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> day_of(Scan& scan) {
  constexpr std::string_view kBetween = "-/.";
  Scan other_way = scan;
  std::optional<int> year = scan.number(4, 4), month, day;
  if (year) {
    const char between = scan.take_one_of(kBetween);
    month = scan.number(between == 0 ? 2 : 1, 2);
    if (between != 0 && scan.take_one_of({&between, 1}) == 0) return std::nullopt;
    day = scan.number(between == 0 ? 2 : 1, 2);
  } else {
    scan = other_way;
    day = scan.number(1, 2);
    if (scan.take_one_of("- ") == 0) return std::nullopt;
    month = scan.month_name();
    if (scan.take_one_of("- ") == 0) return std::nullopt;
    year = scan.number(4, 4);
  }
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// "Z", "+08:00", "-0500", "UTC"; nothing: `otherwise`.
Millis zone_of(Scan& scan, Millis otherwise) {
  while (scan.take_one_of(" ") != 0) continue;
  const std::string name = letters_of(scan.rest().substr(0, 3));
  if (name == "z" || name == "utc" || name == "gmt") return Millis(0);
  const char sign = scan.take_one_of("+-");
  const auto hours = sign == 0 ? std::nullopt : scan.number(2, 2);
  if (!hours) return otherwise;
  scan.take_one_of(":");
  const auto minutes = scan.number(2, 2);
  const Millis offset = std::chrono::hours(*hours) + std::chrono::minutes(minutes.value_or(0));
  return sign == '-' ? -offset : offset;
}

template <class List>
void add_once(List& list, std::string value, std::size_t most) {
  if (!value.empty() && list.size() < most && std::ranges::find(list, value) == list.end())
    list.push_back(std::move(value));
}

}  // namespace

std::optional<TimePoint> registration_time(std::string_view text, Millis utc_offset) {
  constexpr int kHours = 24, kMinutes = 60, kLeapSecond = 60;
  const std::string trimmed = utf8::trim(text.substr(0, RegistrationLimits::kTextBytes));
  Scan scan(trimmed);
  const auto day = day_of(scan);
  if (!day) return std::nullopt;
  Millis of_day{0};
  if (scan.take_one_of("Tt ") != 0) {
    const auto hour = scan.number(2, 2);
    if (hour) {
      scan.take_one_of(":");
      const auto minute = scan.number(2, 2);
      scan.take_one_of(":");
      const auto second = scan.number(2, 2);
      if (!minute || *hour >= kHours || *minute >= kMinutes || second.value_or(0) > kLeapSecond) return std::nullopt;
      of_day = std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(second.value_or(0));
      if (scan.take_one_of(".") != 0) (void)scan.number(0, trimmed.size());
    }
  }
  return TimePoint(*day) + of_day - zone_of(scan, utc_offset);
}

std::string registration_status(std::string_view text) {
  constexpr std::size_t kMost = 64;
  // WHOIS puts an explanation's address behind it, RDAP a space between its words.
  std::string status = utf8::trim(text.substr(0, std::min(text.find("http"), RegistrationLimits::kTextBytes)));
  if (const std::size_t open = status.find('('); open != std::string::npos) status = utf8::trim(status.substr(0, open));
  const std::string letters = letters_of(status);
  if (letters == "active") return "ok";
  const auto known = std::ranges::find_if(kStatuses, [&](std::string_view one) { return lowered(one) == letters; });
  if (known != kStatuses.end()) return std::string(*known);
  return lowered(utf8::scrub(utf8::cut(status, kMost)));
}

std::string registration_name(std::string_view text) {
  std::string name =
      utf8::trim(text.substr(0, std::min(text.find_first_of(" \t"), RegistrationLimits::kTextBytes + 1)));
  if (name.ends_with('.')) name.pop_back();
  const auto host = web::parse_host(name, web::HostRules::Link);
  return host ? host->ascii : std::string();
}

std::string registration_text(std::string_view text) {
  return utf8::scrub(utf8::cut(utf8::trim(text), RegistrationLimits::kTextBytes));
}

void add_status(Registration& to, std::string_view text) {
  add_once(to.statuses, registration_status(text), RegistrationLimits::kStatuses);
}

void add_server(Registration& to, std::string_view text) {
  add_once(to.servers, registration_name(text), RegistrationLimits::kServers);
}

void put_in_order(Registration& registration) {
  std::ranges::sort(registration.statuses);
  std::ranges::sort(registration.servers);
}

}  // namespace huabiao::monitor
