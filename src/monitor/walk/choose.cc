#include "monitor/walk/choose.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kNameBytes = 60;
constexpr std::size_t kColumnNameBytes = 30;  // ten characters: a longer text is a headline
constexpr std::size_t kColumns = WalkLimits::kPages * 2 / 3;

bool holds_any(std::string_view text, const auto& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// A page, as far as its address tells: no file to be fetched, nothing that does something.
bool is_page(const web::Url& url) {
  const std::string path = ascii_lower(url.path);
  if (holds_any(path + "?" + ascii_lower(url.query),
                std::to_array<std::string_view>({"logout", "signout", "login", "delete", "download"})))
    return false;
  const std::string_view file = std::string_view(path).substr(path.rfind('/') + 1);
  const std::size_t dot = file.rfind('.');
  if (dot == std::string_view::npos) return true;
  constexpr auto kPages = std::to_array<std::string_view>(
      {".html", ".htm", ".shtml", ".jhtml", ".jsp", ".do", ".action", ".php", ".asp", ".aspx"});
  return std::ranges::find(kPages, file.substr(dot)) != kPages.end();
}

std::uint64_t turn_of(std::string_view url, std::int64_t today) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ static_cast<std::uint64_t>(today);  // FNV-1a
  for (const char c : url) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

std::string name_of(const Link& link) {
  return std::string(utf8::cut(utf8::squeeze(link.text), kNameBytes));
}

}  // namespace

Column column_of(std::string_view name, std::string_view url) {
  if (name.empty() || name.size() > kColumnNameBytes) return Column::None;
  if (holds_any(name, std::to_array<std::string_view>({"要闻", "动态", "新闻", "快讯", "头条"}))) return Column::News;
  if (holds_any(name, std::to_array<std::string_view>({"通知", "公告", "公示", "通告", "政策", "文件", "法规"})))
    return Column::Notices;
  const auto address = web::parse_url(url);
  if (!address) return Column::None;
  const std::string_view path = address->path;
  const bool lists =
      path.ends_with('/') ||
      holds_any(path, std::to_array<std::string_view>({"/index.", "/list", "/channel", "/column", "/col/"}));
  return lists ? Column::Other : Column::None;
}

std::vector<Way> ways_on(const Page& page, std::string_view home) {
  std::vector<Way> ways;
  const auto own = web::parse_url(home);
  if (!own) return ways;
  std::unordered_set<std::string> seen{own->to_string()};
  for (const Link& link : page.links) {
    if (link.hidden != Hidden::None || link.host != own->host || link.url.size() > WalkLimits::kUrlBytes) continue;
    auto url = web::parse_url(link.url);
    if (!url || url->scheme != own->scheme || url->port != own->port || url->path_and_query() == "/" || !is_page(*url))
      continue;
    url->fragment.clear();
    std::string address = url->to_string();
    if (!seen.insert(address).second) continue;
    std::string name = name_of(link);
    const Column column = column_of(name, address);
    ways.push_back({std::move(address), std::move(name), column});
  }
  return ways;
}

Chosen choose(std::vector<Way> ways, std::span<const std::string> again, const Robots& robots, std::string_view home,
              std::int64_t today) {
  Chosen chosen;
  const auto own = web::parse_url(home);
  if (!own) return chosen;
  const auto may = [&](const std::string& address) {
    const auto url = web::parse_url(address);
    return url && url->host == own->host && robots.may(url->path_and_query());
  };
  chosen.refused = static_cast<std::int64_t>(std::erase_if(ways, [&](const Way& way) { return !may(way.url); }));
  std::unordered_set<std::string> taken;
  const auto take = [&](Way way) {
    if (chosen.ways.size() < WalkLimits::kPages && taken.insert(way.url).second) chosen.ways.push_back(std::move(way));
  };
  for (const std::string& url : again.first(std::min(again.size(), WalkLimits::kAgain))) {
    if (!may(url)) continue;
    const auto linked = std::ranges::find(ways, url, &Way::url);
    take(linked == ways.end() ? Way{url, {}, Column::None} : *linked);
  }
  std::ranges::stable_sort(ways, {}, [&](const Way& way) {
    const bool fed = way.column == Column::News || way.column == Column::Notices;
    return std::pair(fed ? 0 : way.column == Column::Other ? 1 : 2, turn_of(way.url, today));
  });
  // Columns first, but not them alone.
  for (const Way& way : ways)
    if (way.column != Column::None && chosen.ways.size() < kColumns) take(way);
  for (const Way& way : ways)
    if (way.column == Column::None) take(way);
  for (const Way& way : ways) take(way);
  return chosen;
}

}  // namespace huabiao::monitor
