#include "app/round_settings.h"

#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <thread>

#include "app/rule_settings.h"
#include "monitor/fetch/resolver_address.h"
#include "monitor/registration/registries.h"
#include "rules/limits.h"

namespace huabiao::app {

namespace {

Result<std::string> compiled_rules(const settings::Settings& settings, std::span<const std::string> packs) {
  auto set = compile_rules(settings, packs);
  if (!set) return fail(std::move(set));
  std::string compiled = (*set)->compiled();
  if (compiled.size() > rules::PackLimits::kCompiledBytes) compiled.clear();
  return compiled;
}

// Read here already, so that a wrong one is told at the start and not by every worker child.
Result<std::vector<std::string>> checked_resolvers(const std::vector<std::string>& resolvers, const std::string& lab) {
  std::optional<monitor::fetch::LabAllowance> allowed;
  if (!lab.empty()) {
    auto parsed = monitor::fetch::LabAllowance::parse(lab);
    if (!parsed) return fail(std::move(parsed));
    allowed = *std::move(parsed);
  }
  for (const std::string& text : resolvers)
    if (auto parsed = monitor::fetch::ResolverAddress::parse(text, allowed); !parsed) return fail(std::move(parsed));
  return resolvers;
}

}  // namespace

Result<monitor::RoundSettings> round_settings(const settings::Settings& settings) {
  auto packs = operator_packs(settings);
  if (!packs) return fail(std::move(packs));
  auto compiled = compiled_rules(settings, *packs);
  if (!compiled) return fail(std::move(compiled));
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
  auto resolvers = checked_resolvers(network.resolvers, worker.lab);
  if (!resolvers) return fail(std::move(resolvers));
  worker.resolvers = *std::move(resolvers);
  // Read here already, as the resolvers are.
  auto registries = monitor::Registries::create(
      {}, {.servers = network.registries, .gap = network.registry_gap, .lab = network.lab.has_value()});
  if (!registries) return fail(std::move(registries));
  worker.registries = network.registries;
  // A child works in "/", so the path must not depend on where we stand.
  if (!network.ca_file.empty()) worker.ca_file = std::filesystem::absolute(network.ca_file).string();
  worker.timeout = network.timeout;
  worker.host_gap = network.host_gap;
  worker.concurrency = network.concurrency;
  worker.rule_packs = *std::move(packs);
  worker.compiled_rules = *std::move(compiled);
  return round;
}

const monitor::RoundSettings& RenewedSettings::renew() {
  dispatch::WorkerSettings& worker = now_.pool.worker;
  const auto keep = [](const Error& error) {
    spdlog::warn("rules: the packs as they are now cannot be used, those of before stay: {} {}", error.code,
                 error.detail);
  };
  auto packs = operator_packs(settings_);
  if (!packs) return keep(packs.error()), now_;
  if (*packs == worker.rule_packs) return now_;
  auto compiled = compiled_rules(settings_, *packs);
  if (!compiled) return keep(compiled.error()), now_;
  worker.rule_packs = *std::move(packs);
  worker.compiled_rules = *std::move(compiled);
  if (now_.render) {
    now_.render->worker.rule_packs = worker.rule_packs;
    now_.render->worker.compiled_rules = worker.compiled_rules;
  }
  spdlog::info("rules: changed packs are in use, {} beside the built-in one", worker.rule_packs.size());
  return now_;
}

}  // namespace huabiao::app
