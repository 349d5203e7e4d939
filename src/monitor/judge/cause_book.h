#pragma once
// CauseBook: when many sites are sick at once, is there one thing they all hang on: a machine, a name server, a domain,
// a certificate? Then that is accused, once, and the findings of the sites point at it (Finding::cause). Pure.
// Thread: one.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "monitor/common_cause.h"
#include "monitor/verdict.h"

namespace huabiao::monitor {

struct CauseLimits {
  static constexpr std::size_t kSites = 3;      // so many sites at least are sick on it
  static constexpr std::size_t kSickOfTen = 7;  // of ten hosts that hang on it, when it begins
  static constexpr std::size_t kNamed = 100;    // hosts named as evidence
};

class CauseBook {
 public:
  // What a visit of a site gave. The findings of the verdict bear their cause, or none, once every site was looked at.
  void take(std::span<const VisitRecord> rows, SiteVerdict& verdict);
  // Every site there is has been looked at since the book was opened: what is known is enough to tell.
  void complete() { complete_ = true; }
  // Of a host of a site that is not `there` any more nothing is known: it left the register, or nobody looks at it.
  void keep_only(const std::function<bool(std::int64_t site, const std::string& host)>& there);
  // Rises whenever a cause begins or ends to stand.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  // The causes that stand, each as a finding of the estate. Unset: not known yet.
  [[nodiscard]] std::optional<std::vector<Finding>> standing() const;

 private:
  struct Ground {  // something sites hang on
    CauseKind kind = CauseKind::Machine;
    std::string value;
    std::size_t hosts = 0, sick_hosts = 0;
    std::map<std::int64_t, std::vector<std::string>> sick;  // hosts by site
    Severity worst = Severity::Info;                        // of what they are sick with
    bool stands = false;                                    // it is the cause
  };
  enum class Sickness : std::uint8_t { Names, Machine, Certificate };
  struct Footing {  // of one host of one site, as last seen
    std::string machine, certificate;
    std::vector<std::string> servers;
    std::optional<Severity> silent;               // as the last look at the names found
    std::array<std::optional<Severity>, 3> sick;  // by Sickness
    std::vector<Ground*> grounds;
  };
  using HostKey = std::pair<std::int64_t, std::string>;
  struct Hash {
    std::size_t operator()(const HostKey& key) const {
      return std::hash<std::string>()(key.second) ^ static_cast<std::size_t>(key.first);
    }
  };

  static std::optional<Sickness> sickness_of(const Finding& finding);
  static Sickness sickness_on(CauseKind kind);
  static void learn(Footing& footing, const VisitRecord& row, const SiteVerdict& verdict);
  void stand(const HostKey& key, Footing& footing);
  void leave(const HostKey& key, Footing& footing);
  void weigh(Ground& ground);
  Ground& ground(CauseKind kind, const std::string& value);
  [[nodiscard]] const Ground* cause_of(const Footing& footing, Sickness sickness) const;
  [[nodiscard]] static Finding finding_of(const Ground& ground);

  std::map<std::pair<CauseKind, std::string>, Ground> grounds_;
  std::unordered_map<HostKey, Footing, Hash> footings_;
  bool complete_ = false;
  std::uint64_t version_ = 0;
};

}  // namespace huabiao::monitor
