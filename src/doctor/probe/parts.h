#pragma once
// The parts look_around is put together from. Internal to this room.

#include "doctor/probe/look_around.h"
#include "doctor/world.h"

namespace huabiao::doctor {

DataWorld look_at_data(const std::filesystem::path& path);
EvidenceWorld look_at_evidence(const settings::Settings& settings, const ProbeLimits& limits);
TimePoint newest_file(const std::filesystem::path& directory);
SchemaWorld look_at_schema(const settings::Settings& settings);

PortWorld look_at_port(const settings::Settings& settings);
DnsWorld look_at_dns(bool needed, const ProbeLimits& limits);

TrustWorld look_at_trust(const std::filesystem::path& extra_file, const ProbeLimits& limits);
SuffixWorld look_at_suffixes();
ClockWorld look_at_clock(const std::filesystem::path& data);
PictureWorld look_at_pictures(const ProbeLimits& limits);
AccountWorld look_at_account();
bool look_at_seccomp();
// `command`: argv of the child; empty: this very program.
WorkerWorld look_at_worker(const settings::Network& network, const std::vector<std::string>& command,
                           const ProbeLimits& limits);

RenderWorld look_at_render(const ProbeRequest& request);

}  // namespace huabiao::doctor
