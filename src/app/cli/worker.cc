// worker: visits for somebody else. --pipe: the child the other commands start; --pages: the one that reads saved
// pages. --server: a vantage point on a machine of its own, for a server it leases errands from
// (docs/guide/vantage-points.md).

#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "app/cli/command.h"
#include "app/cli/page_questions.h"
#include "app/exit_code.h"
#include "app/round_settings.h"
#include "app/secret_file.h"
#include "app/version.h"
#include "dispatch/child.h"
#include "monitor/pipeline/page_visitor.h"
#include "monitor/pipeline/render_visitor.h"
#include "storage/data_directory.h"
#include "vantage/post.h"

namespace huabiao::app {
namespace {

struct WorkerOptions {
  bool pipe = false, pages = false, plain_http = false;
  std::string server, token_file, server_ca, format = "table";
};

int serve_as_child() {
  static const SystemClock clock;
  const int ended = dispatch::serve_pipe(
      [](loop::EventLoop& loop, const dispatch::WorkerSettings& settings, dispatch::Marker& marker) {
        return settings.browser.program.empty() ? monitor::make_page_visitor(loop, clock, settings, marker)
                                                : monitor::make_render_visitor(loop, clock, settings, marker);
      });
  return ended == 0 ? kExitDone : kExitUsage;
}

int serve_as_reader() {
  return dispatch::answer_pipe(page_answers) == 0 ? kExitDone : kExitUsage;
}

void announce(const WorkerOptions& options, std::size_t waiting, Language language) {
  if (options.format == "jsonl")
    fmt::print("{{\"connected\":true,\"waiting\":{}}}\n", waiting);
  else if (language == Language::Chinese)
    fmt::print("已连接服务器；待送结果 {} 份\n", waiting);
  else
    fmt::print("connected; {} results wait to be told\n", waiting);
  std::fflush(stdout);
}

Result<vantage::PostSettings> post_settings(const WorkerOptions& options, const settings::Settings& settings,
                                            const std::filesystem::path& data) {
  auto token = read_secret(options.token_file);
  if (!token) return fail(std::move(token));
  auto link =
      vantage::checked({.server = options.server,
                        .token = *std::move(token),
                        .ca_file = options.server_ca,
                        .version = std::string(kVersion),
                        .plain_http = options.plain_http ? vantage::PlainHttp::Allowed : vantage::PlainHttp::Refused,
                        .limits = {}});
  if (!link) return fail(std::move(link));
  auto round = round_settings(settings);
  if (!round) return fail(std::move(round));
  return vantage::PostSettings{.pool = std::move(round->pool),
                               .link = *std::move(link),
                               .queue = data / "vantage-queue",
                               .queue_limits = {},
                               .limits = {}};
}

int run_vantage_point(Run& run, const WorkerOptions& options) {
  const auto resolved = run.resolve();
  if (!resolved) return run.report(resolved.error());
  const auto settings = run.settings();
  if (!settings) return run.exit_code;
  if (options.token_file.empty()) return run.report({Kind::Invalid, "vantage.no_token_file", {}, "--token-file FILE"});
  // The way to loopback is this machine's to open, word for word at its own start; no server and no file can.
  const auto lab = resolved->origins.find("lab");  // every setting has its origin
  if (settings->network.lab && lab->second.source != settings::Source::CommandLine)
    return run.report({Kind::Invalid, "serve.lab_not_given", lab->second.value, "--lab"});
  auto directory = storage::DataDirectory::open(settings->data);
  if (!directory) return run.report(directory.error());
  const auto lock = directory->lock("vantage");
  if (!lock) return run.report(lock.error());
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("vantage", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  const auto post = post_settings(options, *settings, directory->path());
  if (!post) return run.report(post.error());
  const auto ended =
      vantage::run_post(*post, [&](std::size_t waiting) { announce(options, waiting, run.language()); }, run.stop());
  return ended ? kExitDone : run.report(ended.error());
}

}  // namespace

void add_worker(const Command& root, Run& run) {
  const Command command = root.add("worker", {"作为监测点为另一台服务器访问网站（或作为访问子进程）",
                                              "Visit for a server, as its vantage point (or as a child)"});
  const auto options = std::make_shared<WorkerOptions>();
  const Option pipe = command.flag(
      "--pipe", options->pipe,
      {"作为子进程通过继承的管道工作（由其他命令启动）", "Work over the inherited pipe (other commands do this)"});
  const Option pages = command
                           .flag("--pages", options->pages,
                                 {"作为子进程通过继承的管道阅读已保存的网页（由 inspect 和 compare 启动）",
                                  "Read saved pages over the inherited pipe (inspect and compare do this)"})
                           .not_with(pipe);
  command.option("--server", options->server, {"服务器网址", "The server's address"})
      .shown_as("URL")
      .not_with(pipe)
      .not_with(pages);
  command
      .option("--token-file", options->token_file,
              {"监测点令牌文件（huabiao vantage add）", "File with the token of huabiao vantage add"})
      .shown_as("FILE");
  command
      .option("--server-ca", options->server_ca,
              {"服务器证书的 CA（PEM）", "Certificates trusted for the server beside the system's (PEM)"})
      .shown_as("FILE");
  command.flag("--plain-http", options->plain_http,
               {"允许以明文 http 连接服务器", "Let the token travel over plain http"});
  command
      .option("--format", options->format, {"启动信息的格式：table 或 jsonl", "How the start is told: table or jsonl"})
      .one_of({"table", "jsonl"});
  run.add_network_settings(command);
  run.add_settings(command, {"resolver"});
  command.does([&run, options] {
    if (options->pipe)
      run.exit_code = serve_as_child();
    else if (options->pages)
      run.exit_code = serve_as_reader();
    else if (options->server.empty())
      run.exit_code = run.report({Kind::Invalid, "vantage.bad_server", {}, "--server https://HOST"});
    else
      run.exit_code = run_vantage_point(run, *options);
  });
}

}  // namespace huabiao::app
