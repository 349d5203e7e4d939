#include "oidc/provider.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/base64.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "deliver/address_gate.h"
#include "deliver/curl_call.h"
#include "oidc/document.h"
#include "oidc/id_token.h"
#include "web/url.h"

namespace huabiao::oidc {
namespace {

constexpr std::size_t kRandom = 32;
constexpr int kOk = 200;

// A hung provider holds no more threads than these.
class Turn {
 public:
  explicit Turn(Guarded<int>& inside)
      : inside_(inside), open_(inside.with([](int& count) { return ++count <= FlowLimits::kCallsAtOnce; })) {}
  ~Turn() {
    inside_.with([](int& count) { --count; });
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  [[nodiscard]] bool open() const { return open_; }

 private:
  Guarded<int>& inside_;
  bool open_;
};

}  // namespace

// Every address anew, whatever the provider's own documents name: they are not trusted to point anywhere inside.
Result<std::string> Provider::fetch(const std::string& url, const std::string* form) {
  auto parsed = web::parse_url(url);
  if (!parsed) return fail(Kind::Environment, "oidc.bad_provider", std::string(utf8::cut(url, 200)));
  if (parsed->scheme != "https" && !settings_.private_addresses)
    return fail(Kind::Denied, "oidc.refused_address", std::string(utf8::cut(url, 200)), "https");
  auto addresses = deliver::addresses_of(parsed->host, settings_.private_addresses, settings_.limits);
  if (!addresses) {
    const bool refused = addresses.error().code == "deliver.refused_address";
    return fail(refused ? Kind::Denied : Kind::Unavailable, refused ? "oidc.refused_address" : "oidc.unreachable",
                addresses.error().detail);
  }
  const deliver::Road road{*std::move(addresses), settings_.ca_file, {}, settings_.limits};
  Result<deliver::HttpAnswer> answer = fail(Kind::Internal, "internal");
  if (form == nullptr) {
    answer = deliver::send_get({.url = *std::move(parsed), .headers = {"Accept: application/json"}}, road);
  } else {
    deliver::Post post{.url = *std::move(parsed),
                       .headers = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json"},
                       .body = *form,
                       .user = {},
                       .secret = {}};
    auto secret = settings_.secret();
    if (!secret) return fail(std::move(secret));
    if (!secret->empty()) {  // RFC 6749, 2.3.1: both encoded first
      post.user = web::percent_encode(settings_.client);
      post.secret = web::percent_encode(*secret);
    }
    answer = deliver::send_post(post, road);
  }
  if (!answer) return fail(Kind::Unavailable, "oidc.unreachable", answer.error().code + ": " + answer.error().detail);
  if (answer->status == kOk) return std::move(answer->body);
  const std::string said(utf8::cut(utf8::squeeze(utf8::scrub(answer->body)), 200));
  return fail(form != nullptr ? Kind::Denied : Kind::Unavailable, form != nullptr ? "oidc.refused" : "oidc.unreachable",
              fmt::format("{}: HTTP {} {}", utf8::cut(url, 200), answer->status, said));
}

Result<Provider::Endpoints> Provider::discover() {
  std::string_view issuer = settings_.issuer;
  while (issuer.ends_with('/')) issuer.remove_suffix(1);
  auto text = fetch(std::string(issuer) + "/.well-known/openid-configuration", nullptr);
  if (!text) return fail(std::move(text));
  const auto document = object_in(*text);
  const auto bad = [&](std::string_view what) {
    return fail(Kind::Environment, "oidc.bad_provider", std::string(what), settings_.issuer);
  };
  if (!document) return bad("no JSON object");
  if (text_at(*document, "issuer") != settings_.issuer) return bad("issuer: " + text_at(*document, "issuer"));
  Endpoints endpoints{text_at(*document, "authorization_endpoint"), text_at(*document, "token_endpoint"),
                      text_at(*document, "jwks_uri")};
  const auto authorization = web::parse_url(endpoints.authorization);
  if (!authorization || (authorization->scheme != "https" && !settings_.private_addresses))
    return bad("authorization_endpoint: " + endpoints.authorization);
  if (endpoints.token.empty() || endpoints.keys.empty()) return bad("no token_endpoint or jwks_uri");
  return endpoints;
}

Result<Provider::Begun> Provider::begin() {
  const Turn turn(inside_);
  if (!turn.open()) return fail(Kind::Unavailable, "oidc.busy");
  auto endpoints = discover();
  if (!endpoints) return fail(std::move(endpoints));
  const TimePoint now = clock_.now();
  Begun begun{.url = {}, .binder = to_base64url(random_bytes(kRandom))};
  const Flow flow{to_base64url(random_bytes(kRandom)), to_base64url(random_bytes(kRandom)),
                  to_base64url(random_bytes(kRandom)), now};
  const std::string challenge = to_base64url(digest(DigestKind::Sha256, flow.verifier));
  begun.url = fmt::format(
      "{}{}response_type=code&scope={}&client_id={}&redirect_uri={}&state={}&nonce={}&code_challenge={}"
      "&code_challenge_method=S256",
      endpoints->authorization, endpoints->authorization.find('?') == std::string::npos ? "?" : "&",
      web::percent_encode("openid profile"), web::percent_encode(settings_.client),
      web::percent_encode(settings_.redirect), flow.state, flow.nonce, challenge);
  flows_.with([&](auto& all) {
    std::erase_if(all, [&](const auto& one) { return now - one.second.begun > FlowLimits::kLife; });
    if (all.size() >= FlowLimits::kAtOnce)
      all.erase(std::ranges::min_element(all, {}, [](const auto& one) { return one.second.begun; }));
    all[sha256_hex(begun.binder)] = flow;
  });
  return begun;
}

// Each is good once, whatever becomes of it.
std::optional<Provider::Flow> Provider::take(std::string_view binder) {
  return flows_.with([&](auto& all) -> std::optional<Flow> {
    const auto found = all.find(sha256_hex(binder));
    if (found == all.end()) return std::nullopt;
    Flow flow = std::move(found->second);
    all.erase(found);
    return clock_.now() - flow.begun <= FlowLimits::kLife ? std::optional(std::move(flow)) : std::nullopt;
  });
}

Result<access::Person> Provider::finish(std::string_view binder, std::string_view state, std::string_view code) {
  const Turn turn(inside_);
  if (!turn.open()) return fail(Kind::Unavailable, "oidc.busy");
  const auto flow = take(binder);
  if (!flow || !equal_in_constant_time(flow->state, state)) return fail(Kind::Denied, "oidc.no_such_flow");
  if (code.empty()) return fail(Kind::Denied, "oidc.refused");
  auto endpoints = discover();
  if (!endpoints) return fail(std::move(endpoints));
  const std::string form = fmt::format(
      "grant_type=authorization_code&code={}&redirect_uri={}&client_id={}&code_verifier={}", web::percent_encode(code),
      web::percent_encode(settings_.redirect), web::percent_encode(settings_.client), flow->verifier);
  auto answer = fetch(endpoints->token, &form);
  if (!answer) return fail(std::move(answer));
  const auto document = object_in(*answer);
  if (!document) return fail(Kind::Environment, "oidc.bad_provider", "token_endpoint: no JSON object");
  auto jwks = fetch(endpoints->keys, nullptr);
  if (!jwks) return fail(std::move(jwks));
  auto keys = read_keys(*jwks);
  if (!keys) return fail(std::move(keys));
  return person_in(text_at(*document, "id_token"), *keys,
                   {.issuer = settings_.issuer,
                    .client = settings_.client,
                    .nonce = flow->nonce,
                    .name_claim = settings_.name_claim},
                   clock_.now());
}

}  // namespace huabiao::oidc
