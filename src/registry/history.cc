#include "registry/history.h"

#include <algorithm>
#include <set>

namespace huabiao::registry {
namespace {

std::string number(std::int64_t value) {
  return value ? std::to_string(value) : std::string();
}

std::string list(const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += (text.empty() ? "" : ", ") + entry;
  return text;
}

std::string list(const std::vector<DeclaredName>& names) {
  std::vector<std::string> entries;
  entries.reserve(names.size());
  for (const DeclaredName& name : names)
    entries.push_back((name.unicode.empty() ? name.ascii : name.unicode) +
                      (name.port ? ":" + std::to_string(name.port) : std::string()));
  return list(entries);
}

std::vector<FieldChange> difference(const std::vector<std::pair<std::string, std::string>>& before,
                                    const std::vector<std::pair<std::string, std::string>>& after) {
  std::vector<FieldChange> changes;
  const auto& fields = after.empty() ? before : after;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string old = before.empty() ? std::string() : before[i].second;
    const std::string now = after.empty() ? std::string() : after[i].second;
    if (old != now) changes.push_back({fields[i].first, old, now});
  }
  return changes;
}

template <class T>
const Versioned<T>* known_at(const std::vector<Versioned<T>>& versions, TimePoint effective, TimePoint recorded) {
  for (const Versioned<T>& version : versions)
    if (version.effective.contains(effective) && version.recorded.contains(recorded)) return &version;
  return nullptr;
}

// The spans between every effective bound: inside each one, the thing has one value on each side of a change.
template <class T>
std::vector<Span> elementary(const std::vector<Versioned<T>>& versions) {
  std::set<TimePoint> bounds;
  for (const Versioned<T>& version : versions) {
    bounds.insert(version.effective.from);
    bounds.insert(version.effective.to);
  }
  std::vector<Span> spans;
  for (auto it = bounds.begin(); it != bounds.end() && std::next(it) != bounds.end(); ++it)
    spans.push_back({*it, *std::next(it)});
  return spans;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> fields_of(const Organisation& o) {
  return {{"name", o.name},     {"kind", std::string(to_string(o.kind))}, {"superior", number(o.superior.value)},
          {"sector", o.sector}, {"credit_code", o.credit_code},           {"region", o.region}};
}

std::vector<std::pair<std::string, std::string>> fields_of(const Site& s) {
  return {{"name", s.name},     {"life", std::string(to_string(s.life))},
          {"region", s.region}, {"site_code", s.site_code},
          {"icp", s.icp},       {"police", s.police},
          {"remark", s.remark}};
}

std::vector<std::pair<std::string, std::string>> fields_of(const Declaration& d) {
  return {{"organisation", number(d.organisation.value)},
          {"site", number(d.site.value)},
          {"department", d.department},
          {"ascii_names", list(d.ascii_names)},
          {"chinese_names", list(d.chinese_names)},
          {"mark_hung", !d.mark_hung   ? ""
                        : *d.mark_hung ? "yes"
                                       : "no"},
          {"contact", d.contact},
          {"phones", list(d.phones)},
          {"remark", d.remark}};
}

std::vector<std::pair<std::string, std::string>> fields_of(const Contact& c) {
  return {{"organisation", number(c.organisation.value)},
          {"site", number(c.site.value)},
          {"name", c.name},
          {"duty", c.duty},
          {"phones", list(c.phones)},
          {"mail", c.mail}};
}

template <class T>
std::vector<Change> changes_of(const std::vector<Versioned<T>>& versions) {
  std::set<TimePoint, std::greater<>> moments;
  for (const Versioned<T>& version : versions) {
    moments.insert(version.recorded.from);
    if (version.recorded.to != kForever) moments.insert(version.recorded.to);
  }
  const std::vector<Span> spans = elementary(versions);
  std::vector<Change> changes;
  for (const TimePoint moment : moments)
    for (const Span& span : spans) {
      const Versioned<T>* before = known_at(versions, span.from, moment - Millis(1));
      const Versioned<T>* after = known_at(versions, span.from, moment);
      if (before == after || (before && after && before->value == after->value)) continue;
      Change change{.recorded = moment, .effective = span};
      change.kind = !before ? ChangeKind::Created : !after ? ChangeKind::Removed : ChangeKind::Changed;
      change.by = after ? after->by : before->closed_by;
      if (after) change.import = after->import;
      change.fields = difference(before ? fields_of(before->value) : decltype(fields_of(before->value)){},
                                 after ? fields_of(after->value) : decltype(fields_of(after->value)){});
      // One change that runs over several spans is one line.
      if (!changes.empty() && changes.back().recorded == moment && changes.back().effective.to == span.from &&
          changes.back().kind == change.kind && changes.back().fields == change.fields)
        changes.back().effective.to = span.to;
      else
        changes.push_back(std::move(change));
    }
  return changes;
}

template std::vector<Change> changes_of(const std::vector<Versioned<Organisation>>&);
template std::vector<Change> changes_of(const std::vector<Versioned<Site>>&);
template std::vector<Change> changes_of(const std::vector<Versioned<Declaration>>&);
template std::vector<Change> changes_of(const std::vector<Versioned<Contact>>&);

}  // namespace huabiao::registry
