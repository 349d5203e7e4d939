#include "http/tls_routes.h"

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;

json::object shown_document(const monitor::ShownCertificate& one) {
  return {{"subject", text(one.subject)}, {"issuer", text(one.issuer)},       {"key", text(one.key)},
          {"key_bits", one.key_bits},     {"signature", text(one.signature)}, {"not_after", instant(one.not_after)}};
}

json::object host_document(const monitor::KeptTlsSet& kept) {
  json::array versions, chain;
  for (const monitor::TlsVersion version : monitor::kTlsVersions)
    versions.push_back(json::object{{"version", monitor::to_string(version)},
                                    {"answer", monitor::to_string(monitor::accepts(kept.set, version))}});
  for (const monitor::ShownCertificate& one : kept.set.chain) chain.push_back(shown_document(one));
  return {{"host", text(kept.host)},         {"at", instant(kept.at)},    {"address", text(kept.set.address)},
          {"versions", std::move(versions)}, {"chain", std::move(chain)}, {"in_order", kept.set.in_order},
          {"complete", kept.set.complete}};
}

Answer get_tls(const TlsPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto site = must_be(ports.registry.site({*id}, registry::AsOf::at(ports.clock.now())), "registry.no_such_site", *id);
  if (!site) return fail(std::move(site));
  auto sets = ports.tls.tls_sets_of(*id);
  if (!sets) return fail(std::move(sets));
  json::array hosts;
  for (const monitor::KeptTlsSet& kept : *sets) hosts.push_back(host_document(kept));
  return json_answer(json::object{{"hosts", std::move(hosts)}});
}

}  // namespace

Routes tls_routes(const TlsPorts& ports) {
  return {{Method::Get, "/api/v1/sites/{}/tls", Wants::See, Over::Site, TakesBody::No,
           [ports](const Request& request) { return get_tls(ports, request); }}};
}

}  // namespace huabiao::http
