#include "dispatch/message.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::dispatch {
namespace {

monitor::Errand errand_with(std::initializer_list<const char*> hosts) {
  monitor::Errand errand{.number = 42, .visits = {}};
  for (const char* host : hosts) {
    monitor::Visit visit;
    visit.id = {static_cast<std::int64_t>(errand.visits.size()) + 1};
    visit.host = host;
    visit.site = 7;
    errand.visits.push_back(visit);
  }
  return errand;
}

}  // namespace

TEST(Message, SettingsComeBackAsTheyWere) {
  WorkerSettings settings;
  settings.user_agent = "agent \"quoted\"\n";
  settings.headers = {"A: b", "C: d"};
  settings.lab = "127.0.0.1:1:2";
  settings.resolvers = {"1.2.4.8", "127.0.0.1:5353"};
  settings.registries = {"cn=whois://192.0.2.43"};
  settings.timeout = Millis(1234);
  settings.host_gap = Millis(0);
  settings.concurrency = 9;
  settings.rule_packs = {"file 3 pack.toml\nabc", "", "bytes\n\xff"};
  settings.compiled_rules = "database\n\0x";
  const auto read = read_to_child(write(ToChild(settings)));
  ASSERT_TRUE(read.has_value());
  const auto& back = std::get<WorkerSettings>(*read);
  EXPECT_EQ(back.user_agent, settings.user_agent);
  EXPECT_EQ(back.headers, settings.headers);
  EXPECT_EQ(back.lab, settings.lab);
  EXPECT_EQ(back.resolvers, settings.resolvers);
  EXPECT_EQ(back.registries, settings.registries);
  EXPECT_EQ(back.timeout, settings.timeout);
  EXPECT_EQ(back.concurrency, 9);
  EXPECT_EQ(back.rule_packs, settings.rule_packs);
  EXPECT_EQ(back.compiled_rules, settings.compiled_rules);
}

TEST(Message, AnErrandKeepsItsVisitsInOrder) {
  const auto read = read_to_child(write(ToChild(errand_with({"a.cn", "b.cn"}))));
  ASSERT_TRUE(read.has_value());
  const auto& back = std::get<monitor::Errand>(*read);
  EXPECT_EQ(back.number, 42U);
  ASSERT_EQ(back.visits.size(), 2U);
  EXPECT_EQ(back.visits[1].host, "b.cn");
}

TEST(Message, ReadyRecordsAndProbeComeBack) {
  Ready ready;
  ready.sandbox = {.no_new_privileges = true, .limits = true, .system_calls = false, .refused = "seccomp: no"};
  const auto read = read_to_parent(write(ToParent(ready)));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(std::get<Ready>(*read).sandbox.refused, "seccomp: no");
  const auto probed = read_to_parent(write(ToParent(ProbeAnswer{.runs_programs = true})));
  ASSERT_TRUE(probed.has_value());
  EXPECT_TRUE(std::get<ProbeAnswer>(*probed).runs_programs);
  EXPECT_FALSE(std::get<ProbeAnswer>(*probed).opens_files);
}

TEST(Message, RefusesWhatAHonestPartnerWouldNotSay) {
  const std::string good = write(ToChild(errand_with({"a.cn", "b.cn"})));
  const std::string bad[] = {
      "",
      "\n",
      "{}",
      "{}\n",
      "[]\n",
      "{\"type\":\"errand\"}\n",
      "{\"type\":\"errand\",\"errand\":0,\"count\":1}\n{}\n",
      "{\"type\":\"errand\",\"errand\":1,\"count\":1}\n",
      "{\"type\":\"errand\",\"errand\":1,\"count\":1000000}\n",
      "{\"type\":\"errand\",\"errand\":-1,\"count\":1}\nx\n",
      "{\"type\":\"unheard\"}\n",
      "{\"type\":\"probe\"}\nmore\n",
      "{\"type\":7}\n",
      good + "{}\n",
      good.substr(0, good.size() - 1),
  };
  for (const std::string& payload : bad) EXPECT_FALSE(read_to_child(payload).has_value()) << payload;
  EXPECT_FALSE(read_to_parent(good).has_value()) << "an errand is nothing a child may say";
}

RC_GTEST_PROP(MessageProperty, NoBytesMakeAReaderThrow, (const std::string& noise)) {
  RC_ASSERT(!read_to_parent(noise).has_value());
  const std::string head = "{\"type\":\"records\",\"errand\":1,\"count\":1}\n" + noise + "\n";
  (void)read_to_parent(head);
  (void)read_to_child(noise);
}

}  // namespace huabiao::dispatch
