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

Result<registry::Versioned<registry::Declaration>> declaration_now(const SitePorts& ports, registry::DeclarationId id) {
  return must_be(ports.registry.declaration(id, registry::AsOf::at(ports.clock.now())), "registry.no_such_declaration",
                 id.value);
}

Answer declaration_answer(const SitePorts& ports, registry::DeclarationId id, int status) {
  auto declaration = declaration_now(ports, id);
  if (!declaration) return fail(std::move(declaration));
  const auto names = organisation_names(ports.registry, registry::AsOf::at(ports.clock.now()));
  Response response = json_answer(declaration_document(*declaration, names), status);
  response.with("ETag", etag_of(declaration->recorded.from));
  if (status == 201) response.with("Location", fmt::format("/api/v1/declarations/{}", id.value));
  return response;
}

Answer create_declaration(const SitePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  registry::Edit edit{.by = request.caller->account.name};
  registry::Declaration before;
  before.site.value = *site;
  auto value = read_body(request, kDepth, [&](ObjectReader& in) { return read_declaration(in, before, edit, true); });
  if (!value) return std::unexpected(std::move(value).error());
  const TimePoint now = ports.clock.now();
  auto known = must_be(ports.registry.site(value->site, registry::AsOf::at(now)), "registry.no_such_site", *site);
  if (!known) return fail(std::move(known));
  if (auto held = must_hold(ports.bounds, request.reach, access::RecordKind::Organisation, value->organisation.value);
      !held)
    return fail(std::move(held));
  if (auto good = check_declaration(ports.registry, *value, now); !good)
    return std::unexpected<Failure>(discreet(std::move(good).error(), request.reach));
  auto saved = ports.registry.save(*value, edit);
  if (!saved) return std::unexpected<Failure>(discreet(std::move(saved).error(), request.reach));
  return declaration_answer(ports, *saved, 201);
}

Answer edit_declaration(const SitePorts& ports, const Request& request) {
  auto record = edited_record(request);
  if (!record) return fail(std::move(record));
  auto before = declaration_now(ports, {record->id});
  if (!before) return fail(std::move(before));
  registry::Edit edit{.by = request.caller->account.name, .seen = record->seen};
  auto value =
      read_body(request, kDepth, [&](ObjectReader& in) { return read_declaration(in, before->value, edit, false); });
  if (!value) return std::unexpected(std::move(value).error());
  if (auto saved = ports.registry.save(*value, edit); !saved)
    return std::unexpected<Failure>(discreet(std::move(saved).error(), request.reach));
  return declaration_answer(ports, {record->id}, 200);
}

registry::Contact read_contact(ObjectReader& in, registry::Contact value, bool is_new) {
  if (is_new) value.organisation.value = in.id("organisation").value.value_or(0);
  in.string_into(value.name, "name", {.min = 1, .max = 100, .required = is_new});
  in.string_into(value.duty, "duty", {.max = 100});
  in.string_into(value.mail, "mail", {.max = 200});
  if (auto phones = in.strings("phones", 20, {.min = 1, .max = 50}); phones.value)
    value.phones = std::move(*phones.value);
  return value;
}

Result<registry::Versioned<registry::Contact>> contact_now(const SitePorts& ports, registry::ContactId id) {
  return must_be(ports.registry.contact(id, registry::AsOf::at(ports.clock.now())), "registry.no_such_contact",
                 id.value);
}

Answer contact_answer(const SitePorts& ports, registry::ContactId id, int status) {
  auto contact = contact_now(ports, id);
  if (!contact) return fail(std::move(contact));
  const auto names = organisation_names(ports.registry, registry::AsOf::at(ports.clock.now()));
  Response response = json_answer(contact_document(*contact, names), status);
  response.with("ETag", etag_of(contact->recorded.from));
  if (status == 201) response.with("Location", fmt::format("/api/v1/contacts/{}", id.value));
  return response;
}

Answer create_contact(const SitePorts& ports, const Request& request) {
  auto site = path_id(request);
  if (!site) return fail(std::move(site));
  registry::Contact before;
  before.site.value = *site;
  auto value = read_body(request, kDepth, [&](ObjectReader& in) { return read_contact(in, before, true); });
  if (!value) return std::unexpected(std::move(value).error());
  if (auto held = must_hold(ports.bounds, request.reach, access::RecordKind::Organisation, value->organisation.value);
      !held)
    return fail(std::move(held));
  auto saved = ports.registry.save(*value, {.by = request.caller->account.name});
  if (!saved) return fail(std::move(saved));
  return contact_answer(ports, *saved, 201);
}

Answer edit_contact(const SitePorts& ports, const Request& request) {
  auto record = edited_record(request);
  if (!record) return fail(std::move(record));
  auto before = contact_now(ports, {record->id});
  if (!before) return fail(std::move(before));
  auto value = read_body(request, kDepth, [&](ObjectReader& in) { return read_contact(in, before->value, false); });
  if (!value) return std::unexpected(std::move(value).error());
  auto saved = ports.registry.save(*value, {.by = request.caller->account.name, .seen = record->seen});
  if (!saved) return fail(std::move(saved));
  return contact_answer(ports, {record->id}, 200);
}

Answer get_declaration(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  return id ? declaration_answer(ports, {*id}, 200) : fail(std::move(id));
}

Answer get_contact(const SitePorts& ports, const Request& request) {
  auto id = path_id(request);
  return id ? contact_answer(ports, {*id}, 200) : fail(std::move(id));
}

template <class Id>
Answer end(const SitePorts& ports, const Request& request) {
  return end_record<Id>(ports.registry, request);
}

Answer get_domain(const SitePorts& ports, const Request& request) {
  auto host = web::parse_host(request.arguments.at(0));
  if (!host) return fail(std::move(host));
  auto sites = ports.registry.sites_on_host(host->ascii);
  if (!sites) return fail(std::move(sites));
  json::array items;
  for (const registry::KnownSite& site : *sites) {
    auto held = ports.bounds.holds(request.reach, access::RecordKind::Site, site.id.value);
    if (!held) return fail(std::move(held));
    if (*held) items.push_back(named(site.id.value, site.name));
  }
  return json_answer(
      json::object{{"ascii", text(host->ascii)}, {"unicode", text(host->unicode)}, {"sites", std::move(items)}});
}

}  // namespace

Routes declarations_routes(const SitePorts& ports) {
  const auto with = [ports](Answer (*handler)(const SitePorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Post, "/api/v1/sites/{}/declarations", Wants::EditRegister, Over::Site, TakesBody::InMemory,
       with(create_declaration)},
      {Method::Get, "/api/v1/declarations/{}", Wants::See, Over::Declaration, TakesBody::No, with(get_declaration)},
      {Method::Patch, "/api/v1/declarations/{}", Wants::EditRegister, Over::Declaration, TakesBody::InMemory,
       with(edit_declaration)},
      {Method::Delete, "/api/v1/declarations/{}", Wants::EditRegister, Over::Declaration, TakesBody::No,
       with(end<registry::DeclarationId>)},
      {Method::Post, "/api/v1/sites/{}/contacts", Wants::EditRegister, Over::Site, TakesBody::InMemory,
       with(create_contact)},
      {Method::Get, "/api/v1/contacts/{}", Wants::See, Over::Contact, TakesBody::No, with(get_contact)},
      {Method::Patch, "/api/v1/contacts/{}", Wants::EditRegister, Over::Contact, TakesBody::InMemory,
       with(edit_contact)},
      {Method::Delete, "/api/v1/contacts/{}", Wants::EditRegister, Over::Contact, TakesBody::No,
       with(end<registry::ContactId>)},
      {Method::Get, "/api/v1/domains/{}", Wants::See, Over::Reach, TakesBody::No, with(get_domain)},
  };
}

}  // namespace huabiao::http
