#include "doctor/probe/look_around.h"

#include "doctor/probe/parts.h"

namespace huabiao::doctor {

World look_around(const ProbeRequest& request) {
  const settings::Settings& settings = request.settings;
  World world;
  std::error_code error;
  world.settings = {.file = request.settings_file.string(),
                    .file_there = std::filesystem::exists(request.settings_file, error),
                    .error = request.settings_error,
                    .unknown_keys = request.unknown_keys};
  world.data = look_at_data(settings.data);
  world.schema = look_at_schema(settings);
  world.evidence = look_at_evidence(settings, request.limits);
  world.port = look_at_port(settings);
  world.dns = look_at_dns(!settings.network.lab.has_value(), request.limits);
  world.trust = look_at_trust(settings.network.ca_file, request.limits);
  world.suffixes = look_at_suffixes();
  world.worker = look_at_worker(settings.network, request.worker_command, request.limits);
  world.seccomp = look_at_seccomp();
  world.clock = look_at_clock(settings.data);
  world.pictures = look_at_pictures(request.limits);
  world.render = look_at_render(request);
  world.account = look_at_account();
  world.channels = request.channels;
  return world;
}

}  // namespace huabiao::doctor
