// Whether this machine lets the program start the child that visits, and how far that child could lock itself in.

#include <fmt/format.h>

#include "dispatch/worker_pool.h"
#include "doctor/probe/parts.h"

namespace huabiao::doctor {

WorkerWorld look_at_worker(const settings::Network& network, const std::vector<std::string>& command,
                           const ProbeLimits& limits) {
  dispatch::PoolSettings settings;
  settings.command = command;
  settings.limits.ready = limits.worker;
  settings.worker.user_agent = network.user_agent;
  settings.worker.headers = network.headers;
  settings.worker.proxy = network.proxy;
  settings.worker.ca_file = network.ca_file.string();
  if (network.lab)
    settings.worker.lab = fmt::format("{}:{}:{}", network.lab->host, network.lab->plain_port, network.lab->tls_port);

  const auto cell = dispatch::inspect_cell(settings);
  WorkerWorld worker{.started = cell.has_value()};
  if (!cell) {
    worker.error = cell.error().code + (cell.error().detail.empty() ? "" : ": " + cell.error().detail);
    return worker;
  }
  worker.no_new_privileges = cell->sandbox.no_new_privileges;
  worker.limits = cell->sandbox.limits;
  worker.system_calls = cell->sandbox.system_calls;
  worker.refused = cell->sandbox.refused;
  worker.opens_files = cell->probe.opens_files;
  worker.runs_programs = cell->probe.runs_programs;
  worker.sees_environment = cell->probe.sees_environment;
  return worker;
}

// The browser is started as it would be for a page, and ended again.
RenderWorld look_at_render(const ProbeRequest& request) {
  RenderWorld render{.wanted = request.settings.watch_render > Millis(0), .works_with = {}, .as = {}, .error = {}};
  const auto say = [&render](const Error& error) {
    render.error = error.code + (error.detail.empty() ? "" : ": " + error.detail);
  };
  if (!request.render) {
    say(request.render.error());
    return render;
  }
  dispatch::PoolSettings settings = *request.render;
  settings.command = request.worker_command;
  const auto cell = dispatch::inspect_cell(settings);
  if (!cell) {
    say(cell.error());
    return render;
  }
  render.works_with = cell->works_with;
  render.as = request.settings.render.user;
  return render;
}

}  // namespace huabiao::doctor
