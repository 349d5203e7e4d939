// huabiao doctor: is this machine fit to run huabiao, where did every setting come from, and how to mend what is not
// well.

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include "app/channel_settings.h"
#include "app/cli/command.h"
#include "app/cli/doctor_output.h"
#include "app/exit_code.h"
#include "app/render_settings.h"
#include "doctor/probe/look_around.h"
#include "language/catalogue.h"

namespace huabiao::app {
namespace {

struct DoctorOptions {
  std::string format = "table";
  std::string fail_on = "fail";
};

// What applies when the settings themselves are the trouble: the defaults of this account, so that the rest can still
// be looked at.
settings::Resolved default_settings() {
  std::vector<std::string> environment;
  for (const char* name : {"HOME", "XDG_DATA_HOME", "LANG"})
    if (const char* value = std::getenv(name)) environment.push_back(fmt::format("{}={}", name, value));
  auto resolved = settings::resolve({{}, settings::read_environment(environment), {}, {}});
  return resolved ? std::move(*resolved) : settings::Resolved{};
}

int examine(const Run& run, const DoctorOptions& options) {
  auto resolved = run.resolve();
  doctor::ProbeRequest request;
  if (!resolved)
    request.settings_error = {language::describe(resolved.error(), Language::Chinese),
                              language::describe(resolved.error(), Language::English)};
  const settings::Resolved used = resolved ? std::move(*resolved) : default_settings();
  request.settings = used.settings;
  request.unknown_keys = used.unknown;
  request.channels = look_at_channels(used.settings);
  dispatch::PoolSettings like;
  like.worker.user_agent = used.settings.network.user_agent;
  request.render = render_settings(used.settings, like);
  request.settings_file =
      run.config_file.empty() ? used.settings.data / "huabiao.toml" : std::filesystem::path(run.config_file);

  const doctor::World world = doctor::look_around(request);
  const Language language = resolved ? used.settings.language : run.language();
  fmt::print("{}", options.format == "jsonl" ? doctor_lines(world, used) : doctor_table(world, used, language));
  const doctor::State worst = worst_state(world);
  const bool found = (options.fail_on == "warn" && worst != doctor::State::Ok) ||
                     (options.fail_on == "fail" && worst == doctor::State::Fail);
  return found ? kExitFound : kExitDone;
}

}  // namespace

void add_doctor(const Command& root, Run& run) {
  const Command command = root.add(
      "doctor", {"检查本机是否适合运行，并说明如何处理", "Check this machine and say how to mend what is not well"});
  const auto options = std::make_shared<DoctorOptions>();
  command.option("--format", options->format, {"输出格式", "Output format"})
      .one_of({"table", "jsonl"})
      .with_default_shown();
  command.option("--fail-on", options->fail_on, {"出现何种状态时退出码为1", "State that makes the exit code 1"})
      .one_of({"fail", "warn", "never"})
      .with_default_shown();
  run.add_settings(command, {"listen", "tls_certificate", "tls_key", "evidence_quota", "evidence_days",
                             "render_browser", "render_user", "watch_render"});
  run.add_network_settings(command);
  command.does([&run, options] { run.exit_code = examine(run, *options); });
}

}  // namespace huabiao::app
