#include "http/registration_routes.h"

#include <algorithm>
#include <map>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"
#include "web/host.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
using Hosts = std::map<std::string, std::vector<std::string>>;  // by registrable domain

// What a registry says of a domain it has a record of; null of others.
json::value said_document(const monitor::RegistrationFacts& facts) {
  if (facts.outcome != monitor::RegistrationOutcome::Registered) return nullptr;
  return json::object{{"registered", instant(facts.said.registered)}, {"expires", instant(facts.said.expires)},
                      {"changed", instant(facts.said.changed)},       {"statuses", texts(facts.said.statuses)},
                      {"registrar", text(facts.said.registrar)},      {"servers", texts(facts.said.servers)}};
}

json::object interval_document(const monitor::RegistrationInterval& one) {
  return {{"from", instant(one.from)},
          {"to", instant(one.to)},
          {"outcome", monitor::to_string(one.facts.outcome)},
          {"server", text(one.facts.server)},
          {"said", said_document(one.facts)}};
}

json::value look_document(const monitor::DomainLook& look) {
  return json::object{{"at", instant(look.at)},
                      {"outcome", monitor::to_string(look.facts.outcome)},
                      {"server", text(look.facts.server)},
                      {"reason", text(look.facts.reason)},
                      {"due", instant(look.due)}};
}

Hosts hosts_of(const registry::SiteTarget& site) {
  Hosts hosts;
  for (const registry::DeclaredName& name : site.names)
    if (const std::string domain = web::registrable_domain(name.ascii); !domain.empty()) {
      std::vector<std::string>& own = hosts[domain];
      if (std::ranges::find(own, name.ascii) == own.end()) own.push_back(name.ascii);
    }
  return hosts;
}

Result<json::object> domain_document(const RegistrationPorts& ports, const std::string& domain,
                                     const std::vector<std::string>& hosts) {
  auto look = ports.registrations.look(domain);
  if (!look) return fail(std::move(look));
  auto intervals = ports.registrations.intervals(domain);
  if (!intervals) return fail(std::move(intervals));
  json::array history;
  for (const monitor::RegistrationInterval& one : *intervals) history.push_back(interval_document(one));
  return json::object{{"domain", text(domain)},
                      {"hosts", texts(hosts)},
                      {"look", *look ? look_document(**look) : json::value(nullptr)},
                      {"said", intervals->empty() ? json::value(nullptr) : said_document(intervals->front().facts)},
                      {"history", std::move(history)}};
}

Answer get_registration(const RegistrationPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto site = must_be(ports.registry.site({*id}, registry::AsOf::at(ports.clock.now())), "registry.no_such_site", *id);
  if (!site) return fail(std::move(site));
  auto target = ports.registry.target({*id});
  if (!target) return fail(std::move(target));
  json::array domains;
  if (*target)
    for (const auto& [domain, hosts] : hosts_of(**target)) {
      auto document = domain_document(ports, domain, hosts);
      if (!document) return fail(std::move(document));
      domains.push_back(*std::move(document));
    }
  return json_answer(json::object{{"domains", std::move(domains)}});
}

}  // namespace

Routes registration_routes(const RegistrationPorts& ports) {
  return {{Method::Get, "/api/v1/sites/{}/registration", Wants::See, Over::Site, TakesBody::No,
           [ports](const Request& request) { return get_registration(ports, request); }}};
}

}  // namespace huabiao::http
