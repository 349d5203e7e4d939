#include <fmt/format.h>

#include "http/declaration_body.h"
#include "http/estate_json.h"
#include "http/json.h"
#include "http/query.h"
#include "http/sites_routes.h"
#include "web/host.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 5;

Answer declaration_answer(const SitePorts& ports, registry::DeclarationId id, int status) {
  const registry::AsOf now = registry::AsOf::at(ports.clock.now());
  auto declaration = ports.registry.declaration(id, now);
  if (!declaration) return fail(std::move(declaration));
  if (!*declaration) return fail(Kind::NotFound, "registry.no_such_declaration", std::to_string(id.value));
  Response response = json_answer(declaration_document(**declaration, organisation_names(ports.registry, now)), status);
  response.with("ETag", etag_of((*declaration)->recorded.from));
  if (status == 201) response.with("Location", fmt::format("/api/v1/declarations/{}", id.value));
  return response;
}

Answer create_declaration(const SitePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  auto body = body_object(request, kDepth);
  if (!body) return std::unexpected(std::move(body).error());
  std::vector<ProblemItem> faults;
  ObjectReader in(*body, "", faults);
  registry::Edit edit{.by = request.caller->account.name};
  registry::Declaration before;
  before.site.value = *site;
  const registry::Declaration value = read_declaration(in, before, edit, true);
  in.finish();
  if (!faults.empty()) return std::unexpected(bad_body(std::move(faults)));
  auto known = ports.registry.site(value.site, registry::AsOf::at(ports.clock.now()));
  if (!known) return fail(std::move(known));
  if (!*known) return fail(Kind::NotFound, "registry.no_such_site", std::to_string(*site));
  if (auto good = check_declaration(ports.registry, value, ports.clock.now()); !good) return fail(std::move(good));
  auto saved = ports.registry.save(value, edit);
  if (!saved) return fail(std::move(saved));
  return declaration_answer(ports, *saved, 201);
}

Answer edit_declaration(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto seen = if_match(request);
  if (!seen) return fail(std::move(seen));
  auto body = body_object(request, kDepth);
  if (!body) return std::unexpected(std::move(body).error());
  auto before = ports.registry.declaration({*id}, registry::AsOf::at(ports.clock.now()));
  if (!before) return fail(std::move(before));
  if (!*before) return fail(Kind::NotFound, "registry.no_such_declaration", std::to_string(*id));
  std::vector<ProblemItem> faults;
  ObjectReader in(*body, "", faults);
  registry::Edit edit{.by = request.caller->account.name, .seen = *seen};
  const registry::Declaration value = read_declaration(in, (*before)->value, edit, false);
  in.finish();
  if (!faults.empty()) return std::unexpected(bad_body(std::move(faults)));
  if (auto saved = ports.registry.save(value, edit); !saved) return fail(std::move(saved));
  return declaration_answer(ports, {*id}, 200);
}

Answer end_declaration(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto seen = if_match(request);
  if (!seen) return fail(std::move(seen));
  auto done = ports.registry.remove(registry::DeclarationId{*id}, {.by = request.caller->account.name, .seen = *seen});
  if (!done) return fail(std::move(done));
  return no_content();
}

registry::Contact read_contact(ObjectReader& in, registry::Contact value, bool is_new) {
  if (is_new) value.organisation.value = in.id("organisation").value.value_or(0);
  const auto take = [](const Field<std::string>& from, std::string& into) {
    if (from.given) into = from.value.value_or("");
  };
  take(in.string("name", {.min = 1, .max = 100, .required = is_new}), value.name);
  take(in.string("duty", {.max = 100}), value.duty);
  take(in.string("mail", {.max = 200}), value.mail);
  if (auto phones = in.strings("phones", 20, {.min = 1, .max = 50}); phones.value)
    value.phones = std::move(*phones.value);
  return value;
}

Answer contact_answer(const SitePorts& ports, registry::ContactId id, int status) {
  const registry::AsOf now = registry::AsOf::at(ports.clock.now());
  auto contact = ports.registry.contact(id, now);
  if (!contact) return fail(std::move(contact));
  if (!*contact) return fail(Kind::NotFound, "registry.no_such_contact", std::to_string(id.value));
  Response response = json_answer(contact_document(**contact, organisation_names(ports.registry, now)), status);
  response.with("ETag", etag_of((*contact)->recorded.from));
  if (status == 201) response.with("Location", fmt::format("/api/v1/contacts/{}", id.value));
  return response;
}

Answer create_contact(const SitePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  auto body = body_object(request, kDepth);
  if (!body) return std::unexpected(std::move(body).error());
  std::vector<ProblemItem> faults;
  ObjectReader in(*body, "", faults);
  registry::Contact before;
  before.site.value = *site;
  const registry::Contact value = read_contact(in, before, true);
  in.finish();
  if (!faults.empty()) return std::unexpected(bad_body(std::move(faults)));
  auto saved = ports.registry.save(value, {.by = request.caller->account.name});
  if (!saved) return fail(std::move(saved));
  return contact_answer(ports, *saved, 201);
}

Answer edit_contact(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto seen = if_match(request);
  if (!seen) return fail(std::move(seen));
  auto body = body_object(request, kDepth);
  if (!body) return std::unexpected(std::move(body).error());
  auto before = ports.registry.contact({*id}, registry::AsOf::at(ports.clock.now()));
  if (!before) return fail(std::move(before));
  if (!*before) return fail(Kind::NotFound, "registry.no_such_contact", std::to_string(*id));
  std::vector<ProblemItem> faults;
  ObjectReader in(*body, "", faults);
  const registry::Contact value = read_contact(in, (*before)->value, false);
  in.finish();
  if (!faults.empty()) return std::unexpected(bad_body(std::move(faults)));
  if (auto saved = ports.registry.save(value, {.by = request.caller->account.name, .seen = *seen}); !saved)
    return fail(std::move(saved));
  return contact_answer(ports, {*id}, 200);
}

Answer end_contact(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto seen = if_match(request);
  if (!seen) return fail(std::move(seen));
  auto done = ports.registry.remove(registry::ContactId{*id}, {.by = request.caller->account.name, .seen = *seen});
  if (!done) return fail(std::move(done));
  return no_content();
}

Answer get_domain(const SitePorts& ports, const Request& request) {
  auto host = web::parse_host(request.arguments.at(0));
  if (!host) return fail(std::move(host));
  auto sites = ports.registry.sites_on_host(host->ascii);
  if (!sites) return fail(std::move(sites));
  json::array items;
  for (const registry::KnownSite& site : *sites) items.push_back(named(site.id.value, site.name));
  return json_answer(
      json::object{{"ascii", text(host->ascii)}, {"unicode", text(host->unicode)}, {"sites", std::move(items)}});
}

}  // namespace

Routes declarations_routes(const SitePorts& ports) {
  const auto with = [ports](Answer (*handler)(const SitePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Post, "/api/v1/sites/{}/declarations", Wants::EditRegister, TakesBody::InMemory,
       with(create_declaration)},
      {Method::Patch, "/api/v1/declarations/{}", Wants::EditRegister, TakesBody::InMemory, with(edit_declaration)},
      {Method::Delete, "/api/v1/declarations/{}", Wants::EditRegister, TakesBody::No, with(end_declaration)},
      {Method::Post, "/api/v1/sites/{}/contacts", Wants::EditRegister, TakesBody::InMemory, with(create_contact)},
      {Method::Patch, "/api/v1/contacts/{}", Wants::EditRegister, TakesBody::InMemory, with(edit_contact)},
      {Method::Delete, "/api/v1/contacts/{}", Wants::EditRegister, TakesBody::No, with(end_contact)},
      {Method::Get, "/api/v1/domains/{}", Wants::See, TakesBody::No, with(get_domain)},
  };
}

}  // namespace huabiao::http
