#include "monitor/pipeline/registration_look.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "monitor/registration/rdap.h"
#include "monitor/registration/whois.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kLabRegistries = 8;  // each has a client of its own
constexpr Millis kMostTime{15'000};        // of one question
// A fetch goes to no address that is written down and not public, in a lab either; so a lab's registry is asked, at its
// address, by this name (RFC 2606).
constexpr std::string_view kLabName = "registry.invalid";

// Retry-After as seconds (RFC 9110 10.2.3); a date is not read: -1.
std::int64_t wait_of(const FetchOutcome& fetch) {
  for (const auto& [name, value] : fetch.headers) {
    std::int64_t seconds = -1;
    if (name != "retry-after") continue;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc() && end == value.data() + value.size() && seconds >= 0)
      return std::min(seconds, RegistrationLimits::kMostWait);
  }
  return -1;
}

RegistrationOutcome outcome_of(const FetchOutcome& fetch) {
  constexpr int kOk = 200, kUnauthorised = 401, kForbidden = 403, kNotFound = 404, kTooMany = 429;
  switch (fetch.status) {
    case kOk:
      return fetch.outcome == Outcome::Ok ? RegistrationOutcome::Registered : RegistrationOutcome::BadAnswer;
    case kNotFound:
      return RegistrationOutcome::NotFound;
    case kTooMany:
      return RegistrationOutcome::RateLimited;
    case kUnauthorised:
    case kForbidden:
      return RegistrationOutcome::Refused;
    default:
      return RegistrationOutcome::Unreachable;
  }
}

std::string name_of(const WhoisServer& server) {
  const bool six = server.host.find(':') != std::string::npos;
  return fmt::format("whois://{}{}{}{}", six ? "[" : "", server.host, six ? "]" : "",
                     server.port == WhoisServer::kPort ? std::string() : fmt::format(":{}", server.port));
}

}  // namespace

struct RegistrationLook::Asking {
  const Registry* registry = nullptr;
  RegistrationFacts facts;
  OnDone done;

  void tell() { std::exchange(done, nullptr)(std::move(facts)); }
};

Result<std::unique_ptr<RegistrationLook>> RegistrationLook::create(loop::EventLoop& loop, const Clock& clock,
                                                                   const dispatch::WorkerSettings& settings, bool lab,
                                                                   std::span<const rules::Pack> packs,
                                                                   fetch::CurlFetcher& net) {
  auto registries = Registries::create(packs, {.servers = settings.registries, .gap = Millis(0), .lab = lab});
  if (!registries) return fail(std::move(registries));
  std::unique_ptr<RegistrationLook> look(new RegistrationLook(*std::move(registries), net, !settings.proxy.empty()));
  const Millis most = std::min(kMostTime, settings.timeout);
  auto whois = fetch::LineClient::create(loop, lab ? fetch::LineClient::Lab::Yes : fetch::LineClient::Lab::No,
                                         {.total = most, .bytes = RegistrationLimits::kAnswerBytes});
  if (!whois) return fail(std::move(whois));
  look->whois_ = *std::move(whois);
  if (!lab) return look;
  for (const Registry& registry : look->registries_.all()) {
    auto url = web::parse_url(registry.rdap);
    if (!url || look->lab_rdap_.size() == kLabRegistries || look->lab_rdap_.contains(registry.rdap)) continue;
    auto door = fetch::LabAllowance::grant(url->host, url->effective_port(), url->effective_port());
    if (!door) return fail(std::move(door));
    fetch::FetchSettings fetching;
    fetching.limits.total = fetching.limits.connect = most;
    fetching.limits.body_bytes = RegistrationLimits::kAnswerBytes + 1;
    fetching.lab = *std::move(door);
    fetching.user_agent = settings.user_agent;
    fetching.ca_file = settings.ca_file;
    auto fetcher = fetch::CurlFetcher::create(loop, clock, std::move(fetching));
    if (!fetcher) return fail(std::move(fetcher));
    url->host = kLabName;
    look->lab_rdap_.emplace(registry.rdap, LabDoor{url->to_string(), *std::move(fetcher)});
  }
  return look;
}

void RegistrationLook::ask(const std::string& domain, OnDone done) {
  auto asking = std::make_shared<Asking>();
  asking->done = std::move(done);
  asking->facts.domain = domain;
  asking->registry = registries_.of(domain);
  if (asking->registry == nullptr) {
    asking->facts.outcome = RegistrationOutcome::NoServer;
    asking->facts.reason = "no registry is known for it";
    return asking->tell();
  }
  asking->facts.suffix = asking->registry->suffix;
  const std::string& rdap = asking->registry->rdap;
  if (rdap.empty()) return ask_whois(asking);
  const auto lab = lab_rdap_.find(rdap);
  const auto take = [this, asking](const FetchOutcome& fetch, const std::string&) { take_rdap(asking, fetch); };
  if (lab == lab_rdap_.end()) return net_.fetch(rdap + rdap_path(domain), take);
  lab->second.fetcher->fetch(lab->second.base + rdap_path(domain), take);
}

void RegistrationLook::take_rdap(const std::shared_ptr<Asking>& asking, const FetchOutcome& fetch) {
  RegistrationFacts& facts = asking->facts;
  facts.server = asking->registry->rdap;
  facts.outcome = outcome_of(fetch);
  facts.reason = fetch.reason;
  facts.wait = wait_of(fetch);
  const bool trusted = fetch.final_url.starts_with("https://") && fetch.tls && fetch.tls->trusted;
  if (answered(facts) && !trusted) {
    facts.outcome = RegistrationOutcome::BadAnswer;
    facts.reason = "the registry's certificate is not trusted";
  }
  if (facts.outcome == RegistrationOutcome::Registered) {
    if (auto said = read_rdap(fetch.body, facts.domain))
      facts.said = *std::move(said);
    else
      facts.outcome = RegistrationOutcome::BadAnswer;
    facts.reason = facts.outcome == RegistrationOutcome::BadAnswer ? "no RDAP answer about the domain" : "";
  }
  // A registry that finds us too eager is not asked by its other door.
  const bool ends = answered(facts) || facts.outcome == RegistrationOutcome::RateLimited;
  if (ends || asking->registry->whois.host.empty()) return asking->tell();
  ask_whois(asking);
}

void RegistrationLook::ask_whois(const std::shared_ptr<Asking>& asking) {
  const Registry& registry = *asking->registry;
  const std::string before = asking->facts.reason.empty() ? std::string() : "; RDAP: " + asking->facts.reason;
  asking->facts.server = name_of(registry.whois);
  asking->facts.outcome = RegistrationOutcome::Unreachable;
  if (proxied_) {
    asking->facts.reason = "WHOIS cannot be asked through a proxy" + before;
    return asking->tell();
  }
  whois_->ask(registry.whois.host, registry.whois.port, whois_question(registry.query, asking->facts.domain),
              [asking, before](const fetch::LineAnswer& answer) {
                using Ending = fetch::LineAnswer::Ending;
                RegistrationFacts& facts = asking->facts;
                const bool heard = answer.ending == Ending::Complete || answer.ending == Ending::Cut;
                if (!heard || answer.text.empty()) {
                  facts.reason = (heard ? "the server closed without a word" : answer.detail) + before;
                  return asking->tell();
                }
                WhoisReading reading = read_whois(answer.text, facts.domain, asking->registry->utc_offset);
                facts.outcome = reading.outcome;
                facts.reason = std::move(reading.reason);
                facts.said = std::move(reading.said);
                asking->tell();
              });
}

}  // namespace huabiao::monitor
