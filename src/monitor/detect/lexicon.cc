#include "monitor/detect/lexicon.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace huabiao::monitor {
namespace {

struct Entry {
  std::string_view word;  // folded: lower case, no white space
  Trade trade;
  int weight;
};

constexpr int kStrong = 3, kWeak = 1;

constexpr auto kEntries = std::to_array<Entry>({
    // Gambling
    {"百家乐", Trade::Gambling, kStrong},
    {"时时彩", Trade::Gambling, kStrong},
    {"北京赛车", Trade::Gambling, kStrong},
    {"pk10", Trade::Gambling, kStrong},
    {"六合彩", Trade::Gambling, kStrong},
    {"幸运飞艇", Trade::Gambling, kStrong},
    {"娱乐城", Trade::Gambling, kStrong},
    {"真人娱乐", Trade::Gambling, kStrong},
    {"线上娱乐", Trade::Gambling, kStrong},
    {"娱乐平台", Trade::Gambling, kWeak},
    {"新葡京", Trade::Gambling, kStrong},
    {"葡京", Trade::Gambling, kWeak},
    {"威尼斯人", Trade::Gambling, kWeak},
    {"澳门金沙", Trade::Gambling, kStrong},
    {"金沙娱乐", Trade::Gambling, kStrong},
    {"银河娱乐", Trade::Gambling, kStrong},
    {"皇冠体育", Trade::Gambling, kStrong},
    {"皇冠最新", Trade::Gambling, kStrong},
    {"皇冠网址", Trade::Gambling, kStrong},
    {"太阳城", Trade::Gambling, kWeak},
    {"申博", Trade::Gambling, kStrong},
    {"伟德国际", Trade::Gambling, kStrong},
    {"bet365", Trade::Gambling, kStrong},
    {"betway", Trade::Gambling, kStrong},
    {"188bet", Trade::Gambling, kStrong},
    {"uedbet", Trade::Gambling, kStrong},
    {"beplay", Trade::Gambling, kStrong},
    {"yabo", Trade::Gambling, kWeak},
    {"亚博", Trade::Gambling, kStrong},
    {"开元棋牌", Trade::Gambling, kStrong},
    {"棋牌游戏", Trade::Gambling, kStrong},
    {"棋牌平台", Trade::Gambling, kStrong},
    {"老虎机", Trade::Gambling, kStrong},
    {"pg电子", Trade::Gambling, kStrong},
    {"mg电子", Trade::Gambling, kStrong},
    {"电子游艺", Trade::Gambling, kStrong},
    {"体育投注", Trade::Gambling, kStrong},
    {"足球外围", Trade::Gambling, kStrong},
    {"外围投注", Trade::Gambling, kStrong},
    {"网上投注", Trade::Gambling, kStrong},
    {"投注平台", Trade::Gambling, kStrong},
    {"投注", Trade::Gambling, kWeak},
    {"博彩", Trade::Gambling, kStrong},
    {"赌场", Trade::Gambling, kWeak},
    {"赌博", Trade::Gambling, kWeak},
    {"赌球", Trade::Gambling, kWeak},
    {"开奖结果", Trade::Gambling, kWeak},
    {"彩票平台", Trade::Gambling, kStrong},
    {"彩票", Trade::Gambling, kWeak},
    {"送彩金", Trade::Gambling, kStrong},
    {"注册送", Trade::Gambling, kWeak},
    {"华体会", Trade::Gambling, kStrong},
    {"乐鱼体育", Trade::Gambling, kStrong},
    {"米乐体育", Trade::Gambling, kStrong},
    {"开云体育", Trade::Gambling, kStrong},
    {"爱游戏体育", Trade::Gambling, kStrong},
    {"雷竞技", Trade::Gambling, kStrong},
    {"kok体育", Trade::Gambling, kStrong},
    {"新2网址", Trade::Gambling, kStrong},
    {"新2备用", Trade::Gambling, kStrong},
    {"澳门赌场", Trade::Gambling, kStrong},
    {"平台开户", Trade::Gambling, kWeak},
    {"捕鱼游戏", Trade::Gambling, kStrong},
    {"斗地主", Trade::Gambling, kWeak},
    {"onlinecasino", Trade::Gambling, kStrong},
    {"casino", Trade::Gambling, kWeak},
    {"judionline", Trade::Gambling, kStrong},
    {"situsjudi", Trade::Gambling, kStrong},
    {"slotgacor", Trade::Gambling, kStrong},
    {"slotonline", Trade::Gambling, kStrong},
    {"togel", Trade::Gambling, kStrong},
    {"sbobet", Trade::Gambling, kStrong},
    {"onlinepoker", Trade::Gambling, kStrong},
    // Pornography
    {"成人网站", Trade::Pornography, kStrong},
    {"成人电影", Trade::Pornography, kStrong},
    {"成人视频", Trade::Pornography, kStrong},
    {"黄色网站", Trade::Pornography, kWeak},
    {"无码", Trade::Pornography, kWeak},
    {"一本道", Trade::Pornography, kStrong},
    {"色情", Trade::Pornography, kWeak},
    {"裸聊", Trade::Pornography, kWeak},
    {"约炮", Trade::Pornography, kStrong},
    {"援交", Trade::Pornography, kStrong},
    {"上门按摩", Trade::Pornography, kStrong},
    {"三级片", Trade::Pornography, kStrong},
    {"国产自拍", Trade::Pornography, kStrong},
    {"a片", Trade::Pornography, kWeak},
    {"porn", Trade::Pornography, kWeak},
    {"sexcam", Trade::Pornography, kStrong},
    // Drugs and medicine nobody may sell
    {"迷药", Trade::FakeDrugs, kStrong},
    {"催情", Trade::FakeDrugs, kStrong},
    {"听话水", Trade::FakeDrugs, kStrong},
    {"伟哥", Trade::FakeDrugs, kStrong},
    {"壮阳", Trade::FakeDrugs, kWeak},
    {"viagra", Trade::FakeDrugs, kStrong},
    {"cialis", Trade::FakeDrugs, kStrong},
    {"索非布韦", Trade::FakeDrugs, kWeak},
    // Documents and invoices
    {"假文凭", Trade::FakeDocuments, kStrong},
    {"文凭办理", Trade::FakeDocuments, kStrong},
    {"办假证", Trade::FakeDocuments, kStrong},
    {"代开发票", Trade::FakeDocuments, kStrong},
    {"发票代开", Trade::FakeDocuments, kStrong},
    {"办理毕业证", Trade::FakeDocuments, kStrong},
    {"刻章办证", Trade::FakeDocuments, kStrong},
    {"办证刻章", Trade::FakeDocuments, kStrong},
    {"代办毕业证", Trade::FakeDocuments, kStrong},
    {"代办学历", Trade::FakeDocuments, kStrong},
    {"代办文凭", Trade::FakeDocuments, kStrong},
    {"办理文凭", Trade::FakeDocuments, kStrong},
    {"办理学历证", Trade::FakeDocuments, kStrong},
    {"买毕业证", Trade::FakeDocuments, kStrong},
    {"毕业证代办", Trade::FakeDocuments, kStrong},
    {"毕业证办理", Trade::FakeDocuments, kStrong},
    {"学历代办", Trade::FakeDocuments, kStrong},
    // Loans
    {"无抵押贷款", Trade::Loans, kStrong},
    {"信用卡套现", Trade::Loans, kStrong},
    {"小额贷款", Trade::Loans, kWeak},
    {"黑户贷款", Trade::Loans, kStrong},
    {"paydayloan", Trade::Loans, kStrong},
    // Private game servers
    {"传奇私服", Trade::GameServers, kStrong},
    {"私服", Trade::GameServers, kStrong},
    {"新开传奇", Trade::GameServers, kStrong},
    {"传奇sf", Trade::GameServers, kStrong},
    {"游戏外挂", Trade::GameServers, kStrong},
    // Copies of brands
    {"高仿手表", Trade::FakeGoods, kStrong},
    {"复刻手表", Trade::FakeGoods, kStrong},
    {"高仿包", Trade::FakeGoods, kStrong},
    {"精仿", Trade::FakeGoods, kWeak},
    {"replicawatches", Trade::FakeGoods, kStrong},
    // The trade in links itself
    {"黑链", Trade::LinkTrade, kWeak},
    {"站群", Trade::LinkTrade, kWeak},
    {"买链接", Trade::LinkTrade, kStrong},
    {"刷流量", Trade::LinkTrade, kStrong},
});

constexpr auto kAgainst =
    std::to_array<std::string_view>({"打击", "严禁", "禁止", "防范", "举报", "整治", "警惕", "查处", "涉赌", "涉黄",
                                     "拒绝", "远离", "宣传", "案件", "福利彩票", "体育彩票", "通告", "通报"});

std::string fold(std::string_view text) {
  std::string out;
  const std::string folded = utf8::without_space(utf8::fold_width(text));
  out.reserve(folded.size());
  for (const char c : folded) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

std::string_view to_string(Trade trade) {
  constexpr std::array<std::string_view, 8> kNames = {"gambling",       "pornography", "fake medicine",
                                                      "fake documents", "loans",       "private game servers",
                                                      "fake goods",     "link trade"};
  return kNames[static_cast<std::size_t>(trade)];
}

std::string_view name_zh(Trade trade) {
  constexpr std::array<std::string_view, 8> kNames = {"赌博",     "色情",     "违禁药品", "假证假票",
                                                      "违规贷款", "游戏私服", "仿冒商品", "链接买卖"};
  return kNames[static_cast<std::size_t>(trade)];
}

std::vector<LexiconHit> find_words(std::string_view text) {
  std::vector<LexiconHit> hits;
  const std::string folded = fold(text);
  for (const Entry& entry : kEntries)
    if (folded.find(entry.word) != std::string::npos) hits.push_back({entry.word, entry.trade, entry.weight});
  return hits;
}

int weight_of(const std::vector<LexiconHit>& hits) {
  int weight = 0;
  for (const LexiconHit& hit : hits) weight += hit.weight;
  return weight;
}

bool speaks_against(std::string_view text) {
  return std::ranges::any_of(kAgainst,
                             [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace huabiao::monitor
