#pragma once
// View: as whom an address is asked. Intruders show their work to search engines' spiders, to visitors a search engine
// sends and to telephones, and the page as it was to everybody else.

#include <array>
#include <string_view>

namespace huabiao::monitor {

struct View {
  std::string_view name;
  std::string_view user_agent;  // empty: the settings' own
  std::string_view referrer;    // empty: none
};

// Beside the ordinary one. Spiders as their owners name them in their help for webmasters.
inline constexpr std::array<View, 4> kOtherViews = {{
    {"baiduspider", "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", {}},
    {"sogou-spider", "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)", {}},
    {"from-search", {}, "https://www.baidu.com/s?wd=%E6%94%BF%E5%BA%9C"},
    {"mobile",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 "
     "Mobile/15E148 Safari/604.1",
     {}},
}};

// The rule of a finding that two views of one address gave; its subject is the other view's name.
inline constexpr std::string_view kViewDiffers = "conditional-content.view-differs";

}  // namespace huabiao::monitor
