#include "monitor/correlate/traits.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "base/digest.h"
#include "web/host.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// A link, frame or script of the page, by where it stands.
struct Item {
  std::int64_t offset, length;
  std::string_view host, text, href;
  const Script* script = nullptr;
  bool operator<(const Item& other) const { return offset < other.offset; }
};

class PageItems {
 public:
  explicit PageItems(const Page& page) {
    items_.reserve(page.links.size() + page.frames.size() + page.scripts.size());
    for (const Link& link : page.links)
      items_.push_back({link.place.offset, link.place.length, link.host, link.text, link.href});
    for (const Frame& frame : page.frames)
      items_.push_back({frame.place.offset, frame.place.length, frame.host, {}, {}});
    for (const Script& script : page.scripts) {
      items_.push_back({script.place.offset, script.place.length, script.host, {}, {}, &script});
      if (!script.body.empty()) inline_.push_back({script.place.offset, script.place.length, {}, {}, {}, &script});
    }
    std::ranges::stable_sort(items_, {}, &Item::offset);
    std::ranges::stable_sort(inline_, {}, &Item::offset);
  }

  [[nodiscard]] const std::vector<Item>& all() const { return items_; }

  // Those that begin in [offset, offset + length), and the inline script the place lies in.
  template <class Each>
  void at(const Evidence& evidence, const Each& each) const {
    const std::int64_t end = evidence.offset + std::max<std::int64_t>(evidence.length, 1);
    for (auto item = std::ranges::lower_bound(items_, evidence.offset, {}, &Item::offset);
         item != items_.end() && item->offset < end; ++item)
      if (!each(*item)) return;
    const auto behind = std::ranges::lower_bound(inline_, evidence.offset, {}, &Item::offset);
    if (behind == inline_.begin()) return;
    const Item& before = *std::prev(behind);
    if (evidence.offset < before.offset + before.length) each(before);
  }

 private:
  std::vector<Item> items_, inline_;  // ascending
};

// The traits of one finding being gathered.
class TraitList {
 public:
  explicit TraitList(const TraitInput& input) : input_(input) {
    if (!input.page_host.empty()) own_.insert(web::bought_name(input.page_host));
    for (const std::string& host : input.own_hosts) own_.insert(web::bought_name(host));
  }

  void host(std::string_view host, TraitRole role) {
    if (host.empty() || input_.rules.is_known_service(host)) return;
    std::string name = web::bought_name(host);
    if (own_.contains(name) || name == "t.me" || name == "telegram.me") return;  // those are contacts
    add(hosts_, TraitLimits::kHosts, {TraitKind::Host, role, std::move(name)});
  }

  void script(const Script& script, TraitRole role) {
    if (std::string value = script_value(script.body); !value.empty())
      add(scripts_, TraitLimits::kScripts, {TraitKind::Script, role, std::move(value)});
  }

  void contacts(std::string_view text) {
    for (std::string& value : contacts_in(text))
      add(contacts_, TraitLimits::kContacts, {TraitKind::Contact, TraitRole::Beside, std::move(value)});
  }

  void shape() {
    if (std::string value = shape_value(input_.body); !value.empty())
      add(shapes_, 1, {TraitKind::Shape, TraitRole::Beside, std::move(value)});
  }

  // The addresses a text names.
  void hosts_in(std::string_view text, TraitRole role) {
    constexpr std::string_view kEnds = " \t\r\n\"'<>\\()[]{};,";
    std::size_t looked = 0;
    for (auto at = text.find("//"); at != std::string_view::npos && looked < TraitLimits::kAddresses; ++looked) {
      const auto end = std::min({text.find_first_of(kEnds, at), text.size(), at + TraitLimits::kAddressBytes});
      const auto url = web::parse_url("http:" + std::string(text.substr(at, end - at)));
      if (url && url->host.find('.') != std::string::npos) host(url->host, role);
      at = text.find("//", at + 2);
    }
  }

  std::vector<Trait> take() && {
    std::vector<Trait> out = std::move(scripts_);
    for (auto* more : {&hosts_, &contacts_, &shapes_})
      for (Trait& trait : *more)
        if (out.size() < TraitLimits::kPerFinding) out.push_back(std::move(trait));
    return out;
  }

 private:
  static void add(std::vector<Trait>& to, std::size_t most, Trait trait) {
    if (trait.value.size() > TraitLimits::kValueBytes) return;
    const auto same = std::ranges::find(to, trait.value, &Trait::value);
    if (same != to.end())
      same->role = std::min(same->role, trait.role);
    else if (to.size() < most)
      to.push_back(std::move(trait));
  }

  const TraitInput& input_;
  std::set<std::string, std::less<>> own_;
  std::vector<Trait> scripts_, hosts_, contacts_, shapes_;
};

bool has_traits(const Finding& finding) {
  return finding.severity >= Severity::Medium &&
         (is_attack(finding.category) || finding.category == Category::ForeignResource);
}

// Where it leads is what the finding names and what it writes; any other address in it may be a library's.
void add_script(TraitList& list, const Script& script) {
  list.script(script, TraitRole::Accused);
  for (const Guard& guard : script.guards) list.hosts_in(guard.target, TraitRole::Accused);
  std::size_t looked = 0;
  for (const std::string& string : script.strings) {
    if (looked += string.size(); looked > TraitLimits::kTextBytes) break;
    list.contacts(string);
  }
}

// The whole page is the intruder's: who signs it and what it loads may lead further.
void add_replaced_page(TraitList& list, const TraitInput& input, const PageItems& items) {
  const Page& page = input.page;
  list.contacts(page.title);
  list.contacts(std::string_view(page.visible.text).substr(0, TraitLimits::kTextBytes));
  list.shape();
  if (items.all().size() > TraitLimits::kReplacedItems) return;
  for (const Item& item : items.all()) {
    list.host(item.host, TraitRole::Beside);
    list.contacts(item.href);
    if (item.script != nullptr) list.script(*item.script, TraitRole::Beside);
  }
}

void add_accused(TraitList& list, const Finding& finding, const PageItems& items) {
  for (const Evidence& evidence : finding.evidence) {
    list.hosts_in(evidence.decoded, TraitRole::Accused);
    if (evidence.offset < 0) continue;
    std::size_t room = TraitLimits::kReplacedItems;
    items.at(evidence, [&](const Item& item) {
      list.host(item.host, TraitRole::Accused);
      list.contacts(item.text);
      list.contacts(item.href);
      if (item.script != nullptr) add_script(list, *item.script);
      return --room > 0;
    });
  }
}

std::vector<Trait> traits_of(const TraitInput& input, const Finding& finding, const PageItems& items) {
  TraitList list(input);
  switch (finding.category) {
    case Category::Defacement:
      add_accused(list, finding, items);
      list.hosts_in(input.page.title_source, TraitRole::Accused);  // a script element written into the title
      if (finding.rule != "defacement.script-in-title") add_replaced_page(list, input, items);
      break;
    case Category::Counterfeit:
      list.shape();  // its contacts and links are those of the page it copies
      break;
    case Category::TitleHijack:
      add_accused(list, finding, items);
      list.contacts(input.page.title);
      for (const Meta& meta : input.page.metas)
        if (meta.name == "keywords" || meta.name == "description") list.contacts(meta.content);
      break;
    default:
      add_accused(list, finding, items);
      // Hosts beyond those the evidence shows; a subject is made of them.
      if (finding.category != Category::DarkLink) break;
      for (std::size_t at = 0; at < finding.subject.size();) {
        const auto end = std::min(finding.subject.find(' ', at), finding.subject.size());
        if (const std::string_view name = std::string_view(finding.subject).substr(at, end - at);
            name.find('.') != std::string_view::npos)
          list.host(name, TraitRole::Accused);
        at = end + 1;
      }
  }
  return std::move(list).take();
}

}  // namespace

std::string script_value(std::string_view source) {
  std::string code;
  code.reserve(source.size());
  for (const char c : source)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f') code += c;
  return code.size() < TraitLimits::kScriptBytes ? std::string() : sha256_hex(code);
}

std::string shape_value(std::string_view body) {
  std::string shape, last;
  std::size_t tags = 0;
  std::unordered_set<std::string> names;
  for (auto at = body.find('<'); at != std::string_view::npos && tags < TraitLimits::kShapeTags;
       at = body.find('<', at + 1)) {
    std::string name;
    for (std::size_t i = at + 1; i < body.size() && name.size() < 32; ++i) {
      const char c = body[i] >= 'A' && body[i] <= 'Z' ? static_cast<char>(body[i] - 'A' + 'a') : body[i];
      if (!is_lower(c) && (name.empty() || c < '0' || c > '9')) break;
      name += c;
    }
    if (name.empty()) continue;
    ++tags;
    if (name == last) continue;
    shape.append(name).append(" ");
    names.insert(name);
    last = std::move(name);
  }
  return tags < TraitLimits::kTags || names.size() < TraitLimits::kTagNames ? std::string() : sha256_hex(shape);
}

void add_traits(const TraitInput& input, std::vector<Finding>& findings) {
  if (std::ranges::none_of(findings, has_traits)) return;
  const PageItems items(input.page);
  for (Finding& finding : findings)
    if (has_traits(finding)) finding.traits = traits_of(input, finding, items);
}

}  // namespace huabiao::monitor
