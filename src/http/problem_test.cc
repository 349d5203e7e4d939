#include "http/problem.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace huabiao::http {

TEST(Problem, MapsEveryKindOnce) {
  EXPECT_EQ(status_of({Kind::Invalid, "x", {}, {}}), 400);
  EXPECT_EQ(status_of({Kind::NotFound, "x", {}, {}}), 404);
  EXPECT_EQ(status_of({Kind::Conflict, "x", {}, {}}), 409);
  EXPECT_EQ(status_of({Kind::Unauthenticated, "x", {}, {}}), 401);
  EXPECT_EQ(status_of({Kind::Denied, "x", {}, {}}), 403);
  EXPECT_EQ(status_of({Kind::TooLarge, "x", {}, {}}), 413);
  EXPECT_EQ(status_of({Kind::Unreadable, "x", {}, {}}), 422);
  EXPECT_EQ(status_of({Kind::Unavailable, "x", {}, {}}), 503);
  EXPECT_EQ(status_of({Kind::Environment, "x", {}, {}}), 500);
  EXPECT_EQ(status_of({Kind::Internal, "x", {}, {}}), 500);
  EXPECT_EQ(status_of({Kind::Conflict, "registry.changed_meanwhile", {}, {}}), 412);
}

TEST(Problem, IsTheDocumentOfTheContractInTheLanguageAsked) {
  const Failure failure({Kind::Invalid, "http.bad_body", "", ""},
                        {{.pointer = "/name", .read = "\"\"", .expected = {"一", "one"}, .message = {"错", "wrong"}}});
  const Response response = problem(failure, Language::English);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(field(response.headers, "Content-Type"), "application/problem+json; charset=utf-8");
  const auto document = boost::json::parse(response.body).as_object();
  EXPECT_EQ(document.at("type"), "/api/v1/problems/http.bad_body");
  EXPECT_EQ(document.at("title"), "The body has values that are not what is expected");
  EXPECT_EQ(document.at("errors").at(0).at("pointer"), "/name");
  EXPECT_EQ(document.at("errors").at(0).at("message"), "wrong");
  EXPECT_EQ(boost::json::parse(problem(failure, Language::Chinese).body).at("errors").at(0).at("message"), "错");
}

TEST(Problem, KeepsDetailsOfItsOwnFaultsToItself) {
  const auto document =
      boost::json::parse(problem(Error{Kind::Environment, "storage.io", "/srv/secret", {}}, Language::English).body);
  EXPECT_FALSE(document.as_object().contains("detail"));
}

TEST(Problem, ScrubsWhatItRepeats) {
  const Response response = problem(Error{Kind::Invalid, "http.bad_json", "\xFF\xFE", {}}, Language::English);
  EXPECT_NO_THROW(boost::json::parse(response.body));
}

TEST(AcceptedLanguage, TakesTheBestOfTheTwo) {
  EXPECT_EQ(accepted_language(""), Language::Chinese);
  EXPECT_EQ(accepted_language("fr, de"), Language::Chinese);
  EXPECT_EQ(accepted_language("en"), Language::English);
  EXPECT_EQ(accepted_language("en-GB,en;q=0.9"), Language::English);
  EXPECT_EQ(accepted_language("en;q=0.3, zh-CN;q=0.8"), Language::Chinese);
  EXPECT_EQ(accepted_language("zh;q=0.3, en;q=0.8"), Language::English);
  EXPECT_EQ(accepted_language("eng"), Language::Chinese);
  EXPECT_EQ(accepted_language("en;q=0"), Language::Chinese);
}

}  // namespace huabiao::http
