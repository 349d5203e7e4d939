#include "numbers.h"

#include <fmt/format.h>

namespace huabiao::badweb {

std::string icp_number(Random& random) {
  const std::string number = random.chance(50) ? "2098" + random.digits(6) : "98" + random.digits(6);
  return "冀ICP备" + number + "号" + (random.chance(50) ? fmt::format("-{}", random.between(1, 9)) : "");
}

std::string police_digits(Random& random, const std::string& division) {
  return division + "02" + random.digits(6);
}

std::string site_code(Random& random, const std::string& division) {
  return division + fmt::format("{:04}", random.between(1, 9999));
}

std::string mark_script_id(Random& random, const std::string& division) {
  // 05 stands for the province; prefecture numbers from 951 are not in use; the county's two digits follow.
  return fmt::format("CA059{}00{}{}{}{:04}", division.substr(2, 2), division.substr(4, 2), random.chance(50) ? 4 : 6,
                     random.digits(7), random.between(1, 20));
}

std::string mark_show_id(Random& random) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string id;
  for (int i = 0; i < 16; ++i) id += kHex[random.below(16)];
  id += random.chance(50) ? "E053012819AC" : "E05310291AAC";
  for (int i = 0; i < 4; ++i) id += kHex[random.below(16)];
  return id;
}

std::string mark_script_path(const std::string& id) {
  return fmt::format("//dcs.conac.cn/js/{}/{}/{}/{}/{}.js", id.substr(2, 2), id.substr(4, 3), id.substr(7, 4),
                     id.substr(11, 8), id);
}

}  // namespace huabiao::badweb
