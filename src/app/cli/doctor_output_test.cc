#include "app/cli/doctor_output.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <sstream>

namespace huabiao::app {
namespace {

settings::Resolved some_settings() {
  settings::Resolved resolved;
  resolved.origins["listen"] = {"127.0.0.1:8787", settings::Source::Default};
  resolved.origins["header"] = {"X-Token: secret\nCookie: secret", settings::Source::Environment};
  resolved.origins["proxy"] = {"http://me:secret@proxy.example:3128", settings::Source::CommandLine};
  return resolved;
}

}  // namespace

TEST(DoctorLines, AreOneObjectEachAndHideSecrets) {
  const std::string lines = doctor_lines(doctor::World{}, some_settings());
  EXPECT_EQ(lines.find("secret"), std::string::npos);
  std::istringstream in(lines);
  std::size_t checks = 0;
  std::size_t settings = 0;
  for (std::string line; std::getline(in, line);) {
    const auto value = boost::json::parse(line).as_object();
    if (value.at("kind") == "check") {
      ++checks;
      EXPECT_EQ(value.at("mend").is_null(), value.at("state") == "ok") << line;
    } else {
      ++settings;
    }
  }
  EXPECT_EQ(checks, doctor::checks().size());
  EXPECT_EQ(settings, 3U);
}

TEST(DoctorTable, SaysHowToMendInBothLanguages) {
  const doctor::World world;  // nothing works in it
  const std::string zh = doctor_table(world, some_settings(), Language::Chinese);
  EXPECT_NE(zh.find("处理"), std::string::npos);
  EXPECT_NE(zh.find("命令行"), std::string::npos);
  const std::string en = doctor_table(world, some_settings(), Language::English);
  EXPECT_NE(en.find("mend: apt-get install publicsuffix"), std::string::npos);
  EXPECT_NE(en.find("command line"), std::string::npos);
  EXPECT_EQ(en.find("secret"), std::string::npos);
}

TEST(ShownValue, HidesWhatMustNotBeShown) {
  EXPECT_EQ(shown_value("proxy", "http://me:secret@proxy:1"), "http://***@proxy:1");
  EXPECT_EQ(shown_value("proxy", "http://proxy:1"), "http://proxy:1");
  EXPECT_EQ(shown_value("header", "A: b\nC: d"), "A: ***\nC: ***");
  EXPECT_EQ(shown_value("rate", "5"), "5");
}

TEST(WorstState, IsTheWorstOfAll) {
  EXPECT_EQ(worst_state(doctor::World{}), doctor::State::Fail);
}

}  // namespace huabiao::app
