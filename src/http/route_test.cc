#include "http/route.h"

#include <gtest/gtest.h>

namespace huabiao::http {
namespace {

Route route(Method method, std::string_view pattern) {
  return {method, pattern, Wants::See, Over::Reach, TakesBody::No, [](const Request&) -> Answer { return Response{}; }};
}

const RouteTable& table() {
  static const RouteTable kTable({route(Method::Get, "/api/v1/findings/{}"),
                                  route(Method::Get, "/api/v1/findings/export"),
                                  route(Method::Patch, "/api/v1/findings/{}"), route(Method::Get, "/")});
  return kTable;
}

}  // namespace

TEST(RouteTable, TakesArgumentsFromThePath) {
  const auto match = table().match(Method::Get, "/api/v1/findings/17");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->pattern, "/api/v1/findings/{}");
  EXPECT_EQ(match.arguments, std::vector<std::string>{"17"});
}

TEST(RouteTable, PrefersTheLiteralSegment) {
  EXPECT_EQ(table().match(Method::Get, "/api/v1/findings/export").route->pattern, "/api/v1/findings/export");
}

TEST(RouteTable, ServesHeadByGet) {
  EXPECT_NE(table().match(Method::Head, "/").route, nullptr);
}

TEST(RouteTable, TellsWhichMethodsAPathTakes) {
  const auto match = table().match(Method::Delete, "/api/v1/findings/17");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, (std::vector<Method>{Method::Get, Method::Patch}));
}

TEST(RouteTable, KnowsNoOtherPaths) {
  for (const char* path :
       {"/api/v1/findings/", "/api/v1/findings", "/api/v1/findings/17/", "/api/v1/findings/1/2", "//"})
    EXPECT_TRUE(table().match(Method::Get, path).allowed.empty()) << path;
}

}  // namespace huabiao::http
