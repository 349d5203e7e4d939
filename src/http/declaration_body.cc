#include "http/declaration_body.h"

#include <charconv>
#include <memory>
#include <unordered_map>

#include "http/query.h"
#include "registry/region.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::http {

namespace json = boost::json;

Result<registry::DeclaredName> read_name(std::string_view typed) {
  if (auto host = web::parse_host(typed))
    return registry::DeclaredName{std::move(host->ascii), std::move(host->unicode), 0};
  auto url = web::parse_address(typed);
  if (!url) return fail(std::move(url));
  auto host = web::parse_host(url->host);
  if (!host) return fail(std::move(host));
  return registry::DeclaredName{std::move(host->ascii), std::move(host->unicode), url->port};
}

namespace {

void read_names(ObjectReader& in, std::string_view key, std::vector<registry::DeclaredName>& into) {
  const auto typed = in.strings(key, 50, {.min = 1, .max = 300});
  if (!typed.value) return;
  into.clear();
  for (const std::string& one : *typed.value) {
    auto name = read_name(one);
    if (name)
      into.push_back(std::move(*name));
    else
      in.fault(key, one, {"域名，例如 www.example.gov.cn 或 示例.政务", "a domain name such as www.example.gov.cn"},
               {"不是可用的域名", "This is not a usable domain name"});
  }
}

}  // namespace

registry::Declaration read_declaration(ObjectReader& in, registry::Declaration value, registry::Edit& edit,
                                       bool is_new) {
  if (is_new) {
    const auto organisation = in.id("organisation", true);
    value.organisation.value = organisation.value.value_or(0);
  }
  in.string_into(value.department, "department", {.max = 200});
  in.string_into(value.contact, "contact", {.max = 100});
  in.string_into(value.remark, "remark", {.max = 1000, .lines = true});
  read_names(in, "ascii_domains", value.ascii_names);
  read_names(in, "chinese_domains", value.chinese_names);
  if (const auto mark = in.boolean("mark_hung"); mark.given) value.mark_hung = mark.value;
  if (auto phones = in.strings("phones", 20, {.min = 1, .max = 50}); phones.value)
    value.phones = std::move(*phones.value);
  read_effective(in, edit);
  return value;
}

Done check_declaration(registry::RegistryStore& store, const registry::Declaration& declaration, TimePoint now) {
  auto unit = store.organisation(declaration.organisation, registry::AsOf::at(now));
  if (!unit) return fail(std::move(unit));
  if (!*unit)
    return fail(Kind::NotFound, "registry.no_such_organisation", std::to_string(declaration.organisation.value));
  for (const registry::DeclaredName& name : declaration.ascii_names) {
    auto sites = store.sites_on_host(name.ascii);
    if (!sites) return fail(std::move(sites));
    for (const registry::KnownSite& site : *sites)
      if (site.id != declaration.site) return fail(Kind::Conflict, "registry.domain_taken", name.ascii, site.name);
  }
  return {};
}

Error discreet(Error error, const registry::Reach& reach) {
  if (!reach.everywhere && error.code == "registry.domain_taken") error.expected.clear();
  return error;
}

void read_region(ObjectReader& in, std::string& region) {
  const auto code = in.string("region", {.max = 6, .nullable = true});
  if (!code.given) return;
  if (code.value && !code.value->empty() && !registry::is_region_code(*code.value))
    in.fault("region", *code.value, {"六位行政区划代码", "a GB/T 2260 code of six digits"},
             {"不是行政区划代码", "This is not a region code"});
  region = code.value.value_or("");
}

void read_effective(ObjectReader& in, registry::Edit& edit) {
  if (const auto from = in.instant("effective_from"); from.value) edit.effective.from = *from.value;
}

OrganisationNames organisation_names(registry::RegistryStore& store, const registry::AsOf& as_of) {
  const auto known = std::make_shared<std::unordered_map<std::int64_t, std::string>>();
  return [&store, as_of, known](registry::OrganisationId id) {
    const auto [at, fresh] = known->try_emplace(id.value);
    if (fresh)
      if (auto unit = store.organisation(id, as_of); unit && *unit) at->second = (*unit)->value.name;
    return at->second;
  };
}

json::object page_document(json::array items, std::string_view next, std::int64_t total) {
  return {{"items", std::move(items)},
          {"next_cursor", next.empty() ? json::value(nullptr) : json::value(next)},
          {"total", total}};
}

Done must_hold(access::Bounds& bounds, const registry::Reach& reach, access::RecordKind kind, std::int64_t id) {
  auto held = bounds.holds(reach, kind, id);
  if (!held) return fail(std::move(held));
  return *held ? Done() : fail(Kind::Denied, "http.beyond_reach", std::to_string(id));
}

Done must_hold_region(const registry::Reach& reach, std::string_view code) {
  return reach.holds_region(code) ? Done() : fail(Kind::Denied, "http.beyond_reach", std::string(code));
}

Result<Edited> edited_record(const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto seen = if_match(request);
  if (!seen) return fail(std::move(seen));
  return Edited{*id, *seen};
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace huabiao::http
