#include "app/cli/page_questions.h"

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <utility>

#include "app/cli/page_reading.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "monitor/change/views.h"
#include "rules/match/rule_set.h"
#include "rules/shelf/shelf.h"
#include "web/charset.h"
#include "web/host.h"

namespace huabiao::app {
namespace {

namespace json = boost::json;

constexpr std::size_t kSitesAtOnce = 500;

std::string question(const json::object& head, std::string_view body = {}) {
  std::string out = json::serialize(head);
  out += '\n';
  return out.append(body);
}

std::string page_question(std::string_view ask, const SourcePage& page, std::string_view visitor = {}) {
  return question({{"ask", ask},
                   {"visitor", visitor},
                   {"host", page.host},
                   {"content_type", utf8::scrub(page.content_type)},
                   {"bytes", page.saved.bytes}},
                  page.saved.body);
}

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const std::string& text : list) out.emplace_back(utf8::scrub(text));
  return out;
}

std::string text_of(const json::object& head, std::string_view name) {
  return json::value_to<std::string>(head.at(name));
}

// The child: it keeps what it was told between questions.
class Reader {
 public:
  explicit Reader(std::shared_ptr<const rules::RuleSet> rules) : rules_(std::move(rules)) {}

  std::optional<std::string> answer(std::string_view asked) {
    const std::size_t line = asked.find('\n');
    if (line == std::string_view::npos) return std::nullopt;
    boost::system::error_code error;
    const json::value parsed = json::parse(asked.substr(0, line), error);
    const json::object* const head = error ? nullptr : parsed.if_object();
    if (head == nullptr || !head->contains("ask")) return std::nullopt;
    const std::string ask = text_of(*head, "ask");
    if (ask == "sites") return learn(*head);
    if (ask == "compare") return compare(text_of(*head, "host"), head->at("approved").as_bool());
    if (ask == "lines") return lines();
    SourcePage page;
    page.host = text_of(*head, "host");
    page.content_type = text_of(*head, "content_type");
    page.saved = {std::string(asked.substr(line + 1)), head->at("bytes").as_int64()};
    if (ask == "inspect") return inspect(std::move(page));
    if (ask == "look") {
      looks_.push_back(read_saved(std::move(page), *rules_));
      return "";
    }
    if (ask != "view") return std::nullopt;
    views_.emplace_back(text_of(*head, "visitor"), read_saved(std::move(page), *rules_));
    return "";
  }

 private:
  std::string learn(const json::object& head) {
    for (const json::value& one : head.at("sites").as_array()) {
      const json::object& site = one.as_object();
      registered_.push_back({text_of(site, "name"), text_of(site, "unit"),
                             json::value_to<std::vector<std::string>>(site.at("hosts")), text_of(site, "site_code"),
                             text_of(site, "icp"), text_of(site, "police"), text_of(site, "mark")});
    }
    return "";
  }

  std::string inspect(SourcePage page) {
    if (!registered_.empty()) known_.emplace(std::exchange(registered_, {}));
    const std::string host = page.host;
    PageReading reading = read_saved(std::move(page), *rules_, known_ ? &*known_ : nullptr);
    std::vector<monitor::Finding>& findings = reading.detected.findings;
    for (const auto& [visitor, view] : views_)
      for (monitor::Finding& finding :
           monitor::view_findings(compare_readings(reading, view, {.host = host}, *rules_), visitor))
        findings.push_back(std::move(finding));
    return monitor::record::write_facts(reading.detected.facts) + "\n" + monitor::record::write_findings(findings, "");
  }

  // What is usual on the site is learnt from its earlier looks, up to the one before.
  std::optional<std::string> compare(const std::string& host, bool approved) {
    if (looks_.size() < 2) return std::nullopt;
    monitor::ChangeHabits habits;
    for (std::size_t i = 0; i + 2 < looks_.size(); ++i)
      monitor::learn(habits, compare_readings(looks_[i], looks_[i + 1], {.host = host}, *rules_), looks_[i + 1].page);
    return monitor::record::change_line(compare_readings(
        looks_[looks_.size() - 2], looks_.back(), {.host = host, .habits = &habits, .approved = approved}, *rules_));
  }

  std::optional<std::string> lines() {
    if (looks_.size() < 2) return std::nullopt;
    const monitor::ChangedLines changed = monitor::changed_lines(looks_[looks_.size() - 2].page, looks_.back().page);
    return json::serialize(
        json::object{{"gone", texts(changed.gone)}, {"come", texts(changed.come)}, {"cut", changed.cut}});
  }

  std::shared_ptr<const rules::RuleSet> rules_;
  std::vector<monitor::KnownSite> registered_;
  std::optional<monitor::KnownSites> known_;
  std::vector<std::pair<std::string, PageReading>> views_;
  std::vector<PageReading> looks_;
};

}  // namespace

namespace questions {

std::vector<std::string> known_sites(const std::vector<monitor::KnownSite>& sites) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < sites.size(); at += kSitesAtOnce) {
    json::array some;
    for (std::size_t i = at; i < std::min(sites.size(), at + kSitesAtOnce); ++i)
      some.push_back(json::object{{"name", utf8::scrub(sites[i].name)},
                                  {"unit", utf8::scrub(sites[i].unit)},
                                  {"hosts", texts(sites[i].hosts)},
                                  {"site_code", utf8::scrub(sites[i].site_code)},
                                  {"icp", utf8::scrub(sites[i].icp)},
                                  {"police", utf8::scrub(sites[i].police)},
                                  {"mark", utf8::scrub(sites[i].mark)}});
    out.push_back(question({{"ask", "sites"}, {"sites", std::move(some)}}));
  }
  return out;
}

std::string view(const SourcePage& page, const std::string& visitor) {
  return page_question("view", page, visitor);
}

std::string inspect(const SourcePage& page) {
  return page_question("inspect", page);
}

std::string look(const SourcePage& page) {
  return page_question("look", page);
}

std::string compare(const std::string& host, bool approved) {
  return question({{"ask", "compare"}, {"host", host}, {"approved", approved}});
}

std::string lines() {
  return question({{"ask", "lines"}});
}

}  // namespace questions

Result<monitor::ChangedLines> read_lines(std::string_view answer) {
  boost::system::error_code error;
  const json::value parsed = json::parse(answer, error);
  if (error) return fail(Kind::Unreadable, "record.not_json", error.message());
  monitor::ChangedLines lines;
  const auto wrong = [](std::string_view what) {
    return fail(Kind::Unreadable, "record.wrong_shape", std::string(what));
  };
  const json::object* const object = parsed.if_object();
  if (object == nullptr || object->size() != 3) return wrong("lines");
  for (const auto& [name, into] : {std::pair("gone", &lines.gone), std::pair("come", &lines.come)}) {
    const json::value* const list = object->if_contains(name);
    if (list == nullptr || !list->is_array() || list->get_array().size() > monitor::ChangedLines::kLines)
      return wrong(name);
    for (const json::value& line : list->get_array()) {
      // A byte that is no UTF-8 was replaced by three.
      if (!line.is_string() || line.get_string().size() > 3 * monitor::ChangedLines::kLineBytes) return wrong(name);
      into->emplace_back(line.get_string());
    }
  }
  const json::value* const cut = object->if_contains("cut");
  if (cut == nullptr || !cut->is_bool()) return wrong("cut");
  lines.cut = cut->get_bool();
  return lines;
}

Result<monitor::record::Inspected> read_inspected(std::string_view answer, const SourcePage& page) {
  const std::size_t line = std::min(answer.find('\n'), answer.size());
  auto facts = monitor::record::read_facts(answer.substr(0, line));
  if (!facts) return fail(std::move(facts));
  auto findings = monitor::record::read_findings(answer.substr(std::min(line + 1, answer.size())));
  if (!findings) return fail(std::move(findings));
  return monitor::record::Inspected{page.path, page.host, *std::move(facts), *std::move(findings)};
}

Result<dispatch::Answer> page_answers(const dispatch::WorkerSettings& settings) {
  // What reading a page would otherwise load from files when it first needs it.
  web::keep_converters();
  (void)web::public_suffix("www.gov.cn");
  auto packs = rules::all_packs(settings.rule_packs);
  if (!packs) return fail(std::move(packs));
  auto rules = rules::RuleSet::build(*packs, shanghai_day(SystemClock().now()), settings.compiled_rules);
  if (!rules) return fail(std::move(rules));
  auto reader = std::make_shared<Reader>(*std::move(rules));
  return dispatch::Answer([reader](std::string_view asked) { return reader->answer(asked); });
}

}  // namespace huabiao::app
