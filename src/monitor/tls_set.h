#pragma once
// TlsSet: which versions of TLS a host accepts, and what is to be said of the chain it shows beside what every visit
// sees of it. Values.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace huabiao::monitor {

enum class TlsVersion : std::uint8_t { Tls10, Tls11, Tls12, Tls13 };
inline constexpr std::array kTlsVersions = {TlsVersion::Tls10, TlsVersion::Tls11, TlsVersion::Tls12, TlsVersion::Tls13};
inline constexpr std::array<std::string_view, kTlsVersions.size()> kTlsVersionNames = {"TLSv1", "TLSv1.1", "TLSv1.2",
                                                                                       "TLSv1.3"};
constexpr std::string_view to_string(TlsVersion version) {
  return kTlsVersionNames[static_cast<std::size_t>(version)];
}

// Refused: the host heard us and would not. NotTried, Silent: nothing is known.
enum class TlsAccepts : std::uint8_t { NotTried, Accepted, Refused, Silent };
inline constexpr std::array<std::string_view, 4> kTlsAcceptsNames = {"not_tried", "accepted", "refused", "silent"};
constexpr std::string_view to_string(TlsAccepts accepts) {
  return kTlsAcceptsNames[static_cast<std::size_t>(accepts)];
}

struct ShownCertificate {
  std::string subject, issuer;  // one line, RFC 2253
  std::string key;              // "RSA", "EC", "SM2", ...; empty: cannot be read
  int key_bits = 0;
  std::string signature;  // "sha256WithRSAEncryption"; empty: cannot be read
  TimePoint not_after{};
  bool self_issued = false;  // subject and issuer are the same
  bool operator==(const ShownCertificate&) const = default;
};

struct TlsSet {
  static constexpr std::size_t kChain = 10;  // certificates kept
  std::string address;                       // who was asked
  std::array<TlsAccepts, kTlsVersions.size()> versions{};
  std::vector<ShownCertificate> chain;  // as served, leaf first
  bool in_order = true;                 // each is issued by the next
  bool complete = true;                 // false: an issuer is neither served nor trusted, and the last served names one
  bool operator==(const TlsSet&) const = default;
};
inline TlsAccepts accepts(const TlsSet& set, TlsVersion version) {
  return set.versions[static_cast<std::size_t>(version)];
}
inline bool answered(const TlsSet& set) {
  return std::ranges::any_of(set.versions, [](TlsAccepts one) { return one == TlsAccepts::Accepted; });
}

// Rules of findings that only the look at the protocol set can make and clear.
inline constexpr std::array<std::string_view, 5> kTlsSetRules = {
    "certificate.obsolete-protocol", "certificate.chain-incomplete", "certificate.chain-disorder",
    "certificate.weak-key", "certificate.weak-signature"};

}  // namespace huabiao::monitor
