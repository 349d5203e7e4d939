#include "report/sarif.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <set>

#include "report/rule_titles.h"

namespace huabiao::report {
namespace {

namespace json = boost::json;

Reported reported(std::string address) {
  Reported out;
  out.site = "某市人民政府";
  out.site_key = "7";
  out.address = std::move(address);
  out.finding.rule = "dark-link.hidden-list";
  out.finding.category = monitor::Category::DarkLink;
  out.finding.severity = monitor::Severity::High;
  out.finding.confidence = 0.9;
  out.finding.explanation = {"暗链", "Dark links"};
  out.finding.evidence = {{.offset = 12, .length = 5, .snippet = "<a hr", .decoded = {}, .why = "display:none"}};
  return out;
}

// What the schema of SARIF 2.1.0 asks of every object this writer makes: required properties, types, closed lists.
void expect_valid(const json::value& document) {
  const json::object& root = document.as_object();
  EXPECT_EQ(root.at("version").as_string(), "2.1.0");
  for (const json::value& run : root.at("runs").as_array()) {
    const json::array& rules = run.at("tool").at("driver").at("rules").as_array();
    EXPECT_FALSE(run.at("tool").at("driver").at("name").as_string().empty());
    EXPECT_TRUE(run.at("invocations").at(0).at("executionSuccessful").is_bool());
    std::set<std::string> ids;
    for (const json::value& rule : rules) {
      EXPECT_TRUE(ids.insert(std::string(rule.at("id").as_string())).second);
      EXPECT_FALSE(rule.at("shortDescription").at("text").as_string().empty());
    }
    for (const json::value& result : run.at("results").as_array()) {
      const auto index = static_cast<std::size_t>(result.at("ruleIndex").to_number<std::int64_t>());
      ASSERT_LT(index, rules.size());
      EXPECT_EQ(rules[index].at("id"), result.at("ruleId"));
      const std::string level(result.at("level").as_string());
      EXPECT_TRUE(level == "none" || level == "note" || level == "warning" || level == "error");
      const double rank = result.at("rank").to_number<double>();
      EXPECT_TRUE(rank >= 0 && rank <= 100);
      EXPECT_FALSE(result.at("message").at("text").as_string().empty());
      for (const json::value& location : result.at("locations").as_array()) {
        const json::object& physical = location.at("physicalLocation").as_object();
        const std::string uri(physical.at("artifactLocation").at("uri").as_string());
        EXPECT_EQ(uri.find_first_of(" \\\"<>^`{|}"), std::string::npos) << uri;
        if (const json::value* region = physical.if_contains("region")) {
          EXPECT_GE(region->at("byteOffset").as_int64(), 0);
          EXPECT_GE(region->at("byteLength").as_int64(), 0);
        }
      }
      for (const auto& print : result.at("partialFingerprints").as_object())
        EXPECT_EQ(print.value().as_string().size(), 32u);
    }
  }
}

TEST(Sarif, IsWhatTheSchemaAsks) {
  std::vector<Reported> findings = {reported("https://www.example.gov.cn/a?b=1#c"), reported("目录/a b.html"),
                                    reported("")};
  findings[2].finding.rule = "availability.timeout";
  findings[2].finding.category = monitor::Category::Availability;
  findings[2].finding.evidence.clear();
  findings[2].finding.explanation = {};
  findings[2].decision = "false_alarm";
  const json::value document = json::parse(to_sarif(findings, {.version = "0.1.0"}));
  expect_valid(document);
  const json::value& run = document.at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("rules").as_array().size(), 2u);
  EXPECT_EQ(
      run.at("results").at(1).at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri").as_string(),
      "%E7%9B%AE%E5%BD%95/a%20b.html");
  EXPECT_EQ(run.at("results").at(2).at("suppressions").as_array().size(), 1u);
}

TEST(Sarif, AnEmptyRunIsValidToo) {
  expect_valid(json::parse(to_sarif({}, {.version = "0.1.0", .language = Language::English, .complete = false})));
}

TEST(Sarif, HostileTextStaysValidJson) {
  Reported bad = reported("a\x01\xFF.html");
  bad.finding.evidence[0].snippet = "\xFF\x00\"\\\n";
  const std::vector<Reported> findings = {bad};
  expect_valid(json::parse(to_sarif(findings, {.version = "0"})));
  EXPECT_EQ(json::parse(to_json_line(bad)).at("schema").as_int64(), 1);
}

TEST(Sarif, ARowHasAsManyCellsAsTheHeader) {
  const auto row = to_row(reported("x"), Language::Chinese);
  EXPECT_EQ(row[2], "暗链");
  EXPECT_EQ(row[3], "高");
  EXPECT_EQ(row[7], "12");
  EXPECT_EQ(findings_header(Language::English)[14], "Fingerprint");
}

TEST(RuleTitles, AnUnknownRuleHasItsCategorysTitle) {
  EXPECT_EQ(rule_title("dark-link.unheard-of", monitor::Category::DarkLink).zh, "暗链");
  EXPECT_EQ(rule_title("mark.missing", monitor::Category::Mark).en, "Registered as hung, but the mark is missing");
}

}  // namespace
}  // namespace huabiao::report
