#include "app/cli/doctor_output.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/cli/text_table.h"
#include "base/utf8.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;

constexpr std::string_view kHidden = "***";
constexpr std::size_t kMostCells = 100;  // of what was found, and of a setting's value

std::string_view state_word(doctor::State state, Language language) {
  static constexpr std::string_view kChinese[] = {"正常", "注意", "故障"};
  return language == Language::Chinese ? kChinese[static_cast<std::size_t>(state)] : doctor::to_string(state);
}

json::value both(const Bilingual& text) {
  if (text.zh.empty()) return nullptr;
  return {{"zh", utf8::scrub(text.zh)}, {"en", utf8::scrub(text.en)}};
}

// Where a value came from, in words; the enum's own words are for programs.
std::string_view source_word(settings::Source source, Language language) {
  static constexpr std::string_view kChinese[] = {"默认", "huabiao.toml", "环境变量", "命令行"};
  return language == Language::Chinese ? kChinese[static_cast<std::size_t>(source)] : settings::to_string(source);
}

std::string settings_table(const settings::Resolved& resolved, Language language) {
  const bool chinese = language == Language::Chinese;
  TextTable table({{chinese ? "设置" : "setting"},
                   {.title = chinese ? "值" : "value", .most = kMostCells},
                   {chinese ? "来源" : "from"}});
  for (const auto& [key, origin] : resolved.origins) {
    std::string value = shown_value(key, origin.value);
    std::ranges::replace(value, '\n', ';');
    table.add({key, std::move(value), std::string(source_word(origin.source, language))});
  }
  return table.str();
}

}  // namespace

std::string shown_value(std::string_view key, std::string_view value) {
  if (key == "database") value = value.substr(0, value.find('?'));  // parameters may hold a password as well
  if (key == "proxy" || key == "database") {
    const std::size_t at = value.rfind('@');
    if (at == std::string_view::npos) return std::string(value);
    const std::size_t slashes = value.find("//");
    const std::size_t begin = slashes == std::string_view::npos || slashes > at ? 0 : slashes + 2;
    return fmt::format("{}{}{}", value.substr(0, begin), kHidden, value.substr(at));
  }
  if (key != "header") return std::string(value);
  std::string shown;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find('\n'), value.size());
    const std::string_view line = value.substr(0, end);
    shown += fmt::format("{}{}: {}", shown.empty() ? "" : "\n", line.substr(0, line.find(':')), kHidden);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return shown;
}

doctor::State worst_state(const doctor::World& world) {
  doctor::State worst = doctor::State::Ok;
  for (const doctor::Check& check : doctor::checks()) worst = std::max(worst, check.judge(world).state);
  return worst;
}

std::string doctor_table(const doctor::World& world, const settings::Resolved& resolved, Language language) {
  const bool chinese = language == Language::Chinese;
  TextTable table({{chinese ? "状态" : "state"},
                   {chinese ? "检查" : "check"},
                   {.title = chinese ? "看到" : "found", .most = kMostCells}});
  std::string mending;
  for (const doctor::Check& check : doctor::checks()) {
    const doctor::Diagnosis diagnosis = check.judge(world);
    const std::string& saw = diagnosis.saw.in(language);
    table.add({std::string(state_word(diagnosis.state, language)), std::string(check.id), saw});
    if (diagnosis.state == doctor::State::Ok) continue;
    mending += fmt::format("\n[{}] {}: {}\n  {}\n  {}: {}\n", state_word(diagnosis.state, language), check.id,
                           check.looks_at.in(language), saw, chinese ? "处理" : "mend", diagnosis.mend.in(language));
  }
  return table.str() + mending + "\n" + settings_table(resolved, language);
}

std::string doctor_lines(const doctor::World& world, const settings::Resolved& resolved) {
  std::string lines;
  for (const doctor::Check& check : doctor::checks()) {
    const doctor::Diagnosis diagnosis = check.judge(world);
    const json::value line = {{"schema", 1},
                              {"kind", "check"},
                              {"id", check.id},
                              {"state", doctor::to_string(diagnosis.state)},
                              {"looks_at", both(check.looks_at)},
                              {"saw", both(diagnosis.saw)},
                              {"mend", both(diagnosis.mend)}};
    lines += json::serialize(line) + "\n";
  }
  for (const auto& [key, origin] : resolved.origins) {
    const json::value line = {{"schema", 1},
                              {"kind", "setting"},
                              {"key", key},
                              {"value", utf8::scrub(shown_value(key, origin.value))},
                              {"from", settings::to_string(origin.source)}};
    lines += json::serialize(line) + "\n";
  }
  return lines;
}

}  // namespace huabiao::app
