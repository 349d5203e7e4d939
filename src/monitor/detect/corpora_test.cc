// Real labelled pages, where they lie beside the checkout: nobody innocent is accused, and the plain cases are found.
// The full figures are a benchmark's business.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

#include "monitor/detect/detect.h"
#include "support/pages.h"
#include "support/rules.h"
#include "support/scratch_directory.h"
#include "support/shared.h"

namespace huabiao::monitor {
namespace {

struct Tally {
  int pages = 0, alerts = 0;
  std::string alerted;  // file and rule of each
};

// By label of the set's manifest; empty when the set is not there.
std::map<std::string, Tally> run_set(const std::string& name) {
  const auto packed = support::shared_file("corpora/" + name + ".tar.zst");
  if (!packed) return {};
  const test::ScratchDirectory scratch;
  const std::string unpack = "tar --zstd -xf '" + packed->string() + "' -C '" + scratch.path().string() + "'";
  if (std::system(unpack.c_str()) != 0) return {};  // NOLINT(bugprone-command-processor,cert-env33-c): a fixed command
  std::map<std::string, Tally> tallies;
  std::ifstream manifest(scratch.path() / name / "manifest.csv");
  std::string line;
  std::getline(manifest, line);
  while (std::getline(manifest, line)) {
    const auto first = line.find(',');
    if (first == std::string::npos) continue;
    const std::string file = line.substr(0, first),
                      label = line.substr(first + 1, line.find(',', first + 1) - first - 1);
    std::ifstream in(scratch.path() / name / file, std::ios::binary);
    if (!in) continue;
    std::stringstream body;
    body << in.rdbuf();
    FetchOutcome fetch;
    fetch.body = body.str();
    const Page page = test::read_page(fetch.body, {}, file.ends_with(".js") ? "text/javascript" : "");
    const Detected detected = detect({page, fetch, Declared{}, {}, test::built_in_rules()});
    Tally& tally = tallies[label];
    ++tally.pages;
    if (assess(detected.findings) == Assessment::Clean) continue;
    ++tally.alerts;
    for (const Finding& finding : detected.findings)
      if (is_attack(finding.category)) tally.alerted += file + " " + finding.rule + "\n";
  }
  return tallies;
}

class Corpora : public testing::Test {
 protected:
  void SetUp() override {
    if (!support::shared_file("corpora")) GTEST_SKIP() << "the labelled pages are not beside this checkout";
  }
};

TEST_F(Corpora, InnocentPagesAreNotAccused) {
  for (const std::string name : {"cn_school_site", "benign_world", "cn_gov_forged"}) {
    for (const auto& [label, tally] : run_set(name)) {
      EXPECT_GT(tally.pages, 0);
      EXPECT_EQ(tally.alerts, 0) << name << " " << label << "\n" << tally.alerted;
    }
  }
}

TEST_F(Corpora, PlantedTitlesLinksAndScriptsAreFound) {
  const auto tallies = run_set("cn_seo_injection");
  for (const auto& [label, tally] : tallies) {
    if (label == "benign_hard_negative") {
      EXPECT_EQ(tally.alerts, 0) << tally.alerted;
    }
    if (label == "seo_injection" || label == "spam_links_visible" || label == "script_injection") {
      EXPECT_EQ(tally.alerts, tally.pages) << label;
    }
  }
}

TEST_F(Corpora, MostDefacedPagesAreFound) {
  auto tallies = run_set("defacement_mirror");
  EXPECT_GE(tallies["defaced"].alerts * 100, tallies["defaced"].pages * 85);
}

}  // namespace
}  // namespace huabiao::monitor
