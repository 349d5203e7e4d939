#include "doctor/check.h"

#include <functional>
#include <gtest/gtest.h>
#include <set>

namespace huabiao::doctor {
namespace {

constexpr TimePoint kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

World healthy() {
  World world;
  world.settings = {.file = "/srv/huabiao/huabiao.toml", .file_there = true};
  world.data = {.path = "/srv/huabiao", .there = true, .writable = true, .free_bytes = 100LL << 30};
  world.schema = {.database_there = true};
  world.port = {.address = "127.0.0.1:8787"};
  world.dns = {.servers = {"192.0.2.53"}, .answered = true, .resolved = true};
  world.trust = {.file = "/etc/ssl/certs/ca-certificates.crt", .certificates = 140};
  world.suffixes = {.there = true, .file = "list.dafsa", .dated = kNow - std::chrono::days(30)};
  world.worker = {.started = true, .no_new_privileges = true, .limits = true, .system_calls = true};
  world.seccomp = true;
  world.clock = {.now = kNow, .newest_record = kNow - std::chrono::hours(1)};
  world.pictures = {.browser = "/usr/bin/chromium", .chinese_font = true};
  world.render = {.works_with = "Chrome/156.0.1.2", .as = "huabiao-render"};
  world.account = {.root = false, .name = "huabiao"};
  world.evidence = {.quota_bytes = 10LL << 30, .used_bytes = 1LL << 30, .days = 180};
  return world;
}

const Check& find(std::string_view id) {
  for (const Check& check : checks())
    if (check.id == id) return check;
  throw std::logic_error("no check " + std::string(id));
}

struct Broken {
  std::string_view id;
  State state;
  std::function<void(World&)> breakage;
};

const std::vector<Broken>& broken_worlds() {
  static const std::vector<Broken> kWorlds = {
      {"settings", State::Fail, [](World& w) { w.settings.error = {"设置有误", "timeout: read x"}; }},
      {"settings", State::Warn, [](World& w) { w.settings.unknown_keys = {"timout"}; }},
      {"account", State::Warn, [](World& w) { w.account.root = true; }},
      {"data-directory", State::Fail, [](World& w) { w.data.directory = false; }},
      {"data-directory", State::Fail, [](World& w) { w.data.writable = false; }},
      {"data-directory", State::Warn, [](World& w) { w.data.open_to_others = true; }},
      {"disk", State::Fail, [](World& w) { w.data.free_bytes = 1 << 20; }},
      {"disk", State::Warn, [](World& w) { w.data.free_bytes = 1 << 30; }},
      {"disk", State::Warn, [](World& w) { w.data.free_bytes = -1; }},
      {"schema", State::Fail, [](World& w) { w.schema.newer = true; }},
      {"schema", State::Fail, [](World& w) { w.schema.error = "disk I/O error"; }},
      {"evidence", State::Fail, [](World& w) { w.evidence.quota_bytes = 0; }},
      {"evidence", State::Warn, [](World& w) { w.evidence.used_bytes = w.evidence.quota_bytes; }},
      {"evidence", State::Warn, [](World& w) { w.data.free_bytes = 5LL << 30; }},
      {"port", State::Fail, [](World& w) { w.port.free = false, w.port.holder = "nginx (pid 71)"; }},
      {"port", State::Fail, [](World& w) { w.port.error = "Permission denied"; }},
      {"port", State::Warn, [](World& w) { w.port.loopback = false; }},
      {"dns", State::Fail, [](World& w) { w.dns.answered = false, w.dns.resolved = false; }},
      {"dns", State::Fail, [](World& w) { w.dns = {}; }},
      {"dns", State::Warn, [](World& w) { w.dns.resolved = false; }},
      {"tls-trust", State::Fail, [](World& w) { w.trust.certificates = 0; }},
      {"tls-trust", State::Fail, [](World& w) { w.trust.extra_file = "/srv/ca.pem"; }},
      {"public-suffix", State::Fail, [](World& w) { w.suffixes.there = false; }},
      {"public-suffix", State::Warn, [](World& w) { w.suffixes.dated = kNow - std::chrono::days(366); }},
      {"worker", State::Fail, [](World& w) { w.worker = {.error = "Resource temporarily unavailable"}; }},
      {"sandbox", State::Warn, [](World& w) { w.seccomp = false; }},
      {"sandbox", State::Warn, [](World& w) { w.worker.system_calls = false; }},
      {"sandbox", State::Warn, [](World& w) { w.worker.opens_files = true; }},
      {"clock", State::Fail, [](World& w) { w.clock.now = TimePoint{}; }},
      {"clock", State::Fail, [](World& w) { w.clock.newest_record = kNow + std::chrono::days(3); }},
      {"clock", State::Warn, [](World& w) { w.clock.synchronised = false; }},
      {"channels", State::Fail, [](World& w) { w.channels = {{.name = "duty", .error = "no such file"}}; }},
      {"channels", State::Warn, [](World& w) { w.channels = {{.name = "duty", .open_to_others = true}}; }},
      {"pictures", State::Warn, [](World& w) { w.pictures.browser.clear(); }},
      {"pictures", State::Warn, [](World& w) { w.pictures.chinese_font = false; }},
      {"rendered-view", State::Warn, [](World& w) { w.render = {.error = "render.needs_own_user"}; }},
      {"rendered-view", State::Fail, [](World& w) { w.render = {.wanted = true, .error = "render.no_answer"}; }},
  };
  return kWorlds;
}

}  // namespace

TEST(Checks, FindAHealthyWorldHealthy) {
  const World world = healthy();
  std::set<std::string_view> ids;
  for (const Check& check : checks()) {
    const Diagnosis diagnosis = check.judge(world);
    EXPECT_EQ(diagnosis.state, State::Ok) << check.id << ": " << diagnosis.saw.en;
    EXPECT_FALSE(diagnosis.saw.zh.empty() || diagnosis.saw.en.empty()) << check.id;
    EXPECT_TRUE(diagnosis.mend.zh.empty()) << check.id;
    EXPECT_FALSE(check.looks_at.zh.empty() || check.looks_at.en.empty());
    EXPECT_TRUE(ids.insert(check.id).second) << check.id;
  }
}

TEST(Checks, SeeEveryBrokenWorldAndSayHowToMendIt) {
  std::set<std::string_view> seen;
  for (const Broken& broken : broken_worlds()) {
    World world = healthy();
    broken.breakage(world);
    const Diagnosis diagnosis = find(broken.id).judge(world);
    EXPECT_EQ(to_string(diagnosis.state), to_string(broken.state)) << broken.id << ": " << diagnosis.saw.en;
    EXPECT_FALSE(diagnosis.mend.zh.empty() || diagnosis.mend.en.empty()) << broken.id;
    seen.insert(broken.id);
  }
  for (const Check& check : checks()) EXPECT_TRUE(seen.contains(check.id)) << check.id << " has no broken world";
}

TEST(Checks, TakeAFreshMachineForHealthy) {
  World world = healthy();
  world.settings.file_there = false;
  world.data.there = false;
  world.schema.database_there = false;
  world.clock.newest_record = TimePoint{};
  world.evidence.used_bytes = 0;
  for (const Check& check : checks()) EXPECT_EQ(check.judge(world).state, State::Ok) << check.id;
}

TEST(Checks, NameWhoHoldsThePort) {
  World world = healthy();
  world.port.free = false;
  world.port.holder = "nginx (pid 71)";
  EXPECT_NE(find("port").judge(world).saw.en.find("nginx (pid 71)"), std::string::npos);
}

}  // namespace huabiao::doctor
