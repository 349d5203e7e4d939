#include "http/json.h"

#include <gtest/gtest.h>

namespace huabiao::http {
namespace {

Request with_body(std::string body) {
  Request request;
  request.headers = {{"content-type", "application/json"}};
  request.body = std::move(body);
  return request;
}

}  // namespace

TEST(BodyObject, RefusesWhatIsNotAnObjectOfJson) {
  EXPECT_EQ(body_object(with_body("{"), 4).error().error.code, "http.bad_json");
  EXPECT_EQ(body_object(with_body("[]"), 4).error().error.code, "http.bad_json");
  EXPECT_EQ(body_object(with_body(R"({"a":{"b":{"c":{"d":{}}}}})"), 4).error().error.code, "http.bad_json");
  EXPECT_EQ(body_object(with_body("{\"a\":\"\xFF\"}"), 4).error().error.code, "http.bad_json");
  Request form = with_body("{}");
  form.headers[0].second = "text/plain";
  EXPECT_EQ(body_object(form, 4).error().error.code, "http.unsupported_media");
  EXPECT_TRUE(body_object(with_body(R"({"a":1})"), 4));
}

TEST(ObjectReader, TellsEveryFaultAtOnce) {
  const auto body = boost::json::parse(
      R"({"name":"  ","life":"dead","region":7,"ids":[1,-1],"when":"today","colour":"red","list":["a",2]})");
  std::vector<ProblemItem> faults;
  ObjectReader in(body.as_object(), "", faults);
  constexpr std::string_view kLives[] = {"open", "closed"};
  (void)in.string("name", {.min = 1});
  (void)in.choice("life", kLives);
  (void)in.string("region");
  (void)in.ids("ids", 5);
  (void)in.instant("when");
  (void)in.strings("list", 5, {});
  (void)in.id("organisation", true);
  in.finish();
  std::vector<std::string> pointers;
  for (const ProblemItem& fault : faults) pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/name", "/life", "/region", "/ids", "/when", "/list/1",
                                                "/organisation", "/colour"}));
}

TEST(ObjectReader, TellsAbsentNullAndValueApart) {
  const auto body = boost::json::parse(R"({"mark":null,"hung":true})");
  std::vector<ProblemItem> faults;
  ObjectReader in(body.as_object(), "", faults);
  const auto mark = in.boolean("mark");
  EXPECT_TRUE(mark.given);
  EXPECT_FALSE(mark.value);
  EXPECT_EQ(in.boolean("hung").value, true);
  EXPECT_FALSE(in.boolean("absent").given);
  in.finish();
  EXPECT_TRUE(faults.empty());
}

TEST(ObjectReader, RefusesControlCharacters) {
  const auto body = boost::json::parse(R"({"name":"a\u0000b","remark":"a\nb"})");
  std::vector<ProblemItem> faults;
  ObjectReader in(body.as_object(), "", faults);
  EXPECT_FALSE(in.string("name").value);
  EXPECT_EQ(in.string("remark", {.lines = true}).value, "a\nb");
  EXPECT_EQ(faults.size(), 1u);
}

TEST(Text, IsAlwaysWellFormed) {
  EXPECT_EQ(text("a\xFF"), "a\xEF\xBF\xBD");
}

}  // namespace huabiao::http
