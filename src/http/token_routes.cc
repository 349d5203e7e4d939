#include "http/token_routes.h"

#include <algorithm>

#include "http/declaration_body.h"
#include "http/grant_document.h"
#include "http/json.h"
#include "http/query.h"

namespace huabiao::http {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 3;

json::object token_document(const TokenPorts& ports, const access::ApiToken& token) {
  json::array abilities;
  for (std::size_t i = 0; i < access::kAbilityNames.size(); ++i)
    if (token.abilities.has(static_cast<Ability>(i))) abilities.push_back(json::value(access::kAbilityNames[i]));
  return {{"id", token.id.value},
          {"name", text(token.name)},
          {"abilities", std::move(abilities)},
          {"scope",
           token.scope ? json::value(scope_document(ports.registry, ports.clock, *token.scope)) : json::value(nullptr)},
          {"made_at", instant(token.made)},
          {"ends_at", instant(token.ends)},
          {"ended", token.ends <= ports.clock.now()},
          {"last_used_at", instant(token.last_used)}};
}

Answer tokens_answer(const TokenPorts& ports, access::AccountId account) {
  auto tokens = ports.tokens.tokens_of(account);
  if (!tokens) return fail(std::move(tokens));
  json::array items;
  for (const access::ApiToken& one : *tokens) items.push_back(token_document(ports, one));
  return json_answer(json::object{{"items", std::move(items)}});
}

access::Abilities read_abilities(ObjectReader& in) {
  access::Abilities abilities;
  const auto names = in.strings("abilities", access::kAbilityNames.size(), {.min = 1, .max = 40}).value;
  for (const std::string& name : names.value_or(std::vector<std::string>())) {
    const auto* const at = std::ranges::find(access::kAbilityNames, std::string_view(name));
    if (at == access::kAbilityNames.end())
      in.fault("abilities", name, {"一项权限", "an ability"}, {"没有这项权限", "there is no such ability"});
    else
      abilities.add({static_cast<Ability>(at - access::kAbilityNames.begin())});
  }
  return abilities;
}

Answer make_token(const TokenPorts& ports, const Request& request) {
  auto wanted = read_body(request, kDepth, [](ObjectReader& in) {
    access::TokenGate::Wanted out;
    out.name = in.string("name", {.min = 1, .max = 60, .required = true}).value.value_or("");
    out.abilities = read_abilities(in);
    out.scope = read_scope_if_given(in);
    out.ends = in.instant("ends").value.value_or(TimePoint());
    return out;
  });
  if (!wanted) return std::unexpected(std::move(wanted).error());
  if (wanted->scope)
    if (auto known = scope_exists(ports.registry, ports.clock, *wanted->scope); !known) return fail(std::move(known));
  auto made = ports.tokens.make(request.caller->account, request.caller->grants, *wanted);
  if (!made) return fail(std::move(made));
  json::object document = token_document(ports, made->token);
  document["token"] = made->text;
  return json_answer(document, 201);
}

Answer revoke(const TokenPorts& ports, access::AccountId account, std::int64_t id, const Request& request) {
  auto done = ports.tokens.revoke(account, {id}, request.caller->account.name);
  if (!done) return fail(std::move(done));
  return no_content();
}

Answer own_tokens(const TokenPorts& ports, const Request& request) {
  return tokens_answer(ports, request.caller->account.id);
}

Answer revoke_own(const TokenPorts& ports, const Request& request) {
  auto id = path_id(request);
  if (!id) return fail(std::move(id));
  return revoke(ports, request.caller->account.id, *id, request);
}

Answer tokens_of_account(const TokenPorts& ports, const Request& request) {
  auto account = path_id(request);
  if (!account) return fail(std::move(account));
  return tokens_answer(ports, {*account});
}

Answer revoke_of_account(const TokenPorts& ports, const Request& request) {
  auto account = path_id(request, 0), id = path_id(request, 1);
  if (!account) return fail(std::move(account));
  if (!id) return fail(std::move(id));
  return revoke(ports, {*account}, *id, request);
}

}  // namespace

Routes token_routes(const TokenPorts& ports) {
  const auto with = [ports](Answer (*handler)(const TokenPorts&, const Request&)) {
    return [ports, handler](const Request& request) { return handler(ports, request); };
  };
  return {
      {Method::Get, "/api/v1/session/tokens", Wants::InPerson, Over::Nothing, TakesBody::No, with(own_tokens)},
      {Method::Post, "/api/v1/session/tokens", Wants::InPerson, Over::Nothing, TakesBody::InMemory, with(make_token)},
      {Method::Delete, "/api/v1/session/tokens/{}", Wants::InPerson, Over::Nothing, TakesBody::No, with(revoke_own)},
      {Method::Get, "/api/v1/accounts/{}/tokens", Wants::SeeAccounts, Over::Everything, TakesBody::No,
       with(tokens_of_account)},
      {Method::Delete, "/api/v1/accounts/{}/tokens/{}", Wants::GrantRoles, Over::Everything, TakesBody::No,
       with(revoke_of_account)},
  };
}

}  // namespace huabiao::http
