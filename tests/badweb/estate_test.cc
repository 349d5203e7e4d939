#include "estate.h"

#include <boost/json.hpp>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <ranges>
#include <regex>
#include <set>
#include <sstream>

#include "injection.h"
#include "punycode.h"
#include "truth.h"

namespace huabiao::badweb {
namespace {

namespace json = boost::json;

std::vector<json::object> lines_of(const std::string& text) {
  std::vector<json::object> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(json::parse(line).as_object());
  return out;
}

std::string file_of_the_source(const std::string& path) {
  std::ifstream in(std::string(HUABIAO_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Punycode, MatchesTheNamesOfTheRegistry) {
  EXPECT_EQ(to_a_labels("河北机构编制网.政务"), "xn--xcr3uj79bqiau2u904a3la.xn--zfr164b");
  EXPECT_EQ(to_a_labels("www.example.公益"), "www.example.xn--55qw42g");
}

TEST(MakeEstate, GivesTheSameTruthForTheSameSeedAndAnotherForAnother) {
  EXPECT_EQ(truth(make_estate({.seed = 5})), truth(make_estate({.seed = 5})));
  EXPECT_NE(truth(make_estate({.seed = 5})), truth(make_estate({.seed = 6})));
}

TEST(MakeEstate, HasEveryConditionAmongThreeHundredSites) {
  for (const std::uint64_t seed : {1, 77, 4711}) {
    std::set<Condition> seen;
    const Estate estate = make_estate({.seed = seed});
    for (const Site& site : estate.sites()) seen.insert(site.condition);
    for (const ConditionRow& row : conditions())
      EXPECT_EQ(seen.contains(row.id), row.weight > 0 || row.id == Condition::Healthy) << row.name << " seed " << seed;
  }
}

TEST(MakeEstate, HasEveryLayoutAndMostSitesWithoutASickness) {
  std::map<Layout, int> layouts;
  int healthy = 0;
  const Estate estate = make_estate({.seed = 2});
  for (const Site& site : estate.sites()) {
    ++layouts[site.layout];
    healthy += site.condition <= Condition::ScriptedFooter ? 1 : 0;
  }
  EXPECT_EQ(layouts.size(), 7U);
  EXPECT_GT(healthy, 150);
}

TEST(MakeEstate, GivesNoNameAndNoHostToTwoSites) {
  const Estate estate = make_estate({.seed = 9, .sites = 20000});
  std::set<std::string> names, hosts;
  for (const Site& site : estate.sites()) {
    EXPECT_TRUE(names.insert(site.name).second) << site.name;
    for (const Organisation& unit : site.organisations)
      for (const Host& host : unit.hosts) {
        EXPECT_TRUE(hosts.insert(host.name).second) << host.unicode;
        EXPECT_EQ(estate.find(host.name).site, &site);
        EXPECT_LE(host.name.size(), 253U);
        for (std::size_t at = 0, dot = 0; at < host.name.size(); at = dot + 1) {
          dot = std::min(host.name.find('.', at), host.name.size());
          EXPECT_LE(dot - at, 63U) << host.unicode;
        }
      }
  }
}

TEST(MakeEstate, HasTwoGangsThatLeaveTheirHostOnSeveralSites) {
  for (const std::uint64_t seed : {2015, 77, 4711}) {
    const Estate estate = make_estate({.seed = seed});
    std::map<std::string, int> sites;
    for (const Site& site : estate.sites()) {
      const std::string gang = gang_of(site, seed);
      if (gang.empty()) continue;
      ++sites[gang];
      EXPECT_NE(injected_html(site, seed).find(gang), std::string::npos) << site.name;
    }
    ASSERT_GE(sites.size(), 1U) << seed;
    EXPECT_LE(sites.size(), 2U) << seed;
    EXPECT_GE(std::ranges::max(sites | std::views::values), 3) << seed;
  }
}

TEST(MakeEstate, WithOneConditionGivesEverySiteThatCondition) {
  const Estate estate = make_estate({.seed = 9, .sites = 50, .only = Condition::Down, .annex = false});
  for (const Site& site : estate.sites()) EXPECT_EQ(site.condition, Condition::Down);
}

TEST(MakeEstate, WritesNumbersByTheCheckRules) {
  const std::regex icp("冀ICP备(\\d{10}|\\d{8})号(-\\d{1,4})?"), police("冀公网安备 ?(13\\d{12})号"), code("13\\d{8}"),
      mark("CA05\\d{19}"), show("[0-9A-F]{16}E053(012819AC|10291AAC)[0-9A-F]{4}");
  const Estate estate = make_estate({.seed = 12, .sites = 500, .only = Condition::Healthy});
  for (const Site& site : estate.sites()) {
    EXPECT_TRUE(std::regex_match(site.footer.icp, icp)) << site.footer.icp;
    EXPECT_TRUE(std::regex_match(site.footer.police, police)) << site.footer.police;
    EXPECT_TRUE(site.footer.site_code.empty() || std::regex_match(site.footer.site_code, code))
        << site.footer.site_code;
    EXPECT_TRUE(std::regex_match(site.mark_script_id, mark)) << site.mark_script_id;
    EXPECT_TRUE(std::regex_match(site.mark_show_id, show)) << site.mark_show_id;
  }
}

TEST(Truth, HasOneLineForEverySiteAndHost) {
  const Estate estate = make_estate({.seed = 3});
  std::size_t expected = 0;
  for (const Site& site : estate.sites()) {
    std::size_t hosts = 0;
    for (const Organisation& unit : site.organisations) hosts += unit.hosts.size();
    expected += std::max<std::size_t>(hosts, 1);
  }
  EXPECT_EQ(lines_of(truth(estate)).size(), expected);
}

TEST(Truth, UsesOnlyTheWordsOfTheProductsClosedLists) {
  const std::string outcomes = file_of_the_source("src/monitor/outcome.h"),
                    findings = file_of_the_source("src/monitor/finding.h"),
                    facts = file_of_the_source("src/monitor/facts.h");
  ASSERT_FALSE(outcomes.empty());
  const auto known = [](const std::string& source, const json::value& word) {
    return source.find("\"" + std::string(word.as_string()) + "\"") != std::string::npos;
  };
  for (const json::object& line : lines_of(truth(make_estate({.seed = 4})))) {
    for (const char* scheme : {"https", "http"})
      for (const json::value& outcome : line.at(scheme).as_array()) EXPECT_TRUE(known(outcomes, outcome)) << outcome;
    for (const json::value& finding : line.at("findings").as_array()) {
      EXPECT_TRUE(known(findings, finding.at("category"))) << finding;
      EXPECT_TRUE(known(findings, finding.at("severity"))) << finding;
    }
    for (const json::value& category : line.at("tolerated").as_array())
      EXPECT_TRUE(known(findings, category)) << category;
    if (line.at("facts").is_null()) continue;
    const json::value& state = line.at("facts").at("mark").at("state");
    EXPECT_TRUE(known(facts, state)) << state;
  }
}

TEST(Truth, NeverExpectsAnAccusationOfAHealthySite) {
  for (const json::object& line : lines_of(truth(make_estate({.seed = 8, .only = Condition::Healthy})))) {
    EXPECT_TRUE(line.at("findings").as_array().empty());
    EXPECT_TRUE(line.at("tolerated").as_array().empty());
    EXPECT_TRUE(line.at("read").as_bool());
  }
}

TEST(Readme, ListsEveryConditionAndNoOther) {
  const std::string readme = file_of_the_source("tests/badweb/README.md");
  const std::size_t from = readme.find("## Conditions");
  std::istringstream section(readme.substr(from, readme.find("## Truth") - from));
  std::set<std::string> listed, known;
  for (std::string line; std::getline(section, line);)
    if (line.starts_with("| `")) listed.insert(line.substr(3, line.find('`', 3) - 3));
  for (const ConditionRow& condition : conditions()) known.insert(std::string(condition.name));
  EXPECT_EQ(listed, known);
}

}  // namespace
}  // namespace huabiao::badweb
