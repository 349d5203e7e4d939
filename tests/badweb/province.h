#pragma once
// The invented province of 示例 ("example"): its cities, counties and the bodies in them. No name here is a real place;
// every host lies below a made-up *-shili name. Pure tables; any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace huabiao::badweb {

struct Place {
  std::string name;      // "晨州市"
  std::string pinyin;    // "chenzhou"
  std::string division;  // six digits below the unassigned prefectures 51..59 of province 13
  std::string superior;  // name of the city a county lies in; the province for a city; empty for the province
};

enum class BodyKind { Portal, Department, School, Institution };

struct Body {
  BodyKind kind = BodyKind::Department;
  Place place;
  std::string name;        // "晨州市水利局"
  std::string short_name;  // "晨州水利", for Chinese names and titles
  std::string site_name;   // "晨州市水利局网站"
  std::string host_label;  // "slj"; "www" for a portal
  std::string authority;   // who answers for it in the form
};

// Body number `index` of the province drawn with `seed`: all different for different indexes, places and kinds mixed.
Body body_at(std::uint64_t seed, std::uint64_t index);

inline constexpr std::string_view kProvinceName = "示例省";
inline constexpr std::string_view kProvinceOffice = "示例省机构编制委员会办公室";

}  // namespace huabiao::badweb
