#include "http/query.h"

#include <array>
#include <gtest/gtest.h>

namespace huabiao::http {
namespace {

constexpr std::array<std::string_view, 2> kColours = {"red", "blue"};

Request asking(Fields query) {
  Request request;
  request.query = std::move(query);
  return request;
}

}  // namespace

TEST(QueryReader, ReadsWhatIsThere) {
  const Request request = asking({{"q", " 教育 "}, {"organisation", "7"}, {"colour", "blue"}, {"limit", "200"}});
  QueryReader in(request);
  EXPECT_EQ(in.text("q", 10), "教育");
  EXPECT_EQ(in.id("organisation"), 7);
  EXPECT_EQ(in.choice("colour", kColours), 1u);
  EXPECT_EQ(in.limit(), 200u);
  EXPECT_EQ(in.region(), "");
  EXPECT_FALSE(in.fault());
}

TEST(QueryReader, TellsEveryFaultWithItsParameter) {
  const Request request = asking({{"q", "abc"},
                                  {"organisation", "0"},
                                  {"colour", "green"},
                                  {"limit", "1e3"},
                                  {"region", "13000"},
                                  {"as_of", "yesterday"},
                                  {"nobody", "asked"}});
  QueryReader in(request);
  (void)in.text("q", 2);
  (void)in.id("organisation");
  (void)in.choice("colour", kColours);
  (void)in.limit();
  (void)in.region();
  (void)in.instant("as_of");
  in.need("format");
  const auto fault = in.fault();
  ASSERT_TRUE(fault);
  std::vector<std::string> parameters;
  for (const ProblemItem& item : fault->items) parameters.push_back(item.parameter);
  EXPECT_EQ(parameters,
            (std::vector<std::string>{"q", "organisation", "colour", "limit", "region", "as_of", "format", "nobody"}));
}

TEST(PathId, TakesPositiveNumbersOnly) {
  Request request;
  for (const char* bad : {"0", "-1", "x", "1x", "99999999999999999999", ""}) {
    request.arguments = {bad};
    EXPECT_FALSE(path_id(request)) << bad;
  }
  request.arguments = {"17"};
  EXPECT_EQ(*path_id(request), 17);
}

}  // namespace huabiao::http
