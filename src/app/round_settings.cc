#include "app/round_settings.h"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

#include "app/rule_settings.h"

namespace huabiao::app {

Result<monitor::RoundSettings> round_settings(const settings::Settings& settings) {
  auto packs = operator_packs(settings);
  if (!packs) return fail(std::move(packs));
  const settings::Network& network = settings.network;
  monitor::RoundSettings round;
  round.rate = network.rate;
  round.retry_pause = network.retry_pause;
  const unsigned cores = std::max(std::thread::hardware_concurrency(), 1U);
  round.pool.workers = settings.workers > 0 ? static_cast<std::size_t>(settings.workers) : cores;
  dispatch::WorkerSettings& worker = round.pool.worker;
  worker.user_agent = network.user_agent;
  worker.headers = network.headers;
  worker.proxy = network.proxy;
  if (network.lab)
    worker.lab = fmt::format("{}:{}:{}", network.lab->host, network.lab->plain_port, network.lab->tls_port);
  // A child works in "/", so the path must not depend on where we stand.
  if (!network.ca_file.empty()) worker.ca_file = std::filesystem::absolute(network.ca_file).string();
  worker.timeout = network.timeout;
  worker.host_gap = network.host_gap;
  worker.concurrency = network.concurrency;
  worker.rule_packs = *std::move(packs);
  return round;
}

}  // namespace huabiao::app
