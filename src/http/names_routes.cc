#include "http/names_routes.h"

#include <algorithm>

#include "http/declaration_body.h"
#include "http/json.h"
#include "http/query.h"
#include "web/host.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 3;

json::object expectation_document(const monitor::GivenExpectation& given) {
  return {{"host", text(given.host)},
          {"mode", monitor::to_string(given.expected.mode)},
          {"entries", texts(given.expected.entries)},
          {"by", text(given.by)},
          {"at", instant(given.at)}};
}

json::array answer_documents(const monitor::NameFacts& facts) {
  json::array out;
  for (const monitor::NameAnswer& one : facts.answers)
    out.push_back(json::object{{"resolver", text(one.resolver)},
                               {"a", monitor::to_string(one.four)},
                               {"aaaa", monitor::to_string(one.six)},
                               {"ns", monitor::to_string(one.zone)},
                               {"addresses", texts(one.addresses)},
                               {"aliases", texts(one.aliases)},
                               {"servers", texts(one.servers)},
                               {"ttl", one.ttl < 0 ? json::value(nullptr) : json::value(one.ttl)}});
  return out;
}

// The names a visited site declares. Empty: it declares none, or is not visited.
Result<std::vector<std::string>> hosts_of(const NamePorts& ports, std::int64_t site) {
  auto target = ports.registry.target({site});
  if (!target) return fail(std::move(target));
  std::vector<std::string> hosts;
  if (*target)
    for (const registry::DeclaredName& name : (*target)->names) hosts.push_back(name.ascii);
  std::ranges::sort(hosts);
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  return hosts;
}

Answer names_answer(const NamePorts& ports, std::int64_t site, int status = 200) {
  auto hosts = hosts_of(ports, site);
  if (!hosts) return fail(std::move(hosts));
  auto looks = ports.names.names_of(site);
  if (!looks) return fail(std::move(looks));
  auto given = ports.names.expectations_of(site);
  if (!given) return fail(std::move(given));
  json::array documents, history;
  for (const monitor::GivenExpectation& one : *given) history.push_back(expectation_document(one));
  for (const std::string& host : *hosts) {
    const auto look = std::ranges::find(*looks, host, &monitor::HostNames::host);
    const auto newest = std::ranges::find(*given, host, &monitor::GivenExpectation::host);
    const bool looked = look != looks->end();
    const bool expects = newest != given->end() && !newest->expected.entries.empty();
    documents.push_back(
        json::object{{"host", text(host)},
                     {"asked_at", looked ? instant(look->at) : json::value(nullptr)},
                     {"zone", text(looked ? look->facts.zone : std::string())},
                     {"answers", looked ? answer_documents(look->facts) : json::array()},
                     {"ipv6", looked ? json::value(json::string(monitor::to_string(look->facts.six))) : nullptr},
                     {"expected", expects ? json::value(expectation_document(*newest)) : nullptr}});
  }
  return json_answer(json::object{{"hosts", std::move(documents)}, {"history", std::move(history)}}, status);
}

// The id in the path, of a site of the register. Fails: as path_id; NotFound registry.no_such_site.
Result<std::int64_t> known_site(const NamePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto site = must_be(ports.registry.site({*id}, registry::AsOf::at(ports.clock.now())), "registry.no_such_site", *id);
  if (!site) return fail(std::move(site));
  return *id;
}

Answer get_names(const NamePorts& ports, const Request& request) {
  auto site = known_site(ports, request);
  if (!site) return fail(std::move(site));
  return names_answer(ports, *site);
}

struct Expectation {
  std::string host;
  monitor::ExpectedNames expected;
};

// An entry as answers are held against it: a canonical address, or a name in A-labels.
std::optional<std::string> read_entry(const std::string& typed) {
  auto host = web::parse_host(typed, web::HostRules::Link);
  if (!host) return std::nullopt;
  return std::move(host->ascii);
}

Expectation read_expectation(ObjectReader& in, const std::vector<std::string>& hosts) {
  Expectation read;
  in.string_into(read.host, "host", {.min = 1, .max = web::HostLimits::kNameBytes, .required = true});
  if (!read.host.empty() && std::ranges::find(hosts, read.host) == hosts.end())
    in.fault("host", read.host, {"本网站的域名", "one of the site's hosts"},
             {"该域名不属于本网站", "This is not a host of the site"});
  if (const auto mode = in.choice("mode", monitor::kExpectModeNames, true); mode.value)
    read.expected.mode = static_cast<monitor::ExpectMode>(*mode.value);
  const auto entries = in.strings("entries", monitor::NameLimits::kExpected,
                                  {.min = 1, .max = web::HostLimits::kNameBytes, .required = true});
  for (const std::string& typed : entries.value.value_or(std::vector<std::string>())) {
    if (auto entry = read_entry(typed))
      read.expected.entries.push_back(*std::move(entry));
    else
      in.fault("entries", typed, {"IP 地址或域名", "an IP address or a host name"},
               {"既不是 IP 地址也不是域名", "This is neither an IP address nor a host name"});
  }
  return read;
}

Answer expect_names(const NamePorts& ports, const Request& request) {
  auto site = known_site(ports, request);
  if (!site) return fail(std::move(site));
  auto hosts = hosts_of(ports, *site);
  if (!hosts) return fail(std::move(hosts));
  auto read = read_body(request, kDepth, [&](ObjectReader& in) { return read_expectation(in, *hosts); });
  if (!read) return std::unexpected(std::move(read).error());
  if (auto kept = ports.names.expect(*site, read->host, read->expected, request.caller->account.name); !kept)
    return fail(std::move(kept));
  return names_answer(ports, *site, 201);
}

}  // namespace

Routes names_routes(const NamePorts& ports) {
  const auto with = [ports](Answer (*handler)(const NamePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/sites/{}/names", Wants::See, Over::Site, TakesBody::No, with(get_names)},
      {Method::Post, "/api/v1/sites/{}/names", Wants::RunRounds, Over::Site, TakesBody::InMemory, with(expect_names)},
  };
}

}  // namespace huabiao::http
