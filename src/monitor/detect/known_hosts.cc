#include "monitor/detect/known_hosts.h"

#include <algorithm>
#include <array>

#include "web/host.h"

namespace huabiao::monitor {
namespace {

constexpr auto kServices = std::to_array<std::string_view>({
    // counters and advertising
    "baidu.com",
    "bdstatic.com",
    "bdimg.com",
    "cnzz.com",
    "51.la",
    "umeng.com",
    "51yes.com",
    "google-analytics.com",
    "googletagmanager.com",
    "google.com",
    "googleapis.com",
    "gstatic.com",
    "doubleclick.net",
    "googlesyndication.com",
    "googleadservices.com",
    "facebook.com",
    "facebook.net",
    "fbcdn.net",
    "twitter.com",
    "linkedin.com",
    "scorecardresearch.com",
    "quantserve.com",
    "comscore.com",
    "chartbeat.com",
    "hotlog.ru",
    "mail.ru",
    "yandex.ru",
    "yadro.ru",
    "liveinternet.ru",
    "rambler.ru",
    "amazon-adsystem.com",
    "adnxs.com",
    "criteo.com",
    "taboola.com",
    "outbrain.com",
    "addthis.com",
    "sharethis.com",
    "disqus.com",
    "bing.com",
    "yahoo.com",
    "youtube.com",
    "youtube-nocookie.com",
    "vimeo.com",
    "instagram.com",
    "pinterest.com",
    "wp.com",
    "wordpress.com",
    "gravatar.com",
    "jiathis.com",
    "bshare.cn",
    "qq.com",
    "gtimg.cn",
    "weibo.com",
    "sina.com.cn",
    "sinaimg.cn",
    "alicdn.com",
    "aliyun.com",
    "taobao.com",
    "mmstat.com",
    "cloudflare.com",
    "cloudflareinsights.com",
    "jsdelivr.net",
    "jquery.com",
    "bootcss.com",
    "unpkg.com",
    "akamaized.net",
    "amazonaws.com",
    "cloudfront.net",
    "optimizely.com",
    "hotjar.com",
    "newrelic.com",
    "nr-data.net",
    "typekit.net",
    // the public-sector services every footer names
    "gov.cn",
    "conac.cn",
    "kaipuyun.cn",
    "xn--zfr164b",
});

}  // namespace

bool is_known_service(std::string_view host) {
  return std::ranges::any_of(kServices, [&](std::string_view service) { return web::same_or_under(host, service); });
}

}  // namespace huabiao::monitor
