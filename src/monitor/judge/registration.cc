#include "monitor/judge/registration.h"

#include <algorithm>
#include <array>
#include <utility>

#include "monitor/judge/name_words.h"
#include "web/host.h"

namespace huabiao::monitor {
namespace {

std::string summary_of(const Registration& said) {
  std::string text = "expires " + (said.expires ? to_iso(*said.expires) : std::string("-"));
  text += "\nstatus " + join_texts(said.statuses);
  text += "\nregistrar " + said.registrar;
  text += "\nname servers " + join_texts(said.servers);
  return text;
}

class Judging {
 public:
  Judging(const RegistrationFacts& facts, KnownRegistration known, TimePoint now)
      : facts_(facts), said_(facts.said), known_(std::move(known)), now_(now) {}

  RegistrationVerdict run() && {
    if (facts_.outcome == RegistrationOutcome::Registered) {
      ends();
      statuses();
      registrar();
      servers();
    }
    return {std::move(findings_), std::move(known_)};
  }

 private:
  void accuse(std::string_view what, Severity severity, const Bilingual& words, std::string why) {
    Finding& finding = findings_.emplace_back();
    finding.rule = std::string(kRegistrationRules) + std::string(what);
    finding.category = Category::Dns;
    finding.severity = severity;
    finding.subject = facts_.domain;
    const std::string domain = web::to_unicode(facts_.domain);
    finding.explanation = {domain + "：" + words.zh, domain + ": " + words.en};
    finding.evidence.push_back({.offset = -1,
                                .length = 0,
                                .snippet = facts_.server + "\n" + summary_of(said_),
                                .decoded = {},
                                .why = std::move(why)});
  }

  void ends() {
    if (!said_.expires) return;
    const std::string day = shanghai_day(*said_.expires);
    const auto left = std::chrono::floor<std::chrono::days>(*said_.expires - now_).count();
    const std::string days = std::to_string(left);
    if (*said_.expires <= now_)
      accuse("expired", Severity::High, {"域名注册已于 " + day + " 到期", "the registration ended on " + day},
             "expires " + day);
    else if (left < RegistrationJudgeLimits::kSoonDays)
      accuse("expiring", left < RegistrationJudgeLimits::kVerySoonDays ? Severity::High : Severity::Medium,
             {"域名注册将于 " + day + " 到期，剩余 " + days + " 天",
              "the registration ends on " + day + ", in " + days + " days"},
             "expires " + day);
  }

  [[nodiscard]] std::string first_of(std::initializer_list<std::string_view> statuses) const {
    for (const std::string_view status : statuses)
      if (std::ranges::find(said_.statuses, status) != said_.statuses.end()) return std::string(status);
    return {};
  }

  void statuses() {
    if (const std::string hold = first_of({"serverHold", "clientHold"}); !hold.empty())
      accuse("on-hold", Severity::High,
             {"域名被暂停解析（" + hold + "）", "the domain is taken out of the DNS (" + hold + ")"}, hold);
    const std::string lapsing = first_of({"pendingDelete", "redemptionPeriod", "pendingRestore", "expired"});
    if (lapsing.empty()) return;
    const bool last = lapsing == "pendingDelete";
    accuse("lapsing", last ? Severity::Critical : Severity::High,
           {last ? "域名即将被删除，之后任何人都可以注册（" + lapsing + "）" : "域名已进入赎回期（" + lapsing + "）",
            last ? "the domain is about to be deleted and may then be registered by anybody (" + lapsing + ")"
                 : "the domain has lapsed and can only be redeemed (" + lapsing + ")"},
           lapsing);
  }

  // Is it other than what was learnt, and not yet for long enough to be how things are?
  template <class Value>
  bool changed(Value& known, std::optional<TimePoint>& since, const Value& now) const {
    if (now.empty()) return false;
    const bool settled = since && now_ - *since >= RegistrationJudgeLimits::kSettled;
    if (known.empty() || known == now || settled) {
      known = now;
      since.reset();
      return false;
    }
    if (!since) since = now_;
    return true;
  }

  void registrar() {
    const std::string before = known_.registrar;
    if (changed(known_.registrar, known_.registrar_since, said_.registrar))
      accuse("registrar-changed", Severity::Low,
             {"域名注册商由“" + before + "”变为“" + said_.registrar + "”",
              "the registrar changed from \"" + before + "\" to \"" + said_.registrar + "\""},
             "before: " + before);
  }

  void servers() {
    const std::vector<std::string> before = known_.servers;
    if (changed(known_.servers, known_.servers_since, said_.servers))
      accuse(
          "servers-changed", Severity::Low,
          {"注册局登记的域名服务器由 " + join_texts(before) + " 变为 " + join_texts(said_.servers),
           "the name servers at the registry changed from " + join_texts(before) + " to " + join_texts(said_.servers)},
          "before: " + join_texts(before));
  }

  const RegistrationFacts& facts_;
  const Registration& said_;
  KnownRegistration known_;
  const TimePoint now_;
  std::vector<Finding> findings_;
};

}  // namespace

RegistrationVerdict judge_registration(const RegistrationFacts& facts, KnownRegistration known, TimePoint now) {
  return Judging(facts, std::move(known), now).run();
}

}  // namespace huabiao::monitor
