// How long the register's lists and searches take at 100,000 sites, and how fast imports and rounds are kept.
// Usage: register_bench [SITES [DIRECTORY]]. Makes a synthetic province, prints Markdown. The seed is fixed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "good.h"
#include "storage/stores.h"

namespace {

using namespace huabiao;
using bench::good;
using Watch = std::chrono::steady_clock;

double millis_since(Watch::time_point begin) {
  return std::chrono::duration<double, std::milli>(Watch::now() - begin).count();
}

// Names put together from parts that repeat as they do in real registers, so that searches meet long lists and short.
class Names {
 public:
  explicit Names(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }
  template <std::size_t N>
  std::string one_of(const char* const (&list)[N]) {
    return list[below(N)];
  }
  std::string place() {
    static constexpr const char* kFirst[] = {"石", "张", "保", "沧", "廊", "衡", "邢",
                                             "邯", "承", "唐", "秦", "定", "辛"};
    static constexpr const char* kSecond[] = {"家", "德", "州", "坊", "水", "台", "郸",
                                              "山", "皇", "集", "平", "安", "阳", "河"};
    static constexpr const char* kThird[] = {"县", "区", "市", "镇", "乡"};
    return one_of(kFirst) + one_of(kSecond) + one_of(kThird);
  }
  std::string office() {
    static constexpr const char* kWhat[] = {
        "教育局", "水利局", "林业局", "档案馆", "图书馆", "人民医院", "财政局",   "审计局",     "第一中学",   "博物馆",
        "气象局", "民政局", "住建局", "统计局", "科技馆", "文化馆",   "疾控中心", "公积金中心", "农业农村局", "应急局"};
    return one_of(kWhat);
  }
  std::string letters(std::size_t count) {
    std::string text;
    while (count--) text += static_cast<char>('a' + below(26));
    return text;
  }

 private:
  std::mt19937 random_;
};

struct Made {
  std::vector<std::int64_t> sites, units;
  std::vector<std::string> hosts, codes;
};

Made import_province(storage::Stores& stores, std::size_t count, Names& names) {
  Made made;
  good(stores.registry().import({.file = "bench"}, [&](registry::ImportWriter& writer) -> Done {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string owner = names.place() + names.place() + names.office();
      const std::string region = "13" + std::to_string(10 + names.below(12)) + std::to_string(10 + names.below(20));
      const auto unit = good(writer.save(registry::Organisation{.name = owner, .region = region}));
      const std::string code = region + std::to_string(1000 + i % 9000);
      const auto site = good(writer.save(registry::Site{
          .name = owner + "门户网站", .life = registry::SiteLife::Open, .region = region, .site_code = code}));
      const std::string host = "www." + names.letters(3 + names.below(5)) + std::to_string(i) + ".example.gov.cn";
      good(writer.save(
          registry::Declaration{.organisation = unit,
                                .site = site,
                                .department = names.place() + "人民政府",
                                .ascii_names = {{host, host, 0}},
                                .chinese_names = {{"xn--" + std::to_string(i) + ".xn--zfr164b", owner + ".政务", 0}},
                                .mark_hung = i % 3 != 0}));
      made.sites.push_back(site.value);
      made.units.push_back(unit.value);
      made.hosts.push_back(host);
      made.codes.push_back(code);
    }
    return {};
  }));
  return made;
}

monitor::VisitRecord visit_of(std::int64_t site, const std::string& host, TimePoint at, Names& names) {
  monitor::VisitRecord row;
  row.visit.site = site;
  row.visit.host = host;
  row.fetch.at = at;
  row.fetch.asked_url = row.fetch.final_url = "https://" + host + "/";
  if (names.below(10) == 0) {
    row.fetch.outcome = monitor::Outcome::Timeout;
    row.fetch.reason = "15 s";
    return row;
  }
  row.fetch.outcome = monitor::Outcome::Ok;
  row.fetch.status = 200;
  row.facts.emplace();
  row.facts->title = "门户网站";
  row.facts->mark.state = static_cast<monitor::MarkState>(names.below(7));
  if (names.below(8) == 0)
    row.findings.push_back(
        {.rule = "dark-link.hidden-list",
         .category = static_cast<monitor::Category>(names.below(12)),
         .severity = static_cast<monitor::Severity>(names.below(5)),
         .evidence = {{.offset = 5, .length = 40, .snippet = "<div style=x>", .decoded = {}, .why = "left"}},
         .explanation = {"页面上有看不见的链接", "links nobody sees"},
         .subject = names.letters(8) + ".example"});
  return row;
}

void keep_round(storage::Stores& stores, const Made& made, Names& names) {
  SystemClock clock;
  std::vector<monitor::Target> targets;
  for (std::size_t i = 0; i < made.sites.size(); ++i) targets.push_back({made.sites[i], made.hosts[i]});
  const auto round = good(stores.rounds().begin_round(monitor::RoundKind::Estate, targets, "bench"));
  constexpr std::size_t kBatch = 200;
  for (std::size_t begin = 0; begin < targets.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, targets.size());
    std::vector<monitor::SiteRows> sites;
    for (std::size_t i = begin; i < end; ++i) {
      monitor::VisitRecord row = visit_of(made.sites[i], made.hosts[i], clock.now(), names);
      const bool up = row.fetch.outcome == monitor::Outcome::Ok;
      const monitor::SiteVerdict verdict{.state = up ? monitor::SiteState::Up : monitor::SiteState::Down,
                                         .outcome = row.fetch.outcome,
                                         .findings = row.findings};
      sites.push_back({made.sites[i], {std::move(row)}, verdict});
    }
    good(stores.rounds().save(round, sites));
  }
  good(stores.rounds().finish_round(round, monitor::RoundState::Finished));
}

// Processor time of this thread: what is left of a measurement when others keep the machine busy.
double thread_millis() {
  timespec at{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

void measure(const char* what, int times, const std::function<void()>& work) {
  std::vector<double> took, processor;
  for (int i = 0; i < times; ++i) {
    const auto begin = Watch::now();
    const double before = thread_millis();
    work();
    processor.push_back(thread_millis() - before);
    took.push_back(millis_since(begin));
  }
  std::sort(processor.begin(), processor.end());
  std::sort(took.begin(), took.end());
  const auto at = [](const std::vector<double>& all, double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  std::printf("| %s | %d | %.2f | %.2f | %.2f | %.2f |\n", what, times, at(took, 0.5), at(took, 0.99),
              at(processor, 0.5), at(processor, 0.99));
  std::fflush(stdout);
}

void lists(storage::Stores& stores, const Made& made, Names& names) {
  monitor::Estate& estate = stores.estate();
  const auto list = [&](const monitor::SiteQuery& query) { return good(estate.list_sites(query)); };
  constexpr int kTimes = 300;
  measure("first page, by name", kTimes, [&] { list({}); });
  measure("a page in the middle", kTimes, [&] {
    static std::string cursor;
    cursor = list({.cursor = cursor, .limit = 500}).next;
  });
  measure("one province's county, by severity", kTimes, [&] {
    list({.region = "13" + std::to_string(10 + names.below(12)) + "00",
          .sort = monitor::SiteSort::Severity,
          .order = monitor::SortOrder::Descending});
  });
  measure("down, in a prefecture", kTimes, [&] {
    list({.region = "13" + std::to_string(10 + names.below(12)) + "00", .state = monitor::SiteState::Down});
  });
  measure("findings of high or above, by last visit", kTimes,
          [&] { list({.findings_at_least = monitor::Severity::High, .sort = monitor::SiteSort::LastVisit}); });
  measure("findings of one category", kTimes,
          [&] { list({.finding_category = static_cast<monitor::Category>(names.below(12))}); });
  measure("one unit's sites", kTimes, [&] { list({.organisation = {made.units[names.below(made.units.size())]}}); });
  measure("search: one Chinese character", kTimes, [&] { list({.text = std::string(names.place().substr(0, 3))}); });
  measure("search: two Chinese characters", kTimes, [&] { list({.text = std::string(names.place().substr(0, 6))}); });
  measure("search: an office's name", kTimes, [&] { list({.text = names.office()}); });
  measure("search: place and office", kTimes, [&] { list({.text = names.place() + " " + names.office()}); });
  measure("search: every site (网站)", kTimes, [&] { list({.text = "网站"}); });
  measure("search: gov.cn", kTimes, [&] { list({.text = "gov.cn"}); });
  measure("search: a whole host", kTimes, [&] { list({.text = made.hosts[names.below(made.hosts.size())]}); });
  measure("search: three letters", kTimes, [&] { list({.text = names.letters(3)}); });
  measure("search: a site code", kTimes, [&] { list({.text = made.codes[names.below(made.codes.size())]}); });
  measure("search: an office, down", kTimes,
          [&] { list({.text = names.office(), .state = monitor::SiteState::Down}); });
  measure("search: what is nowhere", kTimes, [&] { list({.text = "银河网站"}); });
  measure("overview", 50, [&] { good(estate.overview("", registry::Reach::all())); });
  measure("findings, worst first", kTimes, [&] { good(stores.rounds().findings({})); });
  measure("rows of a round", kTimes, [&] { good(stores.rounds().rows({1}, {})); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::filesystem::path directory =
      argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::temp_directory_path() / "huabiao-register-bench";
  std::filesystem::remove_all(directory);
  SystemClock clock;
  auto stores = good(storage::Stores::open(good(storage::DataDirectory::open(directory)), clock));
  Names names(20261122);
  auto begin = Watch::now();
  const Made made = import_province(*stores, count, names);
  const double imported = millis_since(begin) / 1000;
  begin = Watch::now();
  keep_round(*stores, made, names);
  const double kept = millis_since(begin) / 1000;
  const auto bytes = std::filesystem::file_size(directory / "huabiao.db");
  std::printf("## Register at %zu sites\n\n", count);
  std::printf(
      "Import of %zu rows %.1f s (%.0f rows/s); a round's rows and verdicts kept in %.1f s (%.0f sites/s); database "
      "%.0f MiB.\n\n",
      count, imported, static_cast<double>(count) / imported, kept, static_cast<double>(count) / kept,
      static_cast<double>(bytes) / 1048576);
  std::printf(
      "| request | times | p50 ms | p99 ms | p50 processor ms | p99 processor ms |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: |\n");
  lists(*stores, made, names);
  stores.reset();
  std::filesystem::remove_all(directory);
  return 0;
}
