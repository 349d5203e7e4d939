#include "monitor/record/record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace huabiao::monitor::record {
namespace {

rc::Gen<std::string> text() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::arbitrary<char>()),
                      [](const std::string& bytes) { return utf8::scrub(bytes); });
}
std::string any_text() {
  return *text();
}
std::int64_t any_count() {
  return *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 50);
}
TimePoint any_time() {
  return from_millis(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000));
}
bool any_bool() {
  return *rc::gen::arbitrary<bool>();
}
Outcome any_outcome() {
  return static_cast<Outcome>(*rc::gen::inRange(0, static_cast<int>(kOutcomeNames.size())));
}

Visit any_visit() {
  Visit visit{.id = {any_count()}, .round = any_count(), .site = any_count(), .host = any_text(), .port = 8080};
  visit.path = any_text();
  if (any_bool()) visit.only = Scheme::Http;
  if (any_bool()) visit.looks.add(Look::Walk);
  if (any_bool()) visit.again = {any_text()};
  visit.declared = {.site_name = any_text(),
                    .organisation = any_text(),
                    .hosts = {any_text()},
                    .mark_hung = {},
                    .site_code = any_text(),
                    .icp = any_text(),
                    .police = any_text()};
  if (any_bool()) visit.declared.mark_hung = any_bool();
  return visit;
}

FetchOutcome any_fetch() {
  FetchOutcome fetch;
  fetch.outcome = any_outcome();
  fetch.reason = any_text();
  fetch.asked_url = any_text();
  fetch.final_url = any_text();
  fetch.chain = {{.url = any_text(), .status = 301, .address = any_text()}};
  fetch.status = *rc::gen::inRange(0, 600);
  fetch.headers = {{any_text(), any_text()}};
  fetch.body = *rc::gen::arbitrary<std::string>();
  fetch.truncated = any_bool();
  if (any_bool())
    fetch.tls = TlsFacts{.protocol = any_text(),
                         .cipher = any_text(),
                         .chain = {{.subject = any_text(),
                                    .issuer = any_text(),
                                    .sha256 = any_text(),
                                    .not_before = any_time(),
                                    .not_after = any_time(),
                                    .names = {any_text()}}},
                         .verified_until = any_bool() ? std::optional(any_time()) : std::nullopt,
                         .trusted = any_bool(),
                         .expired = any_bool(),
                         .self_signed = any_bool(),
                         .name_mismatch = any_bool(),
                         .verify_error = any_text()};
  fetch.timing.total = any_count();
  fetch.at = any_time();
  return fetch;
}

PageFacts any_facts() {
  PageFacts facts;
  facts.charset = {.used = any_text(), .declared = any_text(), .source = any_text(), .lying = any_bool()};
  facts.bytes = any_count();
  facts.title = any_text();
  facts.mark.state = static_cast<MarkState>(*rc::gen::inRange(0, 7));
  facts.mark.id = any_text();
  facts.mark.colour = any_text();
  facts.icp = {{.raw = any_text(),
                .normal = any_text(),
                .valid = any_bool(),
                .reason = any_text(),
                .link = any_text(),
                .place = {any_count(), any_count()}}};
  facts.error_report_button = any_bool();
  facts.organiser = any_text();
  facts.links.hidden_external = any_count();
  facts.limits_hit = {any_text()};
  return facts;
}

Finding any_finding() {
  Finding finding;
  finding.rule = any_text();
  finding.category = static_cast<Category>(*rc::gen::inRange(0, static_cast<int>(kCategoryNames.size())));
  finding.severity = static_cast<Severity>(*rc::gen::inRange(0, 5));
  finding.confidence = *rc::gen::inRange(0, 101) / 100.0;
  finding.subject = any_text();
  if (any_bool()) finding.page = any_text();
  finding.explanation = {any_text(), any_text()};
  finding.evidence = {
      {.offset = any_count(), .length = any_count(), .snippet = any_text(), .decoded = any_text(), .why = any_text()}};
  if (any_bool())
    finding.traits = {{.kind = static_cast<TraitKind>(*rc::gen::inRange(0, static_cast<int>(kTraitKindNames.size()))),
                       .role = any_bool() ? TraitRole::Accused : TraitRole::Beside,
                       .value = "evil.example"}};
  return finding;
}

WalkFacts any_walk() {
  WalkFacts walk;
  if (any_bool()) walk.home_newest = *rc::gen::inRange(0, 30'000);
  walk.missing = static_cast<MissingAnswer>(*rc::gen::inRange(0, static_cast<int>(kMissingAnswerNames.size())));
  walk.linked = any_count();
  walk.refused = any_count();
  walk.stopped = any_text();
  walk.pages = {{.url = any_text(),
                 .name = any_text(),
                 .column = static_cast<Column>(*rc::gen::inRange(0, static_cast<int>(kColumnNames.size()))),
                 .outcome = any_outcome(),
                 .status = *rc::gen::inRange(0, 600),
                 .newest = {}}};
  if (any_bool()) walk.pages.front().newest = -5;
  walk.findings = {any_finding()};
  return walk;
}

NameFacts any_names() {
  const auto outcome = [] { return static_cast<NameOutcome>(*rc::gen::inRange(0, 7)); };
  const auto name = [] { return std::string(utf8::cut(any_text(), NameLimits::kNameBytes)); };
  NameFacts names{.zone = name(), .answers = {}, .six = static_cast<SixReach>(*rc::gen::inRange(0, 4))};
  names.answers.push_back({.resolver = name(),
                           .four = outcome(),
                           .six = outcome(),
                           .zone = outcome(),
                           .addresses = {name(), name()},
                           .aliases = {name()},
                           .servers = {name()},
                           .ttl = *rc::gen::inRange<std::int64_t>(-1, 1'000'000)});
  return names;
}

RegistrationFacts any_registration() {
  const auto text = [] { return std::string(utf8::cut(any_text(), RegistrationLimits::kTextBytes)); };
  RegistrationFacts facts{.domain = text(),
                          .suffix = text(),
                          .outcome = static_cast<RegistrationOutcome>(
                              *rc::gen::inRange(0, static_cast<int>(kRegistrationOutcomeNames.size()))),
                          .server = any_text(),
                          .reason = any_text(),
                          .wait = *rc::gen::inRange<std::int64_t>(-1, RegistrationLimits::kMostWait)};
  if (facts.outcome != RegistrationOutcome::Registered) return facts;
  if (any_bool()) facts.said.expires = any_time();
  if (any_bool()) facts.said.registered = any_time();
  if (any_bool()) facts.said.changed = any_time();
  facts.said.statuses = {text(), text()};
  facts.said.servers = {text()};
  facts.said.registrar = text();
  return facts;
}

TlsSet any_tls_set() {
  TlsSet set;
  set.address = "192.0.2.1";
  for (TlsAccepts& one : set.versions) one = static_cast<TlsAccepts>(*rc::gen::inRange(0, 4));
  set.chain = {{.subject = any_text(),
                .issuer = any_text(),
                .key = "RSA",
                .key_bits = *rc::gen::inRange(0, 20'000),
                .signature = "RSA-SHA256",
                .not_after = any_time(),
                .self_issued = any_bool()}};
  set.in_order = any_bool();
  set.complete = any_bool();
  return set;
}

RenderedView any_rendered() {
  RenderedView view;
  view.end = static_cast<RenderEnd>(*rc::gen::inRange(0, static_cast<int>(kRenderEndNames.size())));
  view.url = any_text();
  view.left_for = any_text();
  view.answered = any_count();
  view.refused_count = any_count();
  view.refused = {{any_text(), any_text().substr(0, 40), RequestRefusal::TooMany}};
  view.refused.front().kind = utf8::scrub(view.refused.front().kind);
  view.whole = any_bool();
  if (any_bool()) view.facts = any_facts();
  view.findings = {any_finding()};
  if (any_bool()) view.picture = Picture{.png = any_text(), .sha256 = {}, .width = 1280, .height = 1600};
  view.took = Millis(*rc::gen::inRange(0, 60'000));
  view.at = any_time();
  return view;
}

VisitRecord any_record() {
  VisitRecord record;
  record.visit = any_visit();
  record.fetch = any_fetch();
  record.attempts = {{.scheme = Scheme::Http,
                      .number = 2,
                      .asked_url = any_text(),
                      .outcome = any_outcome(),
                      .status = 0,
                      .reason = any_text(),
                      .address = any_text(),
                      .timing = {},
                      .at = any_time(),
                      .vantage = any_bool() ? "local" : any_text()}};
  if (any_bool()) record.facts = any_facts();
  record.findings = {any_finding()};
  if (any_bool()) record.walk = any_walk();
  record.body_sha256 = any_text();
  if (any_bool()) record.names = any_names();
  if (any_bool()) record.registration = any_registration();
  if (any_bool()) record.tls_set = any_tls_set();
  if (any_bool()) record.rendered = any_rendered();
  return record;
}

RC_GTEST_PROP(Record, WhatRegistriesSaidAndTheProtocolSetComeBack, ()) {
  const RegistrationFacts facts = any_registration();
  RC_ASSERT(read_registration(write_registration(facts)).value() == facts);
  const TlsSet set = any_tls_set();
  RC_ASSERT(read_tls_set(write_tls_set(set)).value() == set);
}

TEST(Record, WhatIsKnownOfARegistrationComesBack) {
  KnownRegistration known{.registrar = "甲", .servers = {"ns1.dns.cn"}};
  known.servers_since = from_millis(1'700'000'000'000);
  EXPECT_EQ(read_known_registration(write_known_registration(known)).value(), known);
}

TEST(Record, ARegistrationOrProtocolSetBeyondItsLimitsIsRefused) {
  RegistrationFacts facts{.domain = "a.cn", .outcome = RegistrationOutcome::Registered};
  facts.said.servers.resize(RegistrationLimits::kServers + 1);
  EXPECT_EQ(read_registration(write_registration(facts)).error().code, "record.wrong_shape");
  facts.said.servers.clear();
  facts.wait = RegistrationLimits::kMostWait + 1;
  EXPECT_EQ(read_registration(write_registration(facts)).error().code, "record.wrong_shape");
  TlsSet set;
  set.chain.resize(TlsSet::kChain + 1);
  EXPECT_EQ(read_tls_set(write_tls_set(set)).error().code, "record.wrong_shape");
}

TEST(Record, WhatIsKnownOfNamesComesBack) {
  KnownNames known{.looks = 6, .addresses = {"1.2.4.8"}, .targets = {"-"}, .servers = {"ns1.dns.cn"}};
  known.ttl = 600;
  known.recent_looks = 3;
  known.silent_since = from_millis(1'700'000'000'000);
  EXPECT_EQ(read_known_names(write_known_names(known)).value(), known);
}

TEST(Record, NamesBeyondTheirLimitsAreRefused) {
  NameFacts names;
  names.answers.resize(1);
  names.answers[0].addresses.resize(NameLimits::kAddresses);
  EXPECT_TRUE(read_names(write_names(names)));
  names.answers[0].addresses.emplace_back();
  EXPECT_EQ(read_names(write_names(names)).error().code, "record.wrong_shape");
  names.answers.assign(NameLimits::kResolvers + 1, NameAnswer{});
  EXPECT_EQ(read_names(write_names(names)).error().code, "record.wrong_shape");
  names.answers.assign(1, NameAnswer{});
  names.answers[0].aliases = {std::string(NameLimits::kNameBytes + 1, 'a')};
  EXPECT_EQ(read_names(write_names(names)).error().code, "record.wrong_shape");
}

RC_GTEST_PROP(RecordProperty, WhatIsWrittenIsRead, ()) {
  const VisitRecord record = any_record();
  const std::string line = write_record(record, Body::Include);
  RC_ASSERT(line.find('\n') == std::string::npos);
  const auto back = read_record(line);
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->fetch.body == record.fetch.body);
  RC_ASSERT(write_record(*back, Body::Include) == line);
}

RC_GTEST_PROP(RecordProperty, EveryPartComesBackByItself, ()) {
  const Visit visit = any_visit();
  RC_ASSERT(write_visit(read_visit(write_visit(visit)).value()) == write_visit(visit));
  const FetchOutcome fetch = any_fetch();
  RC_ASSERT(write_fetch(read_fetch(write_fetch(fetch)).value()) == write_fetch(fetch));
  WalkFacts walk = any_walk();
  walk.findings.clear();  // kept as findings
  RC_ASSERT(read_walk(write_walk(walk)).value().pages == walk.pages);
  const PageFacts facts = any_facts();
  RC_ASSERT(write_facts(read_facts(write_facts(facts)).value()) == write_facts(facts));
  const NameFacts names = any_names();
  RC_ASSERT(read_names(write_names(names)).value() == names);
  std::vector<Finding> findings = {any_finding(), any_finding()};
  for (Finding& finding : findings) finding.traits.clear();  // of records only
  const std::string written = write_findings(findings, "site 1");
  RC_ASSERT(write_findings(read_findings(written).value(), "site 1") == written);
}

RC_GTEST_PROP(RecordProperty, DamagedLinesAreRefusedOrRead, ()) {
  std::string line = write_record(any_record(), Body::LeaveOut);
  const auto at = *rc::gen::inRange<std::size_t>(0, line.size());
  line[at] = *rc::gen::arbitrary<char>();
  (void)read_record(line);
  (void)read_record(line.substr(0, at));
}

TEST(Record, RefusesWhatIsNotItsShape) {
  EXPECT_EQ(read_record("nonsense").error().code, "record.not_json");
  EXPECT_EQ(read_record("{}").error().code, "record.wrong_shape");
  EXPECT_EQ(read_visit("[]").error().code, "record.wrong_shape");
  EXPECT_EQ(read_findings(R"([{"rule":"x"}])").error().code, "record.wrong_shape");
  EXPECT_EQ(read_record(std::string(100, '[')).error().code, "record.not_json");
  EXPECT_EQ(read_record(std::string(RecordLimits::kLineBytes + 1, ' ')).error().code, "record.too_large");
}

TEST(Record, CarriesTraitsAndReadsRowsKeptBeforeThereWereAny) {
  VisitRecord record;
  record.findings.emplace_back();
  EXPECT_EQ(write_record(record, Body::LeaveOut).find("traits"), std::string::npos);
  record.findings[0].traits = {{TraitKind::Contact, TraitRole::Beside, "qq:12345678"}};
  std::string line = write_record(record, Body::LeaveOut);
  const auto back = read_record(line);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->findings.at(0).traits, record.findings[0].traits);
  line.replace(line.find("contact\",\"role"), 7, "contract");
  EXPECT_EQ(read_record(line).error().code, "record.wrong_shape");
  EXPECT_EQ(check_line(record, "1").find("traits"), std::string::npos) << "lines for others stay as they are";
}

TEST(Record, RefusesValuesOutOfRange) {
  std::string line = write_visit({});
  const auto at = line.find("\"port\":0");
  line.replace(at, 8, "\"port\":70000");
  EXPECT_EQ(read_visit(line).error().code, "record.wrong_shape");
}

TEST(Record, CutsTextThatNoReaderWouldTake) {
  Visit visit;
  visit.path = std::string(RecordLimits::kStringBytes * 2, 'x');
  EXPECT_EQ(read_visit(write_visit(visit))->path.size(), RecordLimits::kStringBytes);
}

TEST(Record, InspectLineHasTheContractsShape) {
  Inspected inspected{.path = "a.html", .host = {}, .facts = {}, .findings = {}};
  inspected.facts.mark.state = MarkState::NotSeen;
  inspected.findings.push_back({.rule = "dark-link.hidden-list",
                                .category = Category::DarkLink,
                                .severity = Severity::High,
                                .confidence = 0.5,
                                .evidence = {},
                                .explanation = {},
                                .subject = "x"});
  const std::string line = inspect_line(inspected);
  for (const std::string_view part :
       {R"("schema":1)", R"("path":"a.html")", R"("assessment":"malicious")", R"("state":"not-seen")",
        R"("colour":null)", R"("hidden_external":0)", R"("limits_hit":[])", R"("declared":null)", R"("fingerprint":")"})
    EXPECT_NE(line.find(part), std::string::npos) << part << "\n" << line;
}

TEST(Record, AChangeLineReadsAsItWasWritten) {
  ChangeReport report{.grade = ChangeGrade::Tampered, .score = 0.9125, .looks = 4, .approved = true, .changes = {}};
  report.changes.push_back({"script-host", 0.75, {}, {"http://x.example/a.js", {812, 58}}});
  report.changes.push_back({"title", 0.25, {"before", {0, 6}}, {"后来", {-1, 0}}});
  const std::string line = change_line(report);
  const auto read = read_change(line);
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(change_line(*read), line);
  EXPECT_EQ(read->grade, ChangeGrade::Tampered);
  EXPECT_EQ(read->changes[0].after.place.offset, 812);
}

TEST(Record, RefusesAChangeOfNoGrade) {
  EXPECT_EQ(read_change(R"({"grade":"fine","score":0,"approved":false,"history":0,"changes":[]})").error().code,
            "record.wrong_shape");
  EXPECT_EQ(read_change(R"({"grade":"same","score":2,"approved":false,"history":0,"changes":[]})").error().code,
            "record.wrong_shape");
  EXPECT_EQ(read_change("{").error().code, "record.not_json");
}

TEST(Record, CheckLineTellsEveryRow) {
  VisitRecord record;
  record.visit.host = "www.example.gov.cn";
  record.fetch.outcome = Outcome::DnsNoSuchName;
  const std::string line = check_line(record, "1");
  for (const std::string_view part : {R"("outcome":"dns_no_such_name")", R"("site":null)", R"("round":null)",
                                      R"("tls":null)", R"("vantage":"local")", R"("host":"www.example.gov.cn")"})
    EXPECT_NE(line.find(part), std::string::npos) << part << "\n" << line;
}

}  // namespace
}  // namespace huabiao::monitor::record
