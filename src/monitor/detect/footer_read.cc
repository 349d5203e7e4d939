// What a footer says: filing numbers, site code, error-report button, organiser, contact; from the text a reader sees,
// from what scripts would write, and from metas and buttons.

#include <algorithm>
#include <array>
#include <span>

#include "base/find_word.h"
#include "base/utf8.h"
#include "filing/icp.h"
#include "filing/police.h"
#include "filing/site_code.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"
#include "web/url.h"

namespace huabiao::monitor {
namespace {

using filing::FilingMatch;
using Finder = std::vector<FilingMatch> (*)(std::string_view);

constexpr std::size_t kValues = 16;     // of one kind: a footer shows one or two
constexpr std::size_t kTextLimit = 80;  // bytes of an organiser's name
constexpr std::size_t kContactLimit = 96;

FooterValue value_of(const FilingMatch& match, Place place) {
  FooterValue value;
  value.raw = match.raw;
  value.normal = match.normal;
  value.valid = match.valid;
  if (!match.valid) value.reason = to_string(match.fault);
  value.place = place;
  return value;
}

using Links = std::vector<const Link*>;

// Those a number may stand in.
Links links_with_digits(const Page& page) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || c == '\xEF'; };  // or, perhaps, a wide one
  Links links;
  for (const Link& link : page.links)
    if (std::ranges::any_of(link.text, is_digit)) links.push_back(&link);
  return links;
}

// The link whose text holds the number.
std::string link_of(const Links& links, const FilingMatch& match, Finder find) {
  for (const Link* link : links) {
    if (link->text.find(match.raw) != std::string::npos) return std::string(link->href);
    // An anchor's text is squeezed; compare what is read in it.
    for (const FilingMatch& inside : find(link->text))
      if (!match.normal.empty() && inside.normal == match.normal) return std::string(link->href);
  }
  return {};
}

void add(std::vector<FooterValue>& out, FooterValue value) {
  const bool known = std::ranges::any_of(out, [&](const FooterValue& other) {
    return other.raw == value.raw || (value.valid && other.normal == value.normal);
  });
  if (!known && out.size() < kValues) out.push_back(std::move(value));
}

void read_numbers(const Page& page, const Links& links, Finder find, std::vector<FooterValue>& out) {
  for (const FilingMatch& match : find(page.visible.text)) {
    FooterValue value = value_of(match, page.visible.place_of(match.offset, match.length));
    value.link = link_of(links, match, find);
    add(out, std::move(value));
  }
  for (const Written& written : page.written)
    for (const FilingMatch& match : find(written.text)) {
      FooterValue value = value_of(match, written.place);
      value.link = link_of(links, match, find);
      add(out, std::move(value));
    }
}

// The value behind a label, up to where the next thing begins.
std::string behind_label(std::string_view text, std::span<const std::string_view> labels, std::size_t limit) {
  for (const std::string_view label : labels) {
    for (auto at = find_word(text, label); at != std::string_view::npos; at = find_word(text, label, at + 1)) {
      std::string_view rest = text.substr(at + label.size(), limit * 2);
      for (bool more = true; more;) {
        more = false;
        for (const std::string_view mark : {" ", ":", "：", "　", "\xC2\xA0", "©"})
          if (rest.starts_with(mark)) {
            rest.remove_prefix(mark.size());
            more = true;
          }
      }
      std::size_t end = rest.size();
      for (const std::string_view stop :
           {"\n",         " ",    "　",   "\xC2\xA0", "|",        "｜",   "，",       ",",
            "；",         ";",    "。",   "承办",     "技术支持", "地址", "版权",     "联系",
            "网站标识码", "备案", "电话", "邮编",     "ICP",      "All",  "Copyright"})
        end = std::min(end, rest.find(stop));
      const std::string_view value = utf8::cut(rest.substr(0, end), limit);
      if (utf8::length(value) >= 2) return utf8::trim(value);
    }
  }
  return {};
}

// A label's own words; a text without them needs no look for each of its spellings.
bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return holds_word(text, word); });
}

// The name by which a unit is known: that of the state in front of it is left out.
std::string unit_name(std::string name) {
  constexpr std::string_view kState = "中华人民共和国";
  if (name.starts_with(kState) && utf8::length(name) > utf8::length(kState) + 2) name.erase(0, kState.size());
  return name;
}

// A place (某某市) is no organ; what begins with its name is a unit of its own.
bool is_organ(std::string_view name) {
  constexpr std::array<std::string_view, 8> kEnds = {"部", "局", "厅", "委", "会", "署", "院", "行"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

// Who runs the site by a text's labels. An inner department of the owning organ is no unit of its own.
std::string organiser_in(std::string_view text) {
  constexpr std::array<std::string_view, 7> kRuns = {"主办单位：", "主办单位:", "主办单位",  "主办方：",
                                                     "主办：",     "主办:",     "主管单位："};
  constexpr std::array<std::string_view, 2> kOwns = {"版权所有：", "版权所有"};
  std::string runs, owns;
  if (holds_any(text, {"主办", "主管单位"})) runs = unit_name(behind_label(text, kRuns, kTextLimit));
  if (holds_any(text, {"版权所有"})) owns = unit_name(behind_label(text, kOwns, kTextLimit));
  const bool inner = is_organ(owns) && runs.size() > owns.size() && runs.starts_with(owns);
  return runs.empty() || inner ? owns : runs;
}

std::string organiser_of(const Page& page) {
  if (std::string found = organiser_in(page.visible.text); !found.empty()) return found;
  for (const Written& written : page.written)
    if (std::string found = organiser_in(written.text); !found.empty()) return found;
  // Official sites name themselves in their metas as well. One that was not closed runs into the next.
  for (const Meta& meta : page.metas)
    if (meta.name == "sitename" && meta.content.find('<') == std::string::npos)
      return unit_name(utf8::squeeze(utf8::cut(meta.content, kTextLimit)));
  return {};
}

std::string contact_of(const Page& page) {
  constexpr std::array<std::string_view, 10> kLabels = {
      "联系电话：", "联系电话:", "联系方式：", "联系方式:",  "电话：",
      "电话:",      "邮箱：",    "邮箱:",      "联系我们：", "电 话："};
  const auto contact_in = [&](std::string_view text) {
    const bool may = holds_any(text, {"电话", "邮箱", "联系方式", "联系我们", "电 话"});
    return may ? behind_label(text, kLabels, kContactLimit) : std::string();
  };
  if (std::string found = contact_in(page.visible.text); !found.empty()) return found;
  for (const Written& written : page.written)
    if (std::string found = contact_in(written.text); !found.empty()) return found;
  return {};
}

void take_button(const filing::ErrorButton& button, PageFacts& facts) {
  if (!button.present) return;
  facts.error_report_button = true;
  if (facts.error_report_code.empty())
    facts.error_report_code = button.code.valid ? button.code.normal : button.code.raw;
}

void read_button(const Page& page, PageFacts& facts) {
  for (const Script& script : page.scripts)
    take_button(filing::read_error_button(script.written, script.sitecode, script.id), facts);
  for (const Link& link : page.links)
    if (link.url.empty() || link.url.find("jiucuo.") != std::string::npos)
      take_button(filing::read_error_button(link.href), facts);
  for (const HandlerAddress& handler : page.handlers) take_button(filing::read_error_button(handler.written), facts);
  for (const Resource& resource : page.resources)
    take_button(filing::read_error_button(resource.written, {}, resource.id), facts);
}

}  // namespace

void read_footer(const DetectInput& input, PageFacts& facts) {
  const Page& page = input.page;
  const Links links = links_with_digits(page);
  read_numbers(page, links, filing::find_icp, facts.icp);
  read_numbers(page, links, filing::find_police, facts.police);
  read_numbers(page, links, filing::find_site_code, facts.site_code);
  for (const Meta& meta : page.metas)
    if (meta.name == "siteidcode" && !utf8::trim(meta.content).empty())
      add(facts.site_code, value_of(filing::read_site_code(meta.content), meta.place));
  for (const Meta& meta : page.metas)
    if (meta.name == "sitedomain")
      if (auto url = web::parse_address(utf8::trim(meta.content))) facts.site_domain = std::move(url->host);
  facts.password_field = page.has_password_field;
  read_button(page, facts);
  facts.organiser = organiser_of(page);
  facts.contact = contact_of(page);
}

}  // namespace huabiao::monitor
