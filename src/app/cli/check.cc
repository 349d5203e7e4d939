// check: visit sites of the register, or addresses given by hand, and say what is there (docs/formats/check.md).

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/cli/check_output.h"
#include "app/cli/command.h"
#include "app/cli/picture_files.h"
#include "app/cli/progress_line.h"
#include "app/cli/site_list.h"
#include "app/cli/wave_output.h"
#include "app/exit_code.h"
#include "app/render_settings.h"
#include "app/round_settings.h"
#include "app/store_settings.h"
#include "base/utf8.h"
#include "monitor/pipeline/round.h"
#include "storage/stores.h"

namespace huabiao::app {
namespace {

constexpr std::size_t kListBytes = 64U << 20U;  // of a file of addresses
constexpr std::size_t kAddresses = 1'048'576;   // as many as a sheet has rows

struct CheckOptions {
  std::vector<std::string> addresses;
  std::string list_file, format = "table", fail_on, registry;
  std::vector<std::int64_t> sites;
  std::vector<std::string> looks;
  bool all = false, render = false;
  std::string pictures;  // a folder; empty: none are kept
};

// What was asked for, understood.
struct Asked {
  CheckFormat format = CheckFormat::Table;
  std::optional<monitor::Severity> fail_on;
  monitor::Looks looks;
};

Result<Asked> understand(const CheckOptions& options) {
  Asked asked;
  const bool by_hand = !options.addresses.empty() || !options.list_file.empty();
  if ((by_hand ? 1 : 0) + (options.all ? 1 : 0) + (options.sites.empty() ? 0 : 1) != 1)
    return fail(Kind::Invalid, "check.what", "", "--all, --site ID, URL... or -l FILE");
  if ((options.render || !options.pictures.empty()) && !by_hand)
    return fail(Kind::Invalid, "check.render_what", options.render ? "--render" : "--pictures", "--render URL...");
  if (!by_hand && !options.looks.empty()) return fail(Kind::Invalid, "check.look_by_hand", options.looks.front());
  for (const std::string& name : options.looks)
    if (const auto look = monitor::look_from(name)) asked.looks.add(*look);
  if (options.format == "jsonl") asked.format = CheckFormat::JsonLines;
  if (options.format == "sarif") asked.format = CheckFormat::Sarif;
  if (!options.fail_on.empty()) {
    asked.fail_on = monitor::severity_from(options.fail_on);
    if (!asked.fail_on)
      return fail(Kind::Invalid, "check.bad_severity", options.fail_on, "info, low, medium, high, critical");
  }
  return asked;
}

Result<std::string> read_all(const std::string& file) {
  std::string text;
  const auto take = [&text](std::istream& in) {
    for (std::istreambuf_iterator<char> it(in), end; it != end && text.size() <= kListBytes; ++it) text += *it;
  };
  if (file == "-") {
    take(std::cin);
  } else {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Kind::Unreadable, "check.bad_list", file, "a file of addresses, one a line");
    take(in);
  }
  if (text.size() > kListBytes)
    return fail(Kind::TooLarge, "check.bad_list", file, fmt::format("at most {} bytes", kListBytes));
  return text;
}

// One address a line; empty lines and lines beginning with # are left out.
Done add_list(const std::string& file, std::vector<std::string>& addresses) {
  auto text = read_all(file);
  if (!text) return fail(std::move(text));
  std::string_view rest = *text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string line = utf8::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.front() == '#') continue;
    if (addresses.size() == kAddresses)
      return fail(Kind::TooLarge, "check.bad_list", file, fmt::format("at most {} addresses", kAddresses));
    addresses.push_back(std::move(line));
  }
  return {};
}

// The sites a page may pass for: those of the list, or else of the register, where there is one.
Result<std::vector<monitor::KnownSite>> registered_sites(const CheckOptions& options,
                                                         const settings::Settings& settings) {
  if (!options.registry.empty()) return read_site_list(options.registry);
  std::error_code ignored;
  if (settings.database.empty() &&
      !std::filesystem::exists(std::filesystem::path(settings.data) / "huabiao.db", ignored))
    return std::vector<monitor::KnownSite>();
  auto directory = storage::DataDirectory::open(settings.data, settings.database);
  if (!directory) return fail(std::move(directory));
  const SystemClock clock;
  auto stores = storage::Stores::open(*directory, clock);
  if (!stores) return fail(std::move(stores));
  return monitor::known_sites((*stores)->registry());
}

int exit_of(const monitor::RoundSummary& summary, const CheckOutput& output, const Asked& asked) {
  if (summary.state == monitor::RoundState::Stopped) return kExitInterrupted;
  const bool found = asked.fail_on && output.worst() && *output.worst() >= *asked.fail_on;
  return found ? kExitFound : kExitDone;
}

// A picture is of a page that was drawn.
Done prepare_render(const CheckOptions& options, const settings::Settings& settings, monitor::RoundSettings& round,
                    std::optional<PictureFiles>& pictures) {
  if (!options.render && options.pictures.empty()) return {};
  auto render = render_settings(settings, round.pool);
  if (!render) return fail(std::move(render));
  round.render = *std::move(render);
  if (options.pictures.empty()) return {};
  auto files = PictureFiles::in(options.pictures);
  if (!files) return fail(std::move(files));
  pictures = *std::move(files);
  return {};
}

Result<int> check_addresses(const CheckOptions& options, const Asked& asked, const settings::Settings& settings,
                            const Run& run) {
  std::vector<std::string> addresses = options.addresses;
  if (!options.list_file.empty())
    if (auto added = add_list(options.list_file, addresses); !added) return fail(std::move(added));
  auto round = round_settings(settings);
  if (!round) return fail(std::move(round));
  std::optional<PictureFiles> pictures;
  if (auto done = prepare_render(options, settings, *round, pictures); !done) return fail(std::move(done));
  auto listed = registered_sites(options, settings);
  if (!listed) return fail(std::move(listed));
  const monitor::KnownSites registered(*std::move(listed));
  const SystemClock clock;
  CheckOutput output(stdout, asked.format, settings.language);
  WaveGatherer gatherer;
  ProgressLine line(stderr, Run::progress_on_terminal(), settings.language);
  Done drawn;
  auto summary = monitor::visit_addresses(
      addresses, registered, clock, *round, [&](const auto& progress) { line.show(progress); },
      [&](auto rows, const auto& verdict) {
        output.site({}, rows, verdict);
        for (const monitor::VisitRecord& row : rows) {
          gatherer.add(row.visit.host, row.visit.host, row.findings);
          if (pictures && drawn) drawn = pictures->write(row);
        }
      },
      run.stop(), asked.looks);
  line.end();
  if (!summary) return fail(std::move(summary));
  const std::vector<monitor::Wave> waves = gatherer.take();
  output.finish(summary->state == monitor::RoundState::Finished,
                wave_table(waves, [&](std::int64_t site) { return gatherer.name_of(site); }, settings.language));
  if (!drawn) return fail(std::move(drawn));
  return exit_of(*summary, output, asked);
}

// A round over the register, shown as it runs.
class EstateCheck {
 public:
  EstateCheck(storage::Stores& stores, const Clock& clock, const Asked& asked, const settings::Settings& settings)
      : stores_(stores),
        ports_{.rounds = stores.rounds(),
               .registry = stores.registry(),
               .evidence = &stores.evidence(),
               .samples = &stores.samples(),
               .clock = clock,
               .orders = &stores.orders(),
               .rendered = &stores.rendered()},
        settings_(settings),
        output_(stdout, asked.format, settings.language),
        asked_(asked) {}

  Result<int> run(const CheckOptions& options, const std::stop_token& stop) {
    auto how = round_settings(settings_);
    if (!how) return fail(std::move(how));
    auto round = round_for(options);
    if (!round) return fail(std::move(round));
    ProgressLine line(stderr, Run::progress_on_terminal(), settings_.language);
    auto summary = monitor::run_round(
        ports_, *round, *how, [&](const auto& progress) { line.show(progress); },
        [&](auto rows, const auto& verdict) { output_.site(name_of(rows.front().visit.site), rows, verdict); }, stop);
    line.end();
    if (!summary) return fail(std::move(summary));
    const bool complete = summary->state == monitor::RoundState::Finished;
    if (!complete)
      if (auto shown = show_rest(*round); !shown) return fail(std::move(shown));
    auto waves = estate_waves(stores_, ports_.clock, settings_.language);
    if (!waves) return fail(std::move(waves));
    output_.finish(complete, *waves);
    if (auto kept = tidy_samples(stop); !kept) return fail(std::move(kept));
    return exit_of(*summary, output_, asked_);
  }

 private:
  // An estate round that was killed or interrupted is gone on with; what it kept already is shown first.
  Result<monitor::RoundId> round_for(const CheckOptions& options) {
    auto unfinished = ports_.rounds.unfinished_round();
    if (!unfinished) return fail(std::move(unfinished));
    if (*unfinished) {
      const monitor::RoundId id = (*unfinished)->id;
      const bool chinese = settings_.language == Language::Chinese;
      if (options.all && (*unfinished)->kind == monitor::RoundKind::Estate) {
        fmt::print(stderr, "{} {}\n", chinese ? "继续未完成的一轮检查：" : "going on with the unfinished round",
                   id.value);
        if (auto shown = show_kept(id); !shown) return fail(std::move(shown));
        return id;
      }
      if ((*unfinished)->kind != monitor::RoundKind::Estate)
        if (auto ended = monitor::abandon_round(ports_, id, "superseded by a later check"); !ended)
          return fail(std::move(ended));
    }
    std::vector<registry::SiteId> selection;
    selection.reserve(options.sites.size());
    for (const std::int64_t site : options.sites) selection.push_back({site});
    return monitor::begin_round(ports_, selection, "cli");
  }

  // Where no server runs, nobody else does it. A step not done now is done the next time.
  Done tidy_samples(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      auto step = stores_.samples().upkeep();
      if (!step) return fail(std::move(step));
      if (*step == monitor::Upkeep::Done) break;
    }
    return {};
  }

  Done show_kept(monitor::RoundId round) {
    monitor::RoundRowQuery query;
    query.limit = monitor::kMaxPage;
    do {
      auto page = ports_.rounds.rows(round, query);
      if (!page) return fail(std::move(page));
      for (const monitor::RoundRow& row : page->rows)
        output_.site(name_of(row.record.visit.site), std::span(&row.record, 1), {});
      query.cursor = page->next;
    } while (!query.cursor.empty());
    return {};
  }

  Done show_rest(monitor::RoundId round) {
    auto pending = ports_.rounds.pending(round);
    if (!pending) return fail(std::move(pending));
    for (const monitor::Target& target : *pending) {
      monitor::VisitRecord record;
      record.visit.round = round.value;
      record.visit.site = target.site;
      record.visit.host = target.host;
      record.visit.port = target.port;
      record.visit.path = target.path;
      record.fetch.outcome = monitor::Outcome::NotVisited;
      record.fetch.reason = "interrupted";
      record.fetch.at = ports_.clock.now();
      output_.site(name_of(target.site), std::span(&record, 1), {});
    }
    return {};
  }

  std::string name_of(std::int64_t site) {
    auto found = stores_.registry().target({site});
    return found && *found ? (*found)->site.name : std::string();
  }

  storage::Stores& stores_;
  const monitor::RoundPorts ports_;
  const settings::Settings& settings_;
  CheckOutput output_;
  const Asked& asked_;
};

Result<int> check_estate(const CheckOptions& options, const Asked& asked, const settings::Settings& settings,
                         const Run& run) {
  auto directory = storage::DataDirectory::open(settings.data, settings.database);
  if (!directory) return fail(std::move(directory));
  auto lease = storage::Lease::take(*directory, "round");  // one round at a time over one register
  if (!lease) return fail(std::move(lease));
  const SystemClock clock;
  auto keeping = store_settings(settings);
  if (!keeping) return fail(std::move(keeping));
  auto stores = storage::Stores::open(*directory, clock, *keeping);
  if (!stores) return fail(std::move(stores));
  if (auto guarded = (*stores)->guard(**lease); !guarded) return fail(std::move(guarded));
  return EstateCheck(**stores, clock, asked, settings).run(options, run.stop());
}

int check(const CheckOptions& options, Run& run) {
  const auto asked = understand(options);
  if (!asked) return run.report(asked.error());
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  const bool estate = options.all || !options.sites.empty();
  const auto exit_code =
      estate ? check_estate(options, *asked, *settings, run) : check_addresses(options, *asked, *settings, run);
  return exit_code ? *exit_code : run.report(exit_code.error());
}

}  // namespace

void add_check(const Command& root, Run& run) {
  const auto options = std::make_shared<CheckOptions>();
  const Command command = root.add("check", {"访问网站并报告所见", "Visit sites and say what is there"});
  command.option("URL", options->addresses,
                 {"只访问这些地址一次，不入库", "Visit these addresses once; nothing is kept"});
  command.option("-l,--list", options->list_file,
                 {"地址文件，每行一个（- 为标准输入）", "File of addresses, one a line (-: standard input)"});
  command.flag("--all", options->all, {"检查登记册中的全部网站", "Every site of the register"});
  command.option("--site", options->sites, {"登记册中的网站编号", "Number of a site of the register"}).shown_as("ID");
  command
      .option(
          "--look", options->looks,
          {"对所给地址另看：registration 域名注册，tls 接受的 TLS 版本（可重复）",
           "Look at addresses given by hand as well: registration of the domain, tls versions accepted (repeatable)"})
      .one_of({"registration", "tls"});
  command
      .option("--registry", options->registry,
              {"已登记网站清单，用于辨认冒充者；默认取登记册",
               "List of registered sites, to tell who passes for one; the register by default"})
      .shown_as("FILE");
  command.option("--format", options->format, {"输出格式", "Form of the output"})
      .one_of({"table", "jsonl", "sarif"})
      .with_default_shown();
  command
      .option("--fail-on", options->fail_on,
              {"发现此级别或以上的问题时以 1 退出", "Exit with 1 when a finding of this severity or above is met"})
      .shown_as("SEVERITY");
  command.flag("--render", options->render,
               {"另由浏览器渲染页面（需要 Chromium 和专用账号）",
                "Have a browser draw the pages as well (needs Chromium and an account of its own)"});
  command
      .option("--pictures", options->pictures,
              {"渲染并把截图存入此目录", "Draw the pages and put their pictures into this folder"})
      .shown_as("DIR");
  run.add_settings(command, {"domain_registry"});
  run.add_network_settings(command);
  run.add_settings(command, {"render_browser", "render_user"});
  command.does([options, &run] { run.exit_code = check(*options, run); });
}

}  // namespace huabiao::app
