// Which protocols a host accepts and what chain it shows, as JSON and back.

#include "monitor/record/fields.h"
#include "monitor/record/json_write.h"

namespace huabiao::monitor::record {

namespace {

constexpr std::size_t kNameBytes = 128;  // of an algorithm, an address
constexpr int kMostBits = 1 << 20;

std::optional<TlsAccepts> accepts_from(std::string_view name) {
  for (std::size_t i = 0; i < kTlsAcceptsNames.size(); ++i)
    if (kTlsAcceptsNames[i] == name) return static_cast<TlsAccepts>(i);
  return std::nullopt;
}

json::object shown_json(const ShownCertificate& one) {
  return {{"subject", text_json(one.subject)},
          {"issuer", text_json(one.issuer)},
          {"key", text_json(one.key)},
          {"key_bits", one.key_bits},
          {"signature", text_json(one.signature)},
          {"not_after", time_json(one.not_after)},
          {"self_issued", one.self_issued}};
}

ShownCertificate read_shown(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "chain", trouble);
  return {.subject = fields.text("subject"),
          .issuer = fields.text("issuer"),
          .key = fields.text("key", kNameBytes),
          .key_bits = fields.number<int>("key_bits", 0, kMostBits),
          .signature = fields.text("signature", kNameBytes),
          .not_after = fields.time("not_after"),
          .self_issued = fields.flag("self_issued")};
}

}  // namespace

json::object tls_set_json(const TlsSet& set) {
  json::object versions;
  for (const TlsVersion version : kTlsVersions) versions[to_string(version)] = to_string(accepts(set, version));
  json::array chain;
  for (const ShownCertificate& one : set.chain) chain.push_back(shown_json(one));
  return {{"address", text_json(set.address)},
          {"versions", std::move(versions)},
          {"chain", std::move(chain)},
          {"in_order", set.in_order},
          {"complete", set.complete}};
}

TlsSet read_tls_set_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "tls_set", trouble);
  TlsSet set;
  set.address = fields.text("address", kNameBytes);
  const Fields versions(fields.at("versions"), "versions", trouble);
  for (std::size_t i = 0; i < kTlsVersions.size(); ++i)
    set.versions.at(i) = versions.named(to_string(kTlsVersions.at(i)), accepts_from);
  set.chain = fields.list<ShownCertificate>("chain", TlsSet::kChain, read_shown);
  set.in_order = fields.flag("in_order");
  set.complete = fields.flag("complete");
  return set;
}

}  // namespace huabiao::monitor::record
