#include "monitor/change/change.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "base/utf8.h"
#include "monitor/change/shape.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

// How much a change says by itself, 0..1. Independent changes add up as chances do, so two that are half certain make a
// certain case, and a hundred new headlines none.
struct Weight {
  static constexpr double kGrave = 0.95;         // a new accusation of high, an unseen foreign frame
  static constexpr double kAccused = 0.8;        // a new accusation of medium
  static constexpr double kForeignScript = 0.6;  // a script of a host the page had nothing to do with
  static constexpr double kOddHost = 0.9;        // the same from a bare address or an odd port
  static constexpr double kNewScript = 0.5;      // an inline script made of words no script of the page knew
  static constexpr double kOwnScript = 0.2;      // a further script file of the site's own
  static constexpr double kEditedScript = 0.05;
  static constexpr double kForeignFrame = 0.6, kOwnFrame = 0.15;
  static constexpr double kUnseenLinks = 0.5, kManyUnseenLinks = 0.9;
  static constexpr double kFewHosts = 0.1, kSomeHosts = 0.3, kManyHosts = 0.7;  // foreign hosts newly linked to
  static constexpr double kSwappedTitle = 0.5, kEditedTitle = 0.1;
  static constexpr double kSwappedMeta = 0.45, kEditedMeta = 0.05;
  static constexpr double kFallenIn = 0.8;  // little is left of the text and of the layout
  static constexpr double kText = 0.25;     // the whole text is another, the layout stands
  static constexpr double kForeignForm = 0.3;
  static constexpr double kRefresh = 0.7;   // the page now leads elsewhere by itself
  static constexpr double kActive = 0.5;    // object, embed, audio: a page seldom grows one
  static constexpr double kPicture = 0.08;  // a picture of a foreign host
  static constexpr double kHiddenText = 0.3;
  static constexpr double kOther = 0.02;
};
constexpr double kNotable = 0.4, kTampered = 0.75;

constexpr double kEdit = 0.7;             // of the words of an edited script were known before
constexpr double kSwapped = 0.34;         // a title less alike than this is another one
constexpr double kLeft = 0.3;             // of the lines, of the elements: less is a layout fallen in
constexpr std::size_t kFewLines = 6;      // a page that never had more has no layout to lose
constexpr std::size_t kMuchHidden = 400;  // bytes of unseen text newly there

std::string bought(std::string_view host) {
  std::string domain = web::registrable_domain(host);
  return domain.empty() ? std::string(host) : domain;
}

class Comparison {
 public:
  explicit Comparison(const ChangeInput& input)
      : input_(input), before_(input.before.page), after_(input.after.page), added_(what_was_added(before_, after_)) {
    know_hosts();
  }

  ChangeReport run() {
    accusations();
    title();
    metas();
    scripts();
    frames();
    links();
    resources();
    texts();
    return finish();
  }

 private:
  void know_hosts() {
    own_.insert(bought(input_.host));
    own_.insert("");
    for (const std::string& host : input_.own) own_.insert(bought(host));
    const auto know = [&](const auto& items) {
      for (const auto& item : items) known_.insert(bought(item.host));
    };
    know(before_.links);
    know(before_.resources);
    know(before_.frames);
    know(before_.scripts);
    if (input_.habits != nullptr) known_.insert(input_.habits->hosts.begin(), input_.habits->hosts.end());
  }
  // A change of a kind that this site shows at every look says little; one it never showed says all it can.
  [[nodiscard]] double weighed(const std::string& kind, double weight) const {
    constexpr std::array<std::string_view, 8> kEditors = {"title",       "keywords", "description",   "script",
                                                          "script-file", "text",     "resource-host", "link-host"};
    constexpr double kMost = 0.8;  // of a weight that habit takes away
    const ChangeHabits* habits = input_.habits;
    if (habits == nullptr || habits->looks < ChangeHabits::kFewest ||
        std::ranges::find(kEditors, kind) == kEditors.end())
      return weight;
    const auto seen = habits->kinds.find(kind);
    if (seen == habits->kinds.end()) return weight;
    return weight * (1.0 - kMost * static_cast<double>(seen->second) / static_cast<double>(habits->looks));
  }
  [[nodiscard]] bool is_own(std::string_view host) const { return own_.contains(bought(host)); }
  // Neither the site's nor met on the page before.
  [[nodiscard]] bool is_new(std::string_view host) const { return !is_own(host) && !known_.contains(bought(host)); }

  void tell(std::string kind, double weight, ChangeSide before, ChangeSide after) {
    weight = weighed(kind, weight);
    left_ *= 1.0 - weight;
    if (told_[kind]++ >= ChangeLimits::kPerKind) return;
    before.text = utf8::cut(before.text, ChangeLimits::kSideBytes);
    after.text = utf8::cut(after.text, ChangeLimits::kSideBytes);
    report_.changes.push_back({std::move(kind), weight, std::move(before), std::move(after)});
  }

  void accusations() {
    std::set<std::string> known;
    for (const Finding& finding : input_.before.findings) known.insert(finding.rule + "\n" + finding.subject);
    const auto take = [&](const std::vector<Finding>& findings) {
      for (const Finding& finding : findings) {
        if (!is_attack(finding.category) || finding.severity < Severity::Medium) continue;
        if (!known.insert(finding.rule + "\n" + finding.subject).second) continue;
        Place place;
        if (!finding.evidence.empty() && finding.evidence.front().offset >= 0)
          place = {finding.evidence.front().offset, finding.evidence.front().length};
        const double weight = finding.severity >= Severity::High ? Weight::kGrave : Weight::kAccused;
        tell("finding", weight, {}, {finding.rule + ": " + finding.subject, place});
      }
    };
    take(input_.after.findings);
    take(input_.added);
  }

  void title() {
    if (text_shape(before_.title) == text_shape(after_.title)) return;
    const bool swapped = likeness(before_.title, after_.title) < kSwapped;
    tell("title", swapped ? Weight::kSwappedTitle : Weight::kEditedTitle, {before_.title, before_.title_place},
         {after_.title, after_.title_place});
  }

  static const Meta* named(const Page& page, std::string_view name) {
    const auto found = std::ranges::find_if(page.metas, [&](const Meta& meta) { return meta.name == name; });
    return found == page.metas.end() ? nullptr : &*found;
  }

  void metas() {
    for (const Meta& meta : added_.metas) {
      const Meta* old = named(before_, meta.name);
      const ChangeSide before = old == nullptr ? ChangeSide{} : ChangeSide{old->content, old->place};
      if (meta.name == "refresh") {
        if (address_shape(before.text) != address_shape(meta.content) && meta.content.find('=') != std::string::npos)
          tell("refresh", Weight::kRefresh, before, {meta.content, meta.place});
      } else if (meta.name == "keywords" || meta.name == "description") {
        const bool swapped = old != nullptr && likeness(old->content, meta.content) < kSwapped;
        tell(meta.name, swapped ? Weight::kSwappedMeta : Weight::kEditedMeta, before, {meta.content, meta.place});
      }
    }
  }

  static bool is_odd(std::string_view address) {
    const auto url = web::parse_url(address);
    if (!url) return false;
    const auto host = web::parse_host(url->host);
    return url->port != 0 || (host && host->is_ip);
  }

  void scripts() {
    Words known;
    std::set<std::string> files;
    for (const Script& script : before_.scripts) {
      known.merge(words_of(script.body));
      if (!script.written.empty()) files.insert(script.host + "\n" + file_shape(script.written));
    }
    for (const Script& script : added_.scripts) {
      const ChangeSide after{script.written.empty() ? script.body : std::string(script.written), script.place};
      if (script.written.empty()) {
        if (script.body.find_first_not_of(" \t\r\n") == std::string::npos) continue;
        const bool edited = share_known(script.body, known) >= kEdit;
        tell("script", edited ? Weight::kEditedScript : Weight::kNewScript, {}, after);
      } else if (!is_own(script.host)) {
        const bool met = known_.contains(bought(script.host));
        const double foreign = is_odd(script.url) ? Weight::kOddHost : Weight::kForeignScript;
        tell(met ? "script-file" : "script-host", met ? Weight::kOwnScript : foreign, {}, after);
      } else if (!files.contains(script.host + "\n" + file_shape(script.written))) {
        tell("script-file", Weight::kOwnScript, {}, after);
      }
    }
  }

  void frames() {
    for (const Frame& frame : added_.frames) {
      const bool foreign = is_new(frame.host);
      const double weight = !foreign                                    ? Weight::kOwnFrame
                            : unseen(frame.hidden) || is_odd(frame.url) ? Weight::kGrave
                                                                        : Weight::kForeignFrame;
      tell("frame", weight, {}, {std::string(frame.written), frame.place});
    }
  }

  void links() {
    std::map<std::string, const Link*> unseen_hosts, seen_hosts;
    for (const Link& link : added_.links) {
      if (!is_new(link.host)) continue;
      (unseen(link.hidden) || link.script_written ? unseen_hosts : seen_hosts).try_emplace(bought(link.host), &link);
    }
    tell_hosts("hidden-link", unseen_hosts, unseen_hosts.size() >= 3 ? Weight::kManyUnseenLinks : Weight::kUnseenLinks);
    const std::size_t seen = seen_hosts.size();
    tell_hosts("link-host", seen_hosts,
               seen >= 10  ? Weight::kManyHosts
               : seen >= 4 ? Weight::kSomeHosts
                           : Weight::kFewHosts);
    for (const HandlerAddress& handler : added_.handlers) {
      const auto url = web::parse_url(handler.written);
      if (url && is_new(url->host)) tell("handler", Weight::kForeignForm, {}, {handler.written, handler.place});
    }
  }

  // One weight for all of them together.
  void tell_hosts(const std::string& kind, const std::map<std::string, const Link*>& hosts, double weight) {
    for (const auto& [host, link] : hosts) {
      tell(kind, weight, {}, {std::string(link->href), link->place});
      weight = 0.0;
    }
  }

  void resources() {
    std::set<std::string> pictures;
    for (const Resource& resource : added_.resources) {
      const bool active = resource.tag == "object" || resource.tag == "embed" || resource.tag == "applet" ||
                          resource.tag == "audio" || resource.tag == "bgsound";
      if (active)
        tell("active-content", Weight::kActive, {}, {std::string(resource.written), resource.place});
      else if (is_new(resource.host) && pictures.insert(bought(resource.host)).second)
        tell("resource-host", Weight::kPicture, {}, {std::string(resource.written), resource.place});
    }
  }

  struct Lines {
    std::size_t all = 0, kept = 0;
    std::string first_gone;
  };
  [[nodiscard]] Lines kept_lines() const {
    std::unordered_map<std::string, int> now;
    each(after_.visible.text, [&](std::string_view line) { ++now[text_shape(line)]; });
    Lines lines;
    each(before_.visible.text, [&](std::string_view line) {
      ++lines.all;
      const auto found = now.find(text_shape(line));
      if (found != now.end() && found->second > 0) {
        --found->second;
        ++lines.kept;
      } else if (lines.first_gone.empty()) {
        lines.first_gone = line;
      }
    });
    return lines;
  }
  template <typename Take>
  static void each(std::string_view text, const Take& take) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      if (end > at) take(text.substr(at, end - at));
      at = end + 1;
    }
  }

  void texts() {
    const Lines lines = kept_lines();
    const double kept = lines.all == 0 ? 1.0 : static_cast<double>(lines.kept) / static_cast<double>(lines.all);
    const bool layout_gone =
        static_cast<double>(after_.elements) < kLeft * static_cast<double>(before_.elements) && before_.elements > 20;
    const ChangeSide gone{lines.first_gone, {}};
    const ChangeSide come{added_.visible.text,
                          added_.visible.place_of(0, std::min<std::size_t>(1, added_.visible.text.size()))};
    if (kept < kLeft && lines.all >= kFewLines && layout_gone)
      tell("layout", Weight::kFallenIn, gone, come);
    else if (layout_gone)
      tell("layout", Weight::kFallenIn / 2, gone, come);
    if (kept < 1.0 || !added_.visible.text.empty())
      tell("text", std::max(Weight::kOther, Weight::kText * (1.0 - kept)), gone, come);
    if (added_.hidden.text.size() >= kMuchHidden)
      tell("hidden-text", Weight::kHiddenText, {}, {added_.hidden.text, added_.hidden.place_of(0, 1)});
  }

  ChangeReport finish() {
    std::ranges::stable_sort(report_.changes, std::greater{}, &Change::weight);
    if (report_.changes.size() > ChangeLimits::kChanges) report_.changes.resize(ChangeLimits::kChanges);
    report_.score = 1.0 - left_;
    report_.approved = input_.approved;
    if (input_.habits != nullptr) report_.looks = input_.habits->looks;
    if (report_.changes.empty()) return std::move(report_);
    report_.grade = report_.score >= kTampered  ? ChangeGrade::Tampered
                    : report_.score >= kNotable ? ChangeGrade::Notable
                                                : ChangeGrade::Routine;
    const bool accused = told_.contains("finding");
    if (report_.approved && !accused) report_.grade = std::min(report_.grade, ChangeGrade::Routine);
    return std::move(report_);
  }

  const ChangeInput& input_;
  const Page &before_, &after_;
  const Page added_;
  std::set<std::string> own_, known_;
  std::map<std::string, std::size_t> told_;
  ChangeReport report_;
  double left_ = 1.0;  // the chance that nobody meddled
};

}  // namespace

void learn(ChangeHabits& habits, const ChangeReport& report, const Page& page) {
  if (report.grade == ChangeGrade::Tampered) return;
  ++habits.looks;
  std::set<std::string> kinds;
  for (const Change& change : report.changes) kinds.insert(change.kind);
  for (const std::string& kind : kinds) ++habits.kinds[kind];
  const auto name = [&](const auto& items) {
    for (const auto& item : items)
      if (!item.host.empty() && habits.hosts.size() < ChangeHabits::kHosts) habits.hosts.insert(bought(item.host));
  };
  name(page.links);
  name(page.resources);
  name(page.frames);
  name(page.scripts);
}

ChangeReport compare(const ChangeInput& input) {
  return Comparison(input).run();
}

}  // namespace huabiao::monitor
