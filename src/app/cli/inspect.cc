// huabiao inspect: saved pages read offline: what they say of themselves and what is wrong with them
// (docs/formats/inspect.md).

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <thread>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/in_order.h"
#include "app/cli/page_readers.h"
#include "app/cli/page_source.h"
#include "app/cli/saved_pages.h"
#include "app/cli/site_list.h"
#include "app/cli/text_table.h"
#include "app/cli/wave_output.h"
#include "app/exit_code.h"
#include "app/version.h"
#include "monitor/record/record.h"
#include "report/sarif.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

using monitor::record::Inspected;

struct InspectOptions {
  std::vector<std::string> paths, views;
  std::string host, hosts_file, registry, format, fail_on, jobs;
  bool waves = false;
};

// After the pages, what several of them share: always below a table, as lines only when asked for.
enum class WaveLines : bool { No, Yes };

// A page of the list, or why there is none.
using Pulled = Result<SourcePage>;
using Worked = Result<Inspected>;

// What pages are judged with beside themselves.
struct Beside {
  std::string host;
  HostsFile hosts;
  std::vector<std::string> first;  // told to every child before its first page: registered sites, views
  std::size_t jobs = 1;
};

// NAME=FILE: the same address as another visitor saw it. Fails: inspect.bad_view, inspect.cannot_read.
Done add_views(const std::vector<std::string>& written, Beside& beside) {
  for (const std::string& text : written) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return fail(Kind::Invalid, "inspect.bad_view", text, "NAME=FILE");
    const auto page = source_page(text.substr(equals + 1), beside.host);
    if (!page) return std::unexpected(page.error());
    beside.first.push_back(questions::view(*page, text.substr(0, equals)));
  }
  return {};
}

// Takes pages as they are done; JSON Lines go out at once, tables and SARIF at the end.
class InspectOutput {
 public:
  InspectOutput(std::string format, Language language, WaveLines waves)
      : format_(std::move(format)), language_(language), wave_lines_(waves) {
    const bool zh = language == Language::Chinese;
    table_.emplace(std::vector<TextTable::Column>{{zh ? "文件" : "file", TextTable::Align::Left, 48},
                                                  {zh ? "判断" : "assessment"},
                                                  {zh ? "标识" : "mark"},
                                                  {zh ? "编码" : "charset"},
                                                  {zh ? "标题" : "title", TextTable::Align::Left, 32},
                                                  {zh ? "问题" : "findings", TextTable::Align::Left, 60}});
  }

  void page(const Inspected& inspected) {
    for (const monitor::Finding& finding : inspected.findings)
      if (!worst_ || finding.severity > *worst_) worst_ = finding.severity;
    if (format_ == "table" || wave_lines_ == WaveLines::Yes)
      waves_.add(inspected.host.empty() ? inspected.path : inspected.host, inspected.path, inspected.findings);
    if (format_ == "jsonl") {
      put(monitor::record::inspect_line(inspected) + "\n");
    } else if (format_ == "sarif") {
      const std::string& key = inspected.host.empty() ? inspected.path : inspected.host;
      for (const monitor::Finding& finding : inspected.findings)
        reported_.push_back({.site = inspected.host, .site_key = key, .address = inspected.path, .finding = finding});
    } else {
      add_row(inspected);
    }
  }

  void finish(bool complete) {
    if (format_ == "sarif")
      put(report::to_sarif(reported_, {.version = kVersion, .language = language_, .complete = complete}) + "\n");
    if (format_ == "table") {
      const bool colours = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;  // NOLINT: one thread left
      put(table_->str(colours ? TextTable::Colours::Yes : TextTable::Colours::No));
    }
    put_waves();
    if (std::fflush(stdout) != 0) broken_ = true;
  }

  [[nodiscard]] std::optional<monitor::Severity> worst() const { return worst_; }
  // Nobody takes what is written (a closed pipe, a full disk).
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  void put(const std::string& text) {
    if (!broken_ && std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) broken_ = true;
  }

  void put_waves() {
    const std::vector<monitor::Wave> waves = waves_.take();
    if (format_ == "table") put(wave_table(waves, [&](std::int64_t site) { return waves_.name_of(site); }, language_));
    if (format_ != "jsonl") return;
    for (const monitor::Wave& wave : waves) {
      std::vector<std::vector<std::string>> pages;
      pages.reserve(wave.sites.size());
      for (const monitor::WaveSite& site : wave.sites) pages.push_back(waves_.pages_of(site.site));
      put(monitor::record::wave_line(wave, pages) + "\n");
    }
  }

  void add_row(const Inspected& inspected) {
    std::string findings;
    for (const monitor::Finding& finding : inspected.findings)
      if (finding.severity > monitor::Severity::Info)
        findings += fmt::format("{}[{}] {}", findings.empty() ? "" : "; ", to_string(finding.severity),
                                finding.explanation.in(language_));
    const monitor::Assessment assessment = assess(inspected.findings);
    const TextTable::Tint tint = assessment == monitor::Assessment::Malicious    ? TextTable::Tint::Alarm
                                 : assessment == monitor::Assessment::Suspicious ? TextTable::Tint::Warning
                                                                                 : TextTable::Tint::None;
    table_->add({inspected.path, std::string(to_string(assessment)), std::string(to_string(inspected.facts.mark.state)),
                 inspected.facts.charset.used, inspected.facts.title, findings.empty() ? "-" : findings},
                tint);
  }

  std::string format_;
  Language language_;
  WaveLines wave_lines_;
  WaveGatherer waves_;
  std::optional<TextTable> table_;
  std::vector<report::Reported> reported_;
  std::optional<monitor::Severity> worst_;
  bool broken_ = false;
};

Result<Beside> read_beside(const InspectOptions& options) {
  Beside beside;
  if (!options.host.empty()) {
    auto parsed = web::parse_host(options.host);
    if (!parsed) return fail(std::move(parsed));
    beside.host = parsed->ascii;
  }
  if (!options.hosts_file.empty()) {
    auto read = HostsFile::read(options.hosts_file);
    if (!read) return fail(std::move(read));
    beside.hosts = std::move(*read);
  }
  if (!options.registry.empty()) {
    auto read = read_site_list(options.registry);
    if (!read) return fail(std::move(read));
    beside.first = questions::known_sites(*read);
  }
  if (!options.views.empty() && options.paths.size() != 1)
    return fail(Kind::Invalid, "inspect.bad_view", std::to_string(options.paths.size()) + " pages", "one PATH");
  if (auto added = add_views(options.views, beside); !added) return fail(std::move(added));
  constexpr std::size_t kMostJobs = 64;
  beside.jobs = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
  if (!options.jobs.empty()) {
    const auto [end, error] =
        std::from_chars(options.jobs.data(), options.jobs.data() + options.jobs.size(), beside.jobs);
    if (error != std::errc() || *end != '\0' || beside.jobs < 1 || beside.jobs > kMostJobs)
      return fail(Kind::Invalid, "inspect.bad_jobs", options.jobs, "1..64");
  }
  return beside;
}

struct Count {
  std::size_t done = 0, failed = 0;
};

int inspect(Run& run, const InspectOptions& options) {
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  auto beside = read_beside(options);
  if (!beside) return run.report(beside.error());
  auto readers = PageReaders::create(*settings, beside->jobs);
  if (!readers) return run.report(readers.error());
  (*readers)->tell_first(std::move(beside->first));
  if (auto begun = (*readers)->begin(); !begun) return run.report(begun.error());
  PathList list = list_pages(options.paths);
  for (const Error& error : list.unreadable) run.report(error);
  PageSource source(std::move(list.files), beside->host, std::move(beside->hosts));
  const std::string format = !options.format.empty() ? options.format : isatty(STDOUT_FILENO) != 0 ? "table" : "jsonl";
  InspectOutput output(format, run.language(), options.waves ? WaveLines::Yes : WaveLines::No);
  Count count{0, list.unreadable.size()};
  const auto pull = [&]() -> std::optional<Pulled> {
    auto page = source.next();
    if (!page) return Pulled(std::unexpected(page.error()));
    if (!*page) return std::nullopt;
    return Pulled(std::move(**page));
  };
  const auto work = [&](Pulled page) -> Worked {
    if (!page) return std::unexpected(page.error());
    return (*readers)->inspect(*page);
  };
  const auto take = [&](Worked worked) {
    if (worked) {
      output.page(*worked);
      ++count.done;
    } else {
      run.report(worked.error());
      ++count.failed;
    }
    if (Run::progress_on_terminal() && count.done % 16 == 0)
      fmt::print(stderr, "\r{} / {}", count.done, source.files());
    return !run.stop().stop_requested() && !output.broken();
  };
  // So that no child waits for a file or for its answer to be written.
  in_order<Pulled, Worked>(beside->jobs * 2, pull, work, take);
  if (Run::progress_on_terminal() && count.done >= 16) fmt::print(stderr, "\r\x1b[K");
  const bool interrupted = run.stop().stop_requested();
  output.finish(!interrupted && count.failed == 0);
  if (interrupted) return kExitInterrupted;
  if (output.broken()) return kExitEnvironment;
  if (count.failed > 0) return count.done > 0 ? kExitPartly : kExitUnreadable;
  const auto limit = monitor::severity_from(options.fail_on);
  return limit && output.worst() && *output.worst() >= *limit ? kExitFound : kExitDone;
}

}  // namespace

void add_inspect(const Command& root, Run& run) {
  const Command command = root.add("inspect", {"离线检查已保存的网页", "Read saved pages, offline"});
  const auto options = std::make_shared<InspectOptions>();
  command
      .option("paths", options->paths,
              {"网页文件、目录或网页存档（.warc、.warc.gz）；- 为标准输入",
               "Pages, folders of pages, web archives (.warc, .warc.gz); - for standard input"})
      .required()
      .shown_as("PATH");
  const Option host = command.option("--host", options->host, {"网页所属的主机", "The host the pages came from"});
  command.option("--hosts", options->hosts_file, {"逐行列出 path,host 的文件", "A file of lines path,host"})
      .not_with(host);
  command
      .option("--registry", options->registry,
              {"登记的网站清单（site,unit,hosts,site_code,icp,police,mark），用于发现仿冒",
               "A list of registered sites (site,unit,hosts,site_code,icp,police,mark) to find counterfeits with"})
      .shown_as("FILE");
  command
      .option("--view", options->views,
              {"同一地址以其他访客身份得到的网页，可多次给出",
               "The same address as another visitor saw it; may be repeated"})
      .shown_as("NAME=FILE");
  command.flag("--waves", options->waves,
               {"JSON Lines 之后另加数行：哪些网页出自同一来源的攻击",
                "After the JSON Lines of pages, one for each attack wave among them"});
  command.option("--jobs", options->jobs, {"同时检查的网页数", "Pages read at once"}).shown_as("N");
  command.option("--format", options->format, {"输出格式", "Output format"}).one_of({"jsonl", "table", "sarif"});
  command
      .option("--fail-on", options->fail_on,
              {"有此级别及以上的问题时退出码为 1", "Exit 1 when a finding is this severe or more"})
      .one_of({"info", "low", "medium", "high", "critical"});
  run.add_settings(command, {"rules", "rules_key", "rules_unsigned"});
  command.does([&run, options] { run.exit_code = inspect(run, *options); });
}

}  // namespace huabiao::app
