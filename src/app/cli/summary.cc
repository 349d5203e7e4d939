// huabiao summary: the estate in one screen: what is declared, what the last round saw, and the sites that need
// someone.

#include <cstdio>
#include <fmt/format.h>
#include <string>

#include "app/cli/command.h"
#include "app/cli/text_table.h"
#include "app/cli/wave_output.h"
#include "app/exit_code.h"
#include "base/clock.h"
#include "monitor/keep/estate.h"
#include "monitor/keep/round_store.h"
#include "storage/stores.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kWorstRows = 20;

std::string counts(const std::map<std::string, std::int64_t>& by, std::string_view never) {
  std::string text;
  for (const auto& [name, count] : by)
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : " · ", name.empty() ? never : name, count);
  return text.empty() ? "-" : text;
}

void print_counts(const monitor::Overview& o, const std::vector<monitor::Round>& rounds, bool zh) {
  const auto line = [](std::string_view title, const std::string& value) {
    fmt::print("{}{} {}\n", title, std::string(18 - std::min<std::size_t>(18, cells(title)), ' '), value);
  };
  const std::string never = zh ? "未查" : "not yet seen";
  line(zh ? "网站" : "sites", fmt::format("{}", o.sites));
  line(zh ? "单位" : "organisations", fmt::format("{}", o.organisations));
  if (!rounds.empty())
    line(zh ? "最近一轮" : "last round",
         fmt::format("#{} {} {} {}/{}", rounds[0].id.value, to_shanghai(rounds[0].started), to_string(rounds[0].state),
                     rounds[0].done, rounds[0].targets));
  line(zh ? "站点状态" : "state", counts(o.by_state, never));
  line(zh ? "访问结果" : "outcome", counts(o.by_outcome, never));
  line(zh ? "填报挂标" : "mark declared", counts(o.marks_declared, never));
  line(zh ? "实见标识" : "mark seen", counts(o.by_mark, never));
  line(zh ? "报挂未见" : "declared, unseen", fmt::format("{}", o.marks_declared_not_seen));
  line(zh ? "问题类别" : "findings", counts(o.findings_by_category, never));
  line(zh ? "问题等级" : "severity", counts(o.findings_by_severity, never));
}

Done print_worst(storage::Stores& stores, bool zh) {
  auto page = stores.rounds().findings({.at_least = monitor::Severity::Medium,
                                        .states = {monitor::FindingState::Open, monitor::FindingState::Confirmed},
                                        .limit = kWorstRows});
  if (!page) return fail(std::move(page));
  if (page->rows.empty()) {
    fmt::print("\n{}\n", zh ? "没有中级及以上的问题。" : "Nothing of severity medium or above.");
    return {};
  }
  TextTable table({{zh ? "等级" : "severity"},
                   {zh ? "网站" : "site", TextTable::Align::Left, 32},
                   {zh ? "主机" : "host", TextTable::Align::Left, 36},
                   {zh ? "问题" : "finding", TextTable::Align::Left, 60}});
  for (const monitor::KeptFinding& kept : page->rows)
    table.add({std::string(to_string(kept.finding.severity)), kept.site_name, web::to_unicode(kept.host),
               zh ? kept.finding.explanation.zh : kept.finding.explanation.en});
  fmt::print("\n{}", table.str());
  if (page->total > static_cast<std::int64_t>(page->rows.size()))
    fmt::print("{}\n", zh ? fmt::format("……另有 {} 条，见控制台“发现”或 huabiao check --format jsonl",
                                        page->total - static_cast<std::int64_t>(page->rows.size()))
                          : fmt::format("... and {} more: the console's findings page lists them all",
                                        page->total - static_cast<std::int64_t>(page->rows.size())));
  return {};
}

Done print_summary(const settings::Settings& settings, bool zh) {
  const SystemClock clock;
  auto directory = storage::DataDirectory::open(settings.data, settings.database);
  if (!directory) return fail(std::move(directory));
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return fail(std::move(stores));
  auto overview = (*stores)->estate().overview("", registry::Reach::all());
  if (!overview) return fail(std::move(overview));
  auto rounds = (*stores)->rounds().rounds(1);
  if (!rounds) return fail(std::move(rounds));
  print_counts(*overview, *rounds, zh);
  if (auto worst = print_worst(**stores, zh); !worst) return worst;
  auto waves = estate_waves(**stores, clock, zh ? Language::Chinese : Language::English);
  if (!waves) return fail(std::move(waves));
  fmt::print("{}", *waves);
  return {};
}

}  // namespace

void add_summary(const Command& root, Run& run) {
  root.add("summary", {"一屏概况：填报、实见与待办", "The estate in one screen"}).does([&run] {
    const auto settings = run.settings();
    if (!settings) return;
    if (auto done = print_summary(*settings, settings->language == Language::Chinese); !done)
      run.exit_code = run.report(done.error());
  });
}

}  // namespace huabiao::app
