#include "http/accounts_routes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "http/declaration_body.h"
#include "http/grant_document.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 4;
constexpr std::array<std::string_view, 2> kStates = {"active", "disabled"};

json::object account_document(const AccountPorts& ports, const access::Account& account,
                              std::span<const access::Grant> grants) {
  // What cannot be read now is shown as none: it decides nothing here.
  const auto found = ports.links.link_of(account.id);
  const access::Link link = found && *found ? **found : access::Link{};
  json::value organisation(nullptr);
  if (account.organisation != 0) {
    const auto unit = ports.registry.organisation({account.organisation}, registry::AsOf::at(ports.clock.now()));
    organisation = named(account.organisation, unit && *unit ? (*unit)->value.name : "");
  }
  return {{"id", account.id.value},
          {"name", text(account.name)},
          {"display_name", text(account.full_name)},
          {"organisation", std::move(organisation)},
          {"source", access::kSourceNames.at(static_cast<std::size_t>(link.source))},
          {"subject", link.subject.empty() ? json::value(nullptr) : json::value(text(link.subject))},
          {"state", kStates[static_cast<std::size_t>(account.state)]},
          {"must_change_password", account.must_change_password},
          {"created_at", instant(account.created)},
          {"last_sign_in_at", instant(account.last_sign_in)},
          {"grants", grants_document(ports.registry, ports.clock, grants)}};
}

// Fails: NotFound access.no_such_account.
Result<access::Account> find(const AccountPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  return must_be(ports.accounts.account({*id}), "access.no_such_account", *id);
}

// Everything the account ever held.
Answer account_answer(const AccountPorts& ports, access::AccountId id, int status = 200) {
  auto account = must_be(ports.accounts.account(id), "access.no_such_account", id.value);
  if (!account) return fail(std::move(account));
  auto grants = ports.grants.grants(id);
  if (!grants) return fail(std::move(grants));
  Response response = json_answer(account_document(ports, *account, *grants), status);
  if (status == 201) response.with("Location", fmt::format("/api/v1/accounts/{}", id.value));
  return response;
}

// By name, each with what it holds now; the cursor is the last name shown.
Answer list_accounts(const AccountPorts& ports, const Request& request) {
  QueryReader in(request);
  const std::string wanted = in.text("q", 100), cursor = in.cursor();
  const std::size_t limit = in.limit();
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  auto all = ports.accounts.accounts();
  if (!all) return fail(std::move(all));
  std::erase_if(*all, [&](const access::Account& one) {
    return one.name.find(wanted) == std::string::npos && one.full_name.find(wanted) == std::string::npos;
  });
  json::array items;
  std::string next, last;
  for (const access::Account& one : *all) {
    if (!cursor.empty() && one.name <= cursor) continue;
    if (items.size() == limit) {
      next = last;
      break;
    }
    auto grants = ports.grants.in_force(one.id);
    if (!grants) return fail(std::move(grants));
    items.push_back(account_document(ports, one, *grants));
    last = one.name;
  }
  return json_answer(page_document(std::move(items), next, static_cast<std::int64_t>(all->size())));
}

Answer get_account(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  return account_answer(ports, account->id);
}

Done check_organisation(const AccountPorts& ports, std::int64_t id) {
  if (id == 0) return {};
  auto unit = must_be(ports.registry.organisation({id}, registry::AsOf::at(ports.clock.now())),
                      "registry.no_such_organisation", id);
  return unit ? Done() : fail(std::move(unit));
}

// The secret is in this answer and nowhere else.
Answer secret_answer(const access::NewSecret& secret, int status) {
  const json::value told = secret.secret.empty() ? json::value(nullptr) : json::value(secret.secret);
  return json_answer(json::object{{"account", text(secret.account)}, {"secret", told}}, status);
}

Answer create_account(const AccountPorts& ports, const Request& request) {
  struct Fresh {
    std::string name, full_name;
    std::int64_t organisation = 0;
    access::Link link;
  };
  auto fresh = read_body(request, kDepth, [](ObjectReader& in) {
    Fresh out;
    out.name = in.string("name", {.min = 1, .max = 64, .required = true}).value.value_or("");
    in.string_into(out.full_name, "display_name", {.max = 100});
    out.organisation = in.id("organisation").value.value_or(0);
    out.link.source = static_cast<access::Source>(in.choice("source", access::kSourceNames).value.value_or(0));
    in.string_into(out.link.subject, "subject", {.max = 255});
    return out;
  });
  if (!fresh) return std::unexpected(std::move(fresh).error());
  if (auto known = check_organisation(ports, fresh->organisation); !known) return fail(std::move(known));
  if (fresh->link.source != access::Source::Local) {
    auto made = ports.personnel.create(fresh->name, fresh->full_name, fresh->organisation, fresh->link);
    if (!made) return fail(std::move(made));
    return secret_answer({fresh->name, {}}, 201);
  }
  auto secret = ports.personnel.create(fresh->name, fresh->full_name, fresh->organisation);
  if (!secret) return fail(std::move(secret));
  return secret_answer(*secret, 201);
}

Answer edit_account(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  auto edit = read_body(request, kDepth, [](ObjectReader& in) {
    access::AccountEdit out;
    out.full_name = in.string("display_name", {.max = 100}).value;
    if (const auto organisation = in.id("organisation"); organisation.given)
      out.organisation = organisation.value.value_or(0);
    if (const auto state = in.choice("state", kStates).value) out.state = static_cast<access::AccountState>(*state);
    return out;
  });
  if (!edit) return std::unexpected(std::move(edit).error());
  if (auto known = check_organisation(ports, edit->organisation.value_or(0)); !known) return fail(std::move(known));
  auto done = ports.personnel.edit(account->id, *edit, request.caller->account.id);
  if (!done) return fail(std::move(done));
  return account_answer(ports, account->id);
}

Answer renew_secret(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  auto secret = ports.personnel.renew_secret(account->id, request.caller->account.id);
  if (!secret) return fail(std::move(secret));
  return secret_answer(*secret, 200);
}

Answer end_sessions(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  if (auto done = ports.personnel.end_sessions(account->id); !done) return fail(std::move(done));
  return no_content();
}

Answer reset_factor(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  if (auto done = ports.personnel.reset_factor(account->id, request.caller->account.id); !done)
    return fail(std::move(done));
  return no_content();
}

Answer grant_role(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  auto wanted = read_body(request, kDepth, [](ObjectReader& in) {
    access::Grant out;
    out.role = static_cast<access::Role>(in.choice("role", access::kRoleNames, true).value.value_or(0));
    out.scope = read_scope(in);
    if (const auto from = in.instant("from").value) out.from = *from;
    out.until = in.instant("until").value;
    in.string_into(out.reason, "reason", {.max = 300});
    return out;
  });
  if (!wanted) return std::unexpected(std::move(wanted).error());
  if (auto known = scope_exists(ports.registry, ports.clock, wanted->scope); !known) return fail(std::move(known));
  wanted->account = account->id;
  auto id = ports.personnel.grant(*wanted, request.caller->account);
  if (!id) return fail(std::move(id));
  return account_answer(ports, account->id, 201);
}

Answer get_grant(const AccountPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  auto grant = must_be(ports.grants.grant({*id}), "access.no_such_grant", *id);
  if (!grant) return fail(std::move(grant));
  return json_answer(grants_document(ports.registry, ports.clock, std::span(&*grant, 1)).at(0));
}

Answer withdraw_grant(const AccountPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  if (auto done = ports.personnel.withdraw({*id}, request.caller->account); !done) return fail(std::move(done));
  return no_content();
}

Answer hand_over(const AccountPorts& ports, const Request& request) {
  auto account = find(ports, request);
  if (!account) return fail(std::move(account));
  struct To {
    std::int64_t account = 0;
    std::string reason;
  };
  auto to = read_body(request, kDepth, [](ObjectReader& in) {
    To out;
    out.account = in.id("to", true).value.value_or(0);
    in.string_into(out.reason, "reason", {.max = 300});
    return out;
  });
  if (!to) return std::unexpected(std::move(to).error());
  auto done = ports.personnel.hand_over(account->id, {to->account}, request.caller->account, to->reason);
  if (!done) return fail(std::move(done));
  return account_answer(ports, {to->account});
}

// What a grant may be over, by part of its name: to be chosen by those who need not see the register itself.
Answer list_scopes(const AccountPorts& ports, const Request& request) {
  constexpr std::array<std::string_view, 3> kKinds = {"region", "organisation", "site"};
  constexpr std::size_t kMost = 20;
  QueryReader in(request);
  in.need("kind");
  const std::size_t kind = in.choice("kind", kKinds).value_or(0);
  const std::string wanted = in.text("q", 200);
  if (auto bad = in.fault()) return std::unexpected(std::move(*bad));
  json::array items;
  const auto add = [&](std::int64_t id, std::string_view code, std::string_view name) {
    if (items.size() < kMost)
      items.push_back({{"id", id == 0 ? json::value(nullptr) : json::value(id)},
                       {"code", code.empty() ? json::value(nullptr) : json::value(text(code))},
                       {"name", text(name)}});
  };
  if (kind == 0) {
    auto regions = ports.registry.regions();
    if (!regions) return fail(std::move(regions));
    for (const registry::Region& one : *regions)
      if (one.name.find(wanted) != std::string::npos || one.code.starts_with(wanted)) add(0, one.code, one.name);
  } else if (kind == 1) {
    auto units = ports.registry.organisations({.text = wanted, .region = {}, .cursor = {}, .limit = kMost});
    if (!units) return fail(std::move(units));
    for (const auto& one : units->rows) add(one.value.id.value, {}, one.value.name);
  } else {
    auto sites = ports.estate.list_sites({.text = wanted, .limit = kMost});
    if (!sites) return fail(std::move(sites));
    for (const monitor::SiteSummary& one : sites->rows) add(one.id.value, {}, one.name);
  }
  return json_answer(json::object{{"items", std::move(items)}});
}

Answer list_roles(const Request&) {
  json::array items;
  for (std::size_t i = 0; i < access::kRoleNames.size(); ++i) {
    json::array abilities;
    const access::Abilities may = access::abilities_of(static_cast<access::Role>(i));
    for (std::size_t j = 0; j < access::kAbilityNames.size(); ++j)
      if (may.has(static_cast<access::Ability>(j))) abilities.push_back(json::value(access::kAbilityNames[j]));
    items.push_back({{"role", access::kRoleNames[i]},
                     {"administrator", access::is_administrator(static_cast<access::Role>(i))},
                     {"abilities", std::move(abilities)}});
  }
  return json_answer(json::object{{"items", std::move(items)}});
}

}  // namespace

Routes accounts_routes(const AccountPorts& ports) {
  const auto with = [ports](Answer (*handler)(const AccountPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  constexpr Over kPlatform = Over::Everything;  // administrators' grants have no other scope
  return {
      {Method::Get, "/api/v1/roles", Wants::Known, Over::Nothing, TakesBody::No, list_roles},
      {Method::Get, "/api/v1/scopes", Wants::SeeAccounts, kPlatform, TakesBody::No, with(list_scopes)},
      {Method::Get, "/api/v1/accounts", Wants::SeeAccounts, kPlatform, TakesBody::No, with(list_accounts)},
      {Method::Post, "/api/v1/accounts", Wants::ManageAccounts, kPlatform, TakesBody::InMemory, with(create_account)},
      {Method::Get, "/api/v1/accounts/{}", Wants::SeeAccounts, kPlatform, TakesBody::No, with(get_account)},
      {Method::Patch, "/api/v1/accounts/{}", Wants::ManageAccounts, kPlatform, TakesBody::InMemory, with(edit_account)},
      {Method::Post, "/api/v1/accounts/{}/secret", Wants::ManageAccounts, kPlatform, TakesBody::No, with(renew_secret)},
      {Method::Delete, "/api/v1/accounts/{}/sessions", Wants::ManageAccounts, kPlatform, TakesBody::No,
       with(end_sessions)},
      {Method::Delete, "/api/v1/accounts/{}/factor", Wants::ManageAccounts, kPlatform, TakesBody::No,
       with(reset_factor)},
      {Method::Post, "/api/v1/accounts/{}/grants", Wants::GrantRoles, kPlatform, TakesBody::InMemory, with(grant_role)},
      {Method::Post, "/api/v1/accounts/{}/hand-over", Wants::GrantRoles, kPlatform, TakesBody::InMemory,
       with(hand_over)},
      {Method::Get, "/api/v1/grants/{}", Wants::SeeAccounts, kPlatform, TakesBody::No, with(get_grant)},
      {Method::Delete, "/api/v1/grants/{}", Wants::GrantRoles, kPlatform, TakesBody::No, with(withdraw_grant)},
  };
}

}  // namespace huabiao::http
