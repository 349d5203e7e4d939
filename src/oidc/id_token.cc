#include "oidc/id_token.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "oidc/document.h"

namespace huabiao::oidc {
namespace {

namespace json = boost::json;

std::optional<TimePoint> time_at(const json::object& claims, std::string_view key) {
  constexpr double kMost = 1e11;  // seconds; beyond it nothing is meant
  const json::value* const found = claims.if_contains(key);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  const auto seconds = found->to_number<double>();
  if (!(seconds >= 0 && seconds < kMost)) return std::nullopt;
  return from_millis(static_cast<std::int64_t>(seconds) * 1'000);
}

bool is_for(const json::object& claims, const std::string& client) {
  const json::value* const audience = claims.if_contains("aud");
  if (audience == nullptr) return false;
  if (audience->is_string()) return audience->get_string() == client;
  if (!audience->is_array()) return false;
  const json::array& all = audience->get_array();
  const bool named =
      std::ranges::any_of(all, [&](const json::value& one) { return one.is_string() && one.get_string() == client; });
  return named && (all.size() == 1 || text_at(claims, "azp") == client);
}

}  // namespace

Result<access::Person> person_in(std::string_view id_token, const std::vector<SigningKey>& keys,
                                 const Expected& expected, TimePoint now) {
  auto token = read_token(id_token);
  if (!token) return fail(std::move(token));
  const json::object& claims = token->claims;
  const auto denied = [](std::string_view code) { return fail(Kind::Denied, code); };
  if (!holds(*token, keys)) return denied("oidc.bad_signature");
  if (text_at(claims, "iss") != expected.issuer) return denied("oidc.wrong_issuer");
  if (!is_for(claims, expected.client)) return denied("oidc.wrong_audience");
  if (expected.nonce.empty() || !equal_in_constant_time(text_at(claims, "nonce"), expected.nonce))
    return denied("oidc.wrong_nonce");
  const auto ends = time_at(claims, "exp"), issued = time_at(claims, "iat");
  const bool fresh = ends && now < *ends + expected.leeway && issued && *issued <= now + expected.leeway &&
                     now - *issued <= expected.oldest;
  if (!fresh) return denied("oidc.token_ended");
  access::Person person{text_at(claims, "sub"), text_at(claims, expected.name_claim), text_at(claims, "name")};
  constexpr std::size_t kMostSubject = 255;  // OpenID Connect Core 1.0, 2
  if (person.subject.empty() || person.subject.size() > kMostSubject) return denied("oidc.no_subject");
  return person;
}

}  // namespace huabiao::oidc
