#include "filing/province.h"

namespace huabiao::filing {
namespace {

struct Province {
  std::string_view code, name, abbreviation, other_abbreviation;
};

// GB/T 2260 with the everyday abbreviation and the one ICP numbers may use instead.
constexpr Province kProvinces[] = {
    {"11", "北京", "京", ""},   {"12", "天津", "津", ""}, {"13", "河北", "冀", ""},   {"14", "山西", "晋", ""},
    {"15", "内蒙古", "蒙", ""}, {"21", "辽宁", "辽", ""}, {"22", "吉林", "吉", ""},   {"23", "黑龙江", "黑", ""},
    {"31", "上海", "沪", ""},   {"32", "江苏", "苏", ""}, {"33", "浙江", "浙", ""},   {"34", "安徽", "皖", ""},
    {"35", "福建", "闽", ""},   {"36", "江西", "赣", ""}, {"37", "山东", "鲁", ""},   {"41", "河南", "豫", ""},
    {"42", "湖北", "鄂", ""},   {"43", "湖南", "湘", ""}, {"44", "广东", "粤", ""},   {"45", "广西", "桂", ""},
    {"46", "海南", "琼", ""},   {"50", "重庆", "渝", ""}, {"51", "四川", "川", "蜀"}, {"52", "贵州", "贵", "黔"},
    {"53", "云南", "云", "滇"}, {"54", "西藏", "藏", ""}, {"61", "陕西", "陕", "秦"}, {"62", "甘肃", "甘", "陇"},
    {"63", "青海", "青", ""},   {"64", "宁夏", "宁", ""}, {"65", "新疆", "新", ""},   {"66", "新疆兵团", "", ""},
    {"71", "台湾", "台", ""},   {"81", "香港", "港", ""}, {"82", "澳门", "澳", ""},
};

}  // namespace

std::string_view province_of(std::string_view abbreviation) {
  if (abbreviation.empty()) return {};
  for (const Province& province : kProvinces) {
    if (province.code > "66") break;  // no filing numbers of these
    if (province.abbreviation == abbreviation || province.other_abbreviation == abbreviation) return province.code;
  }
  return {};
}

bool is_province_code(std::string_view two_digits) {
  return !province_name(two_digits).empty();
}

std::string_view province_name(std::string_view two_digits) {
  for (const Province& province : kProvinces)
    if (province.code == two_digits) return province.name;
  return {};
}

}  // namespace huabiao::filing
