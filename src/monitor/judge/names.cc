#include "monitor/judge/names.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <string_view>
#include <utility>

#include "monitor/judge/name_words.h"
#include "web/host.h"
#include "web/ip_range.h"

namespace huabiao::monitor {
namespace {

using Texts = std::vector<std::string>;
constexpr const char* kNoAlias = "-";
constexpr std::string_view kUnexpected = "dns.unexpected", kServersChanged = "dns.name-servers-changed";

bool holds(const Texts& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

void learn(Texts& into, const Texts& more) {
  for (const std::string& one : more)
    if (!holds(into, one)) into.push_back(one);
  if (into.size() > NameLimits::kLearnt)
    into.erase(into.begin(), into.end() - static_cast<std::ptrdiff_t>(NameLimits::kLearnt));
}

// The neighbourhood an address stands in: a /24, or a /48.
std::string block_of(const std::string& address) {
  constexpr std::size_t kFour = 3, kSix = 6;
  std::array<char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return {bytes.data(), kFour};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return {bytes.data(), kSix};
  return address;
}

bool meet(const Texts& a, const Texts& b) {
  return std::ranges::any_of(a, [&](const std::string& one) { return holds(b, one); });
}

bool near(const Texts& a, const Texts& b) {
  Texts blocks;
  for (const std::string& one : b) blocks.push_back(block_of(one));
  return std::ranges::any_of(a, [&](const std::string& one) { return holds(blocks, block_of(one)); });
}

std::string target_of(const NameAnswer& answer) {
  return answer.aliases.empty() ? kNoAlias : answer.aliases.front();
}

// One host's look being judged.
class Judging {
 public:
  explicit Judging(NamesInput& input) : in_(input), known_(input.known) {
    for (const NameAnswer& answer : in_.facts.answers) {
      if (is_answer(answer.four) || is_answer(answer.six)) anyone_answered_ = true;
      if (!answer.addresses.empty()) giving_.push_back(&answer);
    }
  }

  NamesVerdict run() && {
    expected();
    if (silent()) return {std::move(findings_), std::move(known_)};
    private_addresses();
    no_six();
    six_reach();
    apart();
    targets();
    servers();
    ttl();
    if (known_.looks < NameJudgeLimits::kLearning && anyone_answered_) ++known_.looks;
    learn_addresses();
    return {std::move(findings_), std::move(known_)};
  }

 private:
  [[nodiscard]] bool learning() const { return known_.looks < NameJudgeLimits::kLearning; }

  Finding& accuse(std::string_view what, Severity severity, const Bilingual& words) {
    Finding& finding = findings_.emplace_back();
    finding.rule = "dns." + std::string(what);
    finding.category = Category::Dns;
    finding.severity = severity;
    finding.subject = in_.host;
    const std::string host = web::to_unicode(in_.host);
    finding.explanation = {host + "：" + words.zh, host + ": " + words.en};
    return finding;
  }

  // Every resolver's answer as evidence, each with what is to be said of it.
  void show(Finding& finding, const std::string& why) const {
    for (const NameAnswer& answer : in_.facts.answers) finding.evidence.push_back(answer_evidence(answer, why));
  }

  void expected() {
    if (!in_.expected || in_.expected->entries.empty() || giving_.empty()) return;
    const auto wrong = [&](const NameAnswer* one) { return !as_expected(*one, *in_.expected); };
    const auto count = std::ranges::count_if(giving_, wrong);
    if (count == 0) return;
    const bool all = static_cast<std::size_t>(count) == giving_.size();
    Finding& finding = accuse("unexpected", all ? Severity::High : Severity::Medium, unexpected_words(all));
    for (const NameAnswer* one : giving_)
      if (wrong(one)) finding.evidence.push_back(answer_evidence(*one, expected_text(*in_.expected)));
  }

  // The zone's name servers are dead when nobody gets an answer for it, and the same resolvers answer for others.
  bool silent() {
    if (anyone_answered_) {
      known_.silent_since.reset();
      return false;
    }
    if (in_.facts.answers.empty()) return true;
    if (!known_.silent_since) known_.silent_since = in_.now;
    if (in_.others_answered && *in_.others_answered > *known_.silent_since && *known_.silent_since < in_.now)
      show(accuse("name-servers-silent", Severity::High, silent_words(in_.facts.zone)),
           "no answer since " + to_iso(*known_.silent_since));
    return true;
  }

  void private_addresses() {
    Texts bad;
    for (const NameAnswer* one : giving_)
      for (const std::string& address : one->addresses)
        if (!web::is_public(address)) learn(bad, {address});
    if (!bad.empty()) show(accuse("private-address", Severity::Medium, private_words(bad)), join_texts(bad));
  }

  void no_six() {
    bool four = false, none = true;
    for (const NameAnswer& answer : in_.facts.answers) {
      if (!is_answer(answer.four) && !is_answer(answer.six)) continue;
      four = four || answer.four == NameOutcome::Answered;
      none = none && answer.six == NameOutcome::NoData;
    }
    if (four && none) show(accuse("no-ipv6", Severity::Info, no_six_words()), "no AAAA");
  }

  void six_reach() {
    if (in_.facts.six != SixReach::Unreachable) return;
    Finding& finding = accuse("ipv6", Severity::Low, six_words());
    finding.rule = kSixUnreachable;
    finding.category = Category::Availability;
    show(finding, "two tries, no connection");
  }

  // A resolver alone with addresses that nobody else gives and that were never seen, while another gives familiar ones.
  void apart() {
    const NameAnswer* liar = nullptr;
    for (const NameAnswer* one : giving_) {
      const bool alone = std::ranges::none_of(giving_, [&](const NameAnswer* other) {
        return other != one && (meet(one->addresses, other->addresses) ||
                                (!one->aliases.empty() && target_of(*one) == target_of(*other)));
      });
      const bool others_familiar = std::ranges::any_of(
          giving_, [&](const NameAnswer* other) { return other != one && near(other->addresses, known_.addresses); });
      if (alone && others_familiar && !near(one->addresses, known_.addresses)) liar = one;
    }
    if (liar == nullptr || learning()) return known_.apart_since.reset();
    if (!known_.apart_since) known_.apart_since = in_.now;
    if (in_.now - *known_.apart_since >= NameJudgeLimits::kSettled) return known_.apart_since.reset();
    held_back_ = &liar->addresses;
    Finding& finding = accuse("resolvers-disagree", Severity::Medium, apart_words(liar->resolver));
    finding.subject += ">" + liar->resolver;
    show(finding, "seen before: " + join_texts(known_.addresses));
  }

  // Is what stands now other than what was learnt? Learns it when it may; true while it is a finding.
  bool changed(Texts& known, std::optional<TimePoint>& since, const Texts& now) const {
    const bool other = std::ranges::any_of(now, [&](const std::string& one) { return !holds(known, one); });
    if (!other || learning() || known.empty()) {
      since.reset();
      learn(known, now);
      return false;
    }
    if (!since) since = in_.now;
    if (in_.now - *since < NameJudgeLimits::kSettled) return true;
    since.reset();
    known = now;
    return false;
  }

  void targets() {
    Texts now;
    for (const NameAnswer* one : giving_)
      if (held_back_ != &one->addresses) learn(now, {target_of(*one)});
    const Texts before = known_.targets;
    if (!now.empty() && changed(known_.targets, known_.targets_since, now))
      show(accuse("cname-changed", Severity::Low, target_words(before, now)), "before: " + join_texts(before));
  }

  void servers() {
    Texts now;
    for (const NameAnswer& answer : in_.facts.answers) learn(now, answer.servers);
    if (now.empty()) return;
    const Texts before = known_.servers;
    if (changed(known_.servers, known_.servers_since, now)) {
      const bool moved = !giving_.empty() && std::ranges::none_of(giving_, [&](const NameAnswer* one) {
        return near(one->addresses, known_.addresses);
      });
      Finding& finding = accuse("name-servers-changed", moved ? Severity::Medium : Severity::Low,
                                server_words(in_.facts.zone, before, now, moved));
      show(finding, "before: " + join_texts(before) + (moved ? "; addresses: " + join_texts(known_.addresses) : ""));
    }
    if (now.size() == 1) show(accuse("one-name-server", Severity::Info, one_server_words(in_.facts.zone, now)), now[0]);
  }

  // Caches count a TTL down, so one look says little: the longest of a window is held against the longest before.
  void ttl() {
    for (const NameAnswer* one : giving_) known_.recent_ttl = std::max(known_.recent_ttl, one->ttl);
    if (!giving_.empty()) ++known_.recent_looks;
    if (known_.recent_looks >= NameJudgeLimits::kTtlLooks) {
      const bool fell =
          known_.recent_ttl < NameJudgeLimits::kTtlShort && known_.recent_ttl * NameJudgeLimits::kTtlFall < known_.ttl;
      if (!fell) known_.ttl_since.reset();
      if (fell && !known_.ttl_since) known_.ttl_since = in_.now;
      const bool settled = known_.ttl_since && in_.now - *known_.ttl_since >= NameJudgeLimits::kSettled;
      if (settled) known_.ttl_since.reset();
      known_.ttl = settled ? known_.recent_ttl : std::max(known_.ttl, known_.recent_ttl);
      known_.recent_ttl = -1;
      known_.recent_looks = 0;
    }
    if (known_.ttl_since)
      show(accuse("ttl-dropped", Severity::Info, ttl_words(known_.ttl)),
           "before: " + std::to_string(known_.ttl) + " s");
  }

  // While something is held back, and while the zone stands under other name servers, nothing new is believed.
  void learn_addresses() {
    if (known_.servers_since) return;
    for (const NameAnswer* one : giving_)
      if (held_back_ != &one->addresses) learn(known_.addresses, one->addresses);
  }

  const NamesInput& in_;
  KnownNames known_;
  std::vector<const NameAnswer*> giving_;  // those that gave addresses
  bool anyone_answered_ = false;
  const Texts* held_back_ = nullptr;
  std::vector<Finding> findings_;
};

}  // namespace

bool as_expected(const NameAnswer& answer, const ExpectedNames& expected) {
  Texts wanted_addresses, wanted_names, given;
  for (const std::string& entry : expected.entries)
    (web::canonical_ip(entry) ? wanted_addresses : wanted_names).push_back(entry);
  if (!wanted_addresses.empty()) learn(given, answer.addresses);
  if (!wanted_names.empty()) learn(given, answer.aliases);
  const bool all_expected =
      std::ranges::all_of(expected.entries, [&](const std::string& one) { return holds(given, one); });
  const bool all_answers =
      std::ranges::all_of(given, [&](const std::string& one) { return holds(expected.entries, one); });
  switch (expected.mode) {
    case ExpectMode::AllExpected:
      return all_expected;
    case ExpectMode::AllAnswers:
      return all_answers && !given.empty();
    case ExpectMode::Equal:
      return all_expected && all_answers;
    case ExpectMode::Overlap:
      return meet(given, expected.entries);
  }
  return true;
}

NamesVerdict judge_names(NamesInput input) {
  return Judging(input).run();
}

bool suspects_hijack(const Finding& finding) {
  return finding.rule == kUnexpected || (finding.rule == kServersChanged && finding.severity >= Severity::Medium);
}

void hold_against(NamesVerdict& first, const NamesInput& input, const std::optional<SecondView>& second) {
  std::vector<Finding> again;
  const bool seen = second && answered(second->facts);
  if (seen)
    again = judge_names({.host = input.host,
                         .facts = second->facts,
                         .known = input.known,
                         .expected = input.expected,
                         .others_answered = {},
                         .now = input.now})
                .findings;
  const auto shared = [&](const Finding& finding) {
    return std::ranges::any_of(again,
                               [&](const Finding& one) { return one.rule == finding.rule && suspects_hijack(one); });
  };
  std::vector<Finding> standing;
  std::optional<Finding> differ;
  for (Finding& finding : first.findings) {
    if (suspects_hijack(finding) && !shared(finding)) {
      if (seen && second->elsewhere && !differ) differ = std::move(finding);
      continue;
    }
    if (suspects_hijack(finding))
      for (const NameAnswer& answer : second->facts.answers)
        finding.evidence.push_back(answer_evidence(answer, "seen from " + second->vantage));
    standing.push_back(std::move(finding));
  }
  if (differ) {
    const Bilingual words = views_differ_words(second->vantage);
    const std::string host = web::to_unicode(input.host);
    differ->rule = "dns.views-differ";
    differ->severity = Severity::Low;
    differ->explanation = {host + "：" + words.zh, host + ": " + words.en};
    for (const NameAnswer& answer : second->facts.answers)
      differ->evidence.push_back(answer_evidence(answer, "seen from " + second->vantage));
    standing.push_back(*std::move(differ));
  }
  first.findings = std::move(standing);
}

}  // namespace huabiao::monitor
