#include "filing/match.h"

namespace huabiao::filing {
namespace {

struct FaultText {
  std::string_view slug, zh, en;
};

constexpr FaultText kFaults[] = {
    {"", "", ""},
    {"digit-count", "数字位数不对", "the number has too few or too many digits"},
    {"missing-bei", "缺少“备”字", "the character 备 is missing"},
    {"missing-number-mark", "号码后缺少“号”字", "the character 号 behind the number is missing"},
    {"licence", "这是经营许可证号，不是备案号", "this is a licence to do business, not a filing number"},
    {"joke-registry", "不是国家的备案系统", "this is not a register of the state"},
    {"unknown-province", "号码前没有省级简称", "no abbreviation of a province stands before the number"},
    {"wording", "文字与规定写法不符", "the wording is not the prescribed one"},
    {"province-mismatch", "号码前两位与省级简称不一致", "the first two digits belong to another province"},
    {"bad-prefix", "标识码应以省级代码或bm开头", "a site code begins with a province's code or with bm"},
    {"not-digits", "应为数字的位置不是数字", "something other than digits stands where the number should"},
    {"suffix", "号码后的序号写法不对", "what follows the number is no serial such as -1"},
};

}  // namespace

std::string_view to_string(Fault fault) {
  return kFaults[static_cast<std::size_t>(fault)].slug;
}

Bilingual explain(Fault fault) {
  const FaultText& text = kFaults[static_cast<std::size_t>(fault)];
  return {std::string(text.zh), std::string(text.en)};
}

std::string_view to_string(LinkAge age) {
  static constexpr std::string_view kNames[] = {"none", "current", "old", "obsolete", "foreign"};
  return kNames[static_cast<std::size_t>(age)];
}

}  // namespace huabiao::filing
