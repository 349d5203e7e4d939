#include "monitor/registration/rdap.h"

#include <algorithm>
#include <boost/json.hpp>

#include "monitor/registration/values.h"

namespace huabiao::monitor {
namespace {

namespace json = boost::json;

std::optional<json::value> parsed(std::string_view text) {
  if (text.size() > RegistrationLimits::kAnswerBytes) return std::nullopt;
  json::parse_options options;
  options.max_depth = RegistrationLimits::kDepth;
  boost::system::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return std::nullopt;
  return value;
}

std::string_view text_of(const json::object& object, json::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

// Calls `each` with the entries of a list, as many as are looked at; a missing list has none.
template <class Each>
void each_of(const json::object& object, json::string_view name, Each each) {
  const json::value* value = object.if_contains(name);
  const json::array* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return;
  for (std::size_t i = 0; i < std::min(list->size(), RegistrationLimits::kEntries); ++i) each((*list)[i]);
}

void take_event(const json::object& event, Registration& to) {
  const auto at = registration_time(text_of(event, "eventDate"), Millis(0));
  const std::string_view action = text_of(event, "eventAction");
  if (!at) return;
  if (action == "expiration") to.expires = at;
  if (action == "registration") to.registered = at;
  if (action == "last changed") to.changed = at;
}

bool is_registrar(const json::object& entity) {
  bool found = false;
  each_of(entity, "roles", [&](const json::value& role) {
    const json::string* name = role.if_string();
    found = found || (name != nullptr && *name == "registrar");
  });
  return found;
}

// jCard (RFC 7095): ["vcard", [["fn", {}, "text", "Example Registrar"], ...]]. Nothing but the name is read.
std::string card_name(const json::object& entity) {
  constexpr std::size_t kName = 0, kValue = 3;
  const json::value* card = entity.if_contains("vcardArray");
  const json::array* parts = card == nullptr ? nullptr : card->if_array();
  if (parts == nullptr || parts->size() < 2) return {};
  const json::array* properties = (*parts)[1].if_array();
  if (properties == nullptr) return {};
  for (std::size_t i = 0; i < std::min(properties->size(), RegistrationLimits::kEntries); ++i) {
    const json::array* property = (*properties)[i].if_array();
    if (property == nullptr || property->size() <= kValue) continue;
    const json::string* name = (*property)[kName].if_string();
    const json::string* value = (*property)[kValue].if_string();
    if (name != nullptr && *name == "fn" && value != nullptr)
      return registration_text(std::string_view(value->data(), value->size()));
  }
  return {};
}

}  // namespace

std::string rdap_path(std::string_view domain) {
  return "domain/" + std::string(domain);
}

std::optional<Registration> read_rdap(std::string_view text, std::string_view domain) {
  const auto value = parsed(text);
  const json::object* object = value ? value->if_object() : nullptr;
  if (object == nullptr || text_of(*object, "objectClassName") != "domain") return std::nullopt;
  std::string name = registration_name(text_of(*object, "ldhName"));
  if (name.empty()) name = registration_name(text_of(*object, "unicodeName"));
  if (name != domain) return std::nullopt;
  Registration said;
  each_of(*object, "events", [&](const json::value& event) {
    if (const json::object* one = event.if_object()) take_event(*one, said);
  });
  each_of(*object, "status", [&](const json::value& status) {
    if (const json::string* one = status.if_string()) add_status(said, {one->data(), one->size()});
  });
  each_of(*object, "nameservers", [&](const json::value& server) {
    if (const json::object* one = server.if_object()) add_server(said, text_of(*one, "ldhName"));
  });
  each_of(*object, "entities", [&](const json::value& entity) {
    const json::object* one = entity.if_object();
    if (one == nullptr || !said.registrar.empty() || !is_registrar(*one)) return;
    said.registrar = card_name(*one);
    if (said.registrar.empty()) said.registrar = registration_text(text_of(*one, "handle"));
  });
  put_in_order(said);
  return said;
}

}  // namespace huabiao::monitor
