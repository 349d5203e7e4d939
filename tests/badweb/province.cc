#include "province.h"

#include <array>
#include <fmt/format.h>

#include "random.h"

namespace huabiao::badweb {
namespace {

struct Named {
  std::string_view name, pinyin;
};

constexpr std::array<Named, 9> kCities = {{{"晨州", "chenzhou"},
                                           {"云泊", "yunbo"},
                                           {"霜林", "shuanglin"},
                                           {"青砚", "qingyan"},
                                           {"鹿桥", "luqiao"},
                                           {"望潮", "wangchao"},
                                           {"松墨", "songmo"},
                                           {"碧梧", "biwu"},
                                           {"竹汀", "zhuting"}}};

// A county is one of these words in one of the cities: 晨州市听雨县.
constexpr std::array<Named, 10> kCounties = {{{"听雨县", "tingyu"},
                                              {"画屏区", "huaping"},
                                              {"晚枫县", "wanfeng"},
                                              {"石矶区", "shiji"},
                                              {"流萤县", "liuying"},
                                              {"半山区", "banshan"},
                                              {"采薇县", "caiwei"},
                                              {"兰漪县", "lanyi"},
                                              {"问渠区", "wenqu"},
                                              {"栖云县", "qiyun"}}};

struct Department {
  std::string_view name, short_name, label;
};

constexpr std::array<Department, 40> kDepartments = {{{"水利局", "水利", "slj"},
                                                      {"教育局", "教育", "jyj"},
                                                      {"财政局", "财政", "czj"},
                                                      {"民政局", "民政", "mzj"},
                                                      {"司法局", "司法", "sfj"},
                                                      {"审计局", "审计", "sjj"},
                                                      {"统计局", "统计", "tjj"},
                                                      {"交通运输局", "交通", "jtysj"},
                                                      {"农业农村局", "农业农村", "nyncj"},
                                                      {"林业和草原局", "林草", "lcj"},
                                                      {"生态环境局", "环保", "sthjj"},
                                                      {"自然资源局", "自然资源", "zrzyj"},
                                                      {"住房和城乡建设局", "住建", "zjj"},
                                                      {"城市管理局", "城管", "cgj"},
                                                      {"商务局", "商务", "swj"},
                                                      {"文化和旅游局", "文旅", "wlj"},
                                                      {"卫生健康局", "卫健", "wjj"},
                                                      {"应急管理局", "应急", "yjglj"},
                                                      {"市场监督管理局", "市场监管", "scjgj"},
                                                      {"医疗保障局", "医保", "ybj"},
                                                      {"信访局", "信访", "xfj"},
                                                      {"体育局", "体育", "tyj"},
                                                      {"档案局", "档案", "daj"},
                                                      {"气象局", "气象", "qxj"},
                                                      {"地震局", "地震", "dzj"},
                                                      {"粮食和物资储备局", "粮储", "lcwzj"},
                                                      {"人力资源和社会保障局", "人社", "rsj"},
                                                      {"发展和改革委员会", "发改", "fgw"},
                                                      {"科学技术局", "科技", "kjj"},
                                                      {"工业和信息化局", "工信", "gxj"},
                                                      {"民族宗教事务局", "民宗", "mzzjj"},
                                                      {"退役军人事务局", "退役军人", "tyjrj"},
                                                      {"机关事务管理局", "机关事务", "jgswj"},
                                                      {"政务服务中心", "政务服务", "zwfw"},
                                                      {"公共资源交易中心", "公共资源", "ggzy"},
                                                      {"人民检察院", "检察", "jcy"},
                                                      {"中级人民法院", "法院", "fy"},
                                                      {"总工会", "工会", "zgh"},
                                                      {"残疾人联合会", "残联", "cl"},
                                                      {"科学技术协会", "科协", "kx"}}};

constexpr std::array<Department, 10> kInstitutions = {{{"图书馆", "图书馆", "lib"},
                                                       {"博物馆", "博物馆", "bwg"},
                                                       {"文化馆", "文化馆", "whg"},
                                                       {"人民医院", "人民医院", "rmyy"},
                                                       {"疾病预防控制中心", "疾控中心", "cdc"},
                                                       {"机构编制研究中心", "编制研究", "jgbz"},
                                                       {"农业科学研究所", "农科所", "nks"},
                                                       {"青少年活动中心", "青少年中心", "qsn"},
                                                       {"福利院", "福利院", "fly"},
                                                       {"广播电视台", "广电", "gdt"}}};

constexpr std::uint64_t kPlaces = 1 + kCities.size() * (1 + kCounties.size());  // province, cities, counties
constexpr std::uint64_t kNamedBodies = 1 + kDepartments.size() + kInstitutions.size();
constexpr std::uint64_t kCatalogued = kPlaces * kNamedBodies;

Place place_at(std::uint64_t index) {
  if (index == 0) return {std::string(kProvinceName), "sheng", "135100", ""};
  const std::uint64_t city = (index - 1) % kCities.size(), county = (index - 1) / kCities.size();
  const std::string city_name = std::string(kCities[city].name) + "市";
  if (county == 0)
    return {city_name, std::string(kCities[city].pinyin), fmt::format("13{}00", 51 + city), std::string(kProvinceName)};
  const Named& word = kCounties[county - 1];
  return {city_name + std::string(word.name), fmt::format("{}-{}", word.pinyin, kCities[city].pinyin),
          fmt::format("13{}{:02}", 51 + city, 20 + county), city_name};
}

// "晨州市听雨县" -> "听雨": what short names are made of.
std::string stem(const Place& place) {
  constexpr std::size_t kHanBytes = 3;
  std::string name = place.name.substr(0, place.name.size() - kHanBytes);
  if (!place.superior.empty() && name.starts_with(place.superior)) name = name.substr(place.superior.size());
  return name;
}

// Fills in what follows from place, kind and the body's own words.
Body finish(Body body, std::string_view own_name, std::string_view own_short) {
  body.name = body.place.name + std::string(own_name);
  body.short_name = stem(body.place) + std::string(own_short);
  // Counties of the same word lie in several cities: the city goes before the short name, as the rules ask.
  if (body.place.pinyin.find('-') != std::string::npos)
    body.short_name = body.place.superior.substr(0, body.place.superior.size() - 3) + body.short_name;
  return body;
}

Body numbered_school(Random& random, std::uint64_t serial) {
  Body body;
  body.kind = BodyKind::School;
  body.place = place_at(1 + random.below(kPlaces - 1));
  body = finish(body, fmt::format("第{}中学", serial), fmt::format("{}中", serial));
  body.site_name = body.name;
  body.host_label = fmt::format("no{}zx", serial);
  body.authority = body.place.name + "教育局";
  return body;
}

Body catalogued(std::uint64_t slot) {
  Body body;
  body.place = place_at(slot % kPlaces);
  const std::uint64_t word = slot / kPlaces;
  if (word == 0) {
    body.kind = BodyKind::Portal;
    body = finish(body, "人民政府", "政府");
    body.site_name = body.name + "门户网站";
    body.host_label = "www";
    body.authority = body.place.name + "人民政府办公室";
    return body;
  }
  const bool department = word <= kDepartments.size();
  const Department& own = department ? kDepartments[word - 1] : kInstitutions[word - 1 - kDepartments.size()];
  body.kind = department ? BodyKind::Department : BodyKind::Institution;
  body = finish(body, own.name, own.short_name);
  body.site_name = department ? body.name + "网站" : body.name;
  body.host_label = std::string(own.label);
  body.authority = department ? body.name : body.place.name + "机构编制委员会办公室";
  return body;
}

}  // namespace

Body body_at(std::uint64_t seed, std::uint64_t index) {
  Random random(seed, index, "body");
  // Every fifth body is a school; the others walk the catalogue by a stride that meets each slot once.
  if (index % 5 == 4) return numbered_school(random, index / 5 + 1);
  const std::uint64_t ordinal = index - index / 5;
  if (ordinal >= kCatalogued) return numbered_school(random, 1000000 + ordinal);
  constexpr std::uint64_t kStride = 2741;  // prime, and no divisor of kCatalogued
  static_assert(kCatalogued % kStride != 0);
  const std::uint64_t start = Random(seed, 0, "province").next() % kCatalogued;
  return catalogued((start + ordinal * kStride) % kCatalogued);
}

}  // namespace huabiao::badweb
