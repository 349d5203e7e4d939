// huabiao inspect: saved pages read offline: what they say of themselves and what is wrong with them
// (docs/formats/inspect.md).

#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/page_reading.h"
#include "app/cli/saved_pages.h"
#include "app/cli/site_list.h"
#include "app/cli/text_table.h"
#include "app/exit_code.h"
#include "app/version.h"
#include "monitor/parse/parse.h"
#include "monitor/record/record.h"
#include "report/sarif.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

using monitor::record::Inspected;

struct InspectOptions {
  std::vector<std::string> paths;
  std::string host, hosts_file, registry, format, fail_on;
};

Inspected inspect_page(const std::string& path, const std::string& host, SavedPage saved,
                       const monitor::KnownSites& known) {
  PageReading reading = read_saved(path, host, std::move(saved), &known);
  return {path, host, std::move(reading.detected.facts), std::move(reading.detected.findings)};
}

// Takes pages as they are done; JSON Lines go out at once, tables and SARIF at the end.
class InspectOutput {
 public:
  InspectOutput(std::string format, Language language) : format_(std::move(format)), language_(language) {
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
    if (format_ == "table") put(table_->str());
    if (std::fflush(stdout) != 0) broken_ = true;
  }

  [[nodiscard]] std::optional<monitor::Severity> worst() const { return worst_; }
  // Nobody takes what is written (a closed pipe, a full disk).
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  void put(const std::string& text) {
    if (!broken_ && std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) broken_ = true;
  }

  void add_row(const Inspected& inspected) {
    std::string findings;
    for (const monitor::Finding& finding : inspected.findings)
      findings += fmt::format("{}[{}] {}", findings.empty() ? "" : "; ", to_string(finding.severity),
                              finding.explanation.in(language_));
    table_->add({inspected.path, std::string(to_string(assess(inspected.findings))),
                 std::string(to_string(inspected.facts.mark.state)), inspected.facts.charset.used,
                 inspected.facts.title, findings.empty() ? "-" : findings});
  }

  std::string format_;
  Language language_;
  std::optional<TextTable> table_;
  std::vector<report::Reported> reported_;
  std::optional<monitor::Severity> worst_;
  bool broken_ = false;
};

int inspect(Run& run, const InspectOptions& options) {
  std::string host;
  if (!options.host.empty()) {
    auto parsed = web::parse_host(options.host);
    if (!parsed) return run.report(parsed.error());
    host = parsed->ascii;
  }
  HostsFile hosts;
  if (!options.hosts_file.empty()) {
    auto read = HostsFile::read(options.hosts_file);
    if (!read) return run.report(read.error());
    hosts = std::move(*read);
  }
  std::vector<monitor::KnownSite> registered;
  if (!options.registry.empty()) {
    auto read = read_site_list(options.registry);
    if (!read) return run.report(read.error());
    registered = std::move(*read);
  }
  const monitor::KnownSites known(std::move(registered));
  const PathList list = list_pages(options.paths);
  for (const Error& error : list.unreadable) run.report(error);
  std::size_t done = 0, failed = list.unreadable.size();
  const std::string format = !options.format.empty() ? options.format : isatty(STDOUT_FILENO) != 0 ? "table" : "jsonl";
  InspectOutput output(format, run.language());
  bool interrupted = false;
  for (const std::string& path : list.files) {
    if ((interrupted = run.stop().stop_requested()) || output.broken()) break;
    auto saved = read_page(path, monitor::ParseLimits::kBodyBytes);
    if (!saved) {
      run.report(saved.error());
      ++failed;
      continue;
    }
    const std::string listed = hosts.host_of(path);
    output.page(inspect_page(path, listed.empty() ? host : listed, std::move(*saved), known));
    ++done;
    if (Run::progress_on_terminal() && done % 16 == 0) fmt::print(stderr, "\r{}/{}", done, list.files.size());
  }
  if (Run::progress_on_terminal() && done >= 16) fmt::print(stderr, "\r\x1b[K");
  output.finish(!interrupted && failed == 0);
  if (interrupted) return kExitInterrupted;
  if (output.broken()) return kExitEnvironment;
  if (failed > 0) return done > 0 ? kExitPartly : kExitUnreadable;
  const auto limit = monitor::severity_from(options.fail_on);
  return limit && output.worst() && *output.worst() >= *limit ? kExitFound : kExitDone;
}

}  // namespace

void add_inspect(const Command& root, Run& run) {
  const Command command = root.add("inspect", {"离线检查已保存的网页", "Read saved pages, offline"});
  const auto options = std::make_shared<InspectOptions>();
  command.option("paths", options->paths, {"网页文件或目录", "Pages or folders of pages"}).required().shown_as("PATH");
  const Option host = command.option("--host", options->host, {"网页所属的主机", "The host the pages came from"});
  command.option("--hosts", options->hosts_file, {"逐行列出 path,host 的文件", "A file of lines path,host"})
      .not_with(host);
  command
      .option("--registry", options->registry,
              {"登记的网站清单（site,unit,hosts,site_code,icp,police,mark），用于发现仿冒",
               "A list of registered sites (site,unit,hosts,site_code,icp,police,mark) to find counterfeits with"})
      .shown_as("FILE");
  command.option("--format", options->format, {"输出格式", "Output format"}).one_of({"jsonl", "table", "sarif"});
  command
      .option("--fail-on", options->fail_on,
              {"有此级别及以上的问题时退出码为 1", "Exit 1 when a finding is this severe or more"})
      .one_of({"info", "low", "medium", "high", "critical"});
  command.does([&run, options] { run.exit_code = inspect(run, *options); });
}

}  // namespace huabiao::app
