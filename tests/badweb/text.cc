#include "text.h"

#include <fmt/format.h>

namespace huabiao::badweb {
namespace {

constexpr std::string_view kActs[] = {"召开", "部署", "开展", "组织", "举办", "推进", "启动", "调研", "检查", "总结"};
constexpr std::string_view kMatters[] = {
    "防汛抗旱工作",       "安全生产专项检查",   "春季义务植树活动",   "优化营商环境工作",     "农村饮水安全巩固提升",
    "全民阅读活动",       "森林防火工作",       "中小学校园安全排查", "城乡环境整治",         "政务公开工作",
    "基层治理能力提升",   "重点项目建设",       "普法宣传教育",       "养老服务体系建设",     "老旧小区改造",
    "困难群众走访慰问",   "河道清淤整治",       "食品安全宣传",       "职业技能培训",         "乡村道路养护",
    "志愿服务活动",       "统计数据质量核查",   "档案数字化工作",     "招商引资对接",         "文物保护普查",
    "医疗保障经办服务",   "干部教育培训",       "机关作风建设",       "城市照明节能改造",     "粮食收储工作",
    "网络安全宣传周活动", "青少年科技创新大赛", "法治政府建设",       "生态环境保护督察整改", "残疾人就业帮扶"};
constexpr std::string_view kNotices[] = {"关于{}有关事项的通知",
                                         "关于做好{}的通知",
                                         "关于{}的公告",
                                         "关于印发{}实施方案的通知",
                                         "关于{}情况的公示",
                                         "{}政策解读",
                                         "{}座谈会召开",
                                         "{}工作取得阶段性成效",
                                         "图解：{}",
                                         "一图读懂{}",
                                         "{}年度工作报告",
                                         "{}培训班开班"};
// Words a word list takes for spam; every one of them is ordinary on a public site.
constexpr std::string_view kTraps[] = {
    "关于开展打击网络赌博专项行动的通告",   "2025年福利彩票公益金使用情况公告",
    "警惕办理假证骗局，这些证件只能窗口办", "关于严厉打击虚开发票违法行为的通知",
    "体育彩票公益金资助项目公示",           "防范“黑客入侵”，这份网络安全指南请收好",
    "公安机关捣毁一跨境赌博窝点，抓获12人", "某网站被黑客篡改，运营单位受到行政处罚",
    "以案释法：代开发票一律入刑",           "拒绝“百家乐”“老虎机”等网络赌博宣传月启动"};
constexpr std::string_view kSentences[] = {
    "会议传达学习了上级有关文件精神，听取了近期工作情况汇报，研究部署了下一阶段重点任务。",
    "各单位要提高思想认识，压实工作责任，细化工作措施，确保各项任务落到实处。",
    "活动现场，工作人员通过发放宣传册、设置咨询台等方式，为群众解答办事中遇到的问题。",
    "下一步，将继续聚焦群众反映强烈的问题，完善工作机制，提升服务水平。",
    "请申请人携带有效身份证件，于工作日到政务服务大厅综合窗口办理，咨询电话见本页底部。",
    "公示期为五个工作日。公示期内如有异议，请以书面形式向我单位反映。",
    "检查组一行先后来到施工现场和社区服务站，实地查看工程进度和制度落实情况。",
    "截至目前，全市累计完成投资比上年同期增长百分之六，完成年度计划的七成以上。",
    "要坚持问题导向，对照清单逐项整改，做到件件有着落、事事有回音。",
    "该项目建成后，将有效改善周边居民的出行条件，惠及群众三万余人。"};
constexpr std::string_view kOfficeColumns[] = {"通知公告",   "政务要闻", "政策文件", "政策解读", "信息公开",
                                               "办事指南",   "工作动态", "县区动态", "规划计划", "人事信息",
                                               "财政预决算", "互动交流", "热点专题", "数据发布", "意见征集"};
constexpr std::string_view kSchoolColumns[] = {"校园新闻", "通知公告", "教学教研", "德育天地", "招生信息",
                                               "学生作品", "家校共育", "党建工作", "后勤服务", "校友之窗"};

}  // namespace

std::string headline(Random& random, const Site& site) {
  if (random.below(site.condition == Condition::BenignWords ? 2 : 60) == 0) return std::string(random.pick(kTraps));
  if (random.chance(55)) return fmt::format("{}{}{}", site.body.place.name, random.pick(kActs), random.pick(kMatters));
  return fmt::format(fmt::runtime(random.pick(kNotices)), random.pick(kMatters));
}

std::string paragraph(Random& random, const Site& site, int sentences) {
  std::string out = fmt::format("{}讯　近日，{}{}{}。", site.body.place.name, site.body.name, random.pick(kActs),
                                random.pick(kMatters));
  for (int i = 1; i < sentences; ++i) out += random.pick(kSentences);
  return out;
}

std::string day(Random& random) {
  return fmt::format("2026-{:02}-{:02}", random.between(1, 10), random.between(1, 28));
}

std::string article_path(Random& random) {
  return fmt::format("/art/2026/{}/{}/art_{}_{}.html", random.between(1, 10), random.between(1, 28),
                     random.between(1000, 1099), random.between(10000, 99999));
}

std::string_view column_title(Random& random, Layout layout) {
  return layout == Layout::School ? random.pick(kSchoolColumns) : random.pick(kOfficeColumns);
}

std::string title_of(const Site& site) {
  return site.name;
}

}  // namespace huabiao::badweb
