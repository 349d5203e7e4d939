#include "access/vantage_gate.h"

#include <algorithm>

#include "base/digest.h"

namespace huabiao::access {
namespace {

// So that a token lying about says what it is, to people and to programs that look for secrets.
constexpr std::string_view kTokenMark = "hbvantage_";

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= VantageRules::kNameBytes && name != kLocalVantage && name.front() != '-' &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_version(std::string_view version) {
  return version.size() <= VantageRules::kVersionBytes &&
         std::ranges::all_of(version, [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

Result<std::string> VantageGate::add(std::string_view name, std::string_view by) {
  if (!is_name(name))
    return fail(Kind::Invalid, "vantage.bad_name", std::string(name.substr(0, VantageRules::kNameBytes * 2)),
                "a-z 0-9 -, 1..40");
  std::string token = std::string(kTokenMark) + random_hex(VantageRules::kTokenBytes);
  VantagePoint vantage;
  vantage.name = name;
  vantage.token_hash = sha256_hex(token);
  vantage.added = clock_.now();
  vantage.added_by = by;
  if (auto added = store_.add(vantage, VantageRules::kMost); !added) return fail(std::move(added));
  return token;
}

Done VantageGate::remove(std::string_view name) {
  auto removed = store_.remove(name);
  if (!removed) return fail(std::move(removed));
  if (!*removed) return fail(Kind::NotFound, "vantage.none", std::string(name.substr(0, VantageRules::kNameBytes * 2)));
  return {};
}

Result<VantagePoint> VantageGate::recognise(std::string_view token) {
  const std::string hash = sha256_hex(token);
  auto vantage = store_.vantage_of(hash);
  if (!vantage) return fail(std::move(vantage));
  if (!*vantage || !equal_in_constant_time((*vantage)->token_hash, hash))
    return fail(Kind::Unauthenticated, "vantage.bad_token");
  return **std::move(vantage);
}

void VantageGate::heard(const VantagePoint& vantage, std::string_view version) {
  const TimePoint now = clock_.now();
  const std::string_view told = is_version(version) ? version : std::string_view();
  const bool fresh = vantage.heard && now >= *vantage.heard && now - *vantage.heard < VantageRules::kHeardEvery &&
                     vantage.version == told;
  if (!fresh) (void)store_.heard(vantage.name, told, now);
}

}  // namespace huabiao::access
