// What resolvers said and what was learnt of it, as JSON and back.

#include <array>

#include "monitor/record/fields.h"
#include "monitor/record/json_write.h"

namespace huabiao::monitor::record {

namespace {

constexpr std::int64_t kMostTtl = (std::int64_t{1} << 31) - 1;  // RFC 2181 8
constexpr int kMostLooks = 1'000;

template <class Enum, std::size_t Count>
auto one_of(const std::array<std::string_view, Count>& names) {
  return [&names](std::string_view name) -> std::optional<Enum> {
    for (std::size_t i = 0; i < Count; ++i)
      if (names[i] == name) return static_cast<Enum>(i);
    return std::nullopt;
  };
}

std::vector<std::string> name_list(const Fields& fields, std::string_view name, std::size_t most) {
  return fields.list<std::string>(name, most, [name](const json::value& value, Trouble& trouble) {
    const json::string* text = value.if_string();
    if (text != nullptr && text->size() <= NameLimits::kNameBytes) return std::string(text->data(), text->size());
    trouble.note(name, "must be text within its limit");
    return std::string();
  });
}

json::object answer_json(const NameAnswer& answer) {
  return {{"resolver", text_json(answer.resolver)},
          {"a", to_string(answer.four)},
          {"aaaa", to_string(answer.six)},
          {"ns", to_string(answer.zone)},
          {"addresses", texts_json(answer.addresses)},
          {"aliases", texts_json(answer.aliases)},
          {"servers", texts_json(answer.servers)},
          {"ttl", answer.ttl}};
}

NameAnswer read_answer(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "names", trouble);
  const auto outcome = one_of<NameOutcome>(kNameOutcomeNames);
  return {.resolver = fields.text("resolver", NameLimits::kNameBytes),
          .four = fields.named("a", outcome),
          .six = fields.named("aaaa", outcome),
          .zone = fields.named("ns", outcome),
          .addresses = name_list(fields, "addresses", NameLimits::kAddresses),
          .aliases = name_list(fields, "aliases", NameLimits::kAliases),
          .servers = name_list(fields, "servers", NameLimits::kServers),
          .ttl = fields.number("ttl", -1, kMostTtl)};
}

// The moments of KnownNames by their names.
constexpr std::array<std::pair<std::string_view, std::optional<TimePoint> KnownNames::*>, 5> kMoments = {
    {{"targets_since", &KnownNames::targets_since},
     {"servers_since", &KnownNames::servers_since},
     {"ttl_since", &KnownNames::ttl_since},
     {"apart_since", &KnownNames::apart_since},
     {"silent_since", &KnownNames::silent_since}}};

}  // namespace

json::object names_json(const NameFacts& names) {
  json::array answers;
  for (const NameAnswer& answer : names.answers) answers.push_back(answer_json(answer));
  return {{"zone", text_json(names.zone)}, {"answers", std::move(answers)}, {"ipv6", to_string(names.six)}};
}

json::object known_names_json(const KnownNames& known) {
  json::object out{{"looks", known.looks},
                   {"addresses", texts_json(known.addresses)},
                   {"targets", texts_json(known.targets)},
                   {"servers", texts_json(known.servers)},
                   {"ttl", known.ttl},
                   {"recent_ttl", known.recent_ttl},
                   {"recent_looks", known.recent_looks}};
  for (const auto& [name, moment] : kMoments)
    if (known.*moment) out[name] = to_iso(*(known.*moment));
  return out;
}

NameFacts read_names_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "names", trouble);
  NameFacts names;
  names.zone = fields.text("zone", NameLimits::kNameBytes);
  names.answers = fields.list<NameAnswer>("answers", NameLimits::kResolvers, read_answer);
  names.six = fields.named("ipv6", one_of<SixReach>(kSixReachNames));
  return names;
}

KnownNames read_known_names_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "known", trouble);
  KnownNames known;
  known.looks = fields.number<int>("looks", 0, kMostLooks);
  known.addresses = name_list(fields, "addresses", NameLimits::kLearnt);
  known.targets = name_list(fields, "targets", NameLimits::kLearnt);
  known.servers = name_list(fields, "servers", NameLimits::kLearnt);
  known.ttl = fields.number("ttl", -1, kMostTtl);
  known.recent_ttl = fields.number("recent_ttl", -1, kMostTtl);
  known.recent_looks = fields.number<int>("recent_looks", 0, kMostLooks);
  for (const auto& [name, moment] : kMoments)
    if (fields.has(name)) known.*moment = fields.time(name);
  return known;
}

}  // namespace huabiao::monitor::record
