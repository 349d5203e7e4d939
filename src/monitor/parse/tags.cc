#include "monitor/parse/tags.h"

#include <algorithm>
#include <array>

#include "monitor/parse/name_table.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

using namespace trait;

struct Row {
  std::string_view name;
  std::uint32_t traits;
};

// In the order of Tag.
constexpr Row kRows[] = {
    {"", 0},
    {"a", kFormatting},
    {"address", kSpecial | kInItem | kClosesP | kBlock | kLine | kNoReopen},
    {"annotation-xml", kSpecial | kScope},
    {"applet", kSpecial | kScope | kBlock | kMarker},
    {"area", kVoid | kSpecial},
    {"article", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"aside", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"audio", 0},
    {"b", kFormatting | kBreaksOut},
    {"base", kVoid | kSpecial | kInHead | kNoReopen},
    {"basefont", kVoid | kSpecial | kInHead | kNoReopen},
    {"bgsound", kVoid | kSpecial | kInHead | kNoReopen},
    {"big", kFormatting | kBreaksOut},
    {"blockquote", kSpecial | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"body", kSpecial | kBreaksOut | kLine | kNoReopen | kPage},
    {"br", kVoid | kSpecial | kBreaksOut | kLine},
    {"button", kSpecial | kBlock | kCell},
    {"caption", kSpecial | kScope | kTablePart | kMarker | kNoReopen},
    {"center", kSpecial | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"code", kFormatting | kBreaksOut},
    {"col", kVoid | kSpecial | kTablePart | kNoReopen},
    {"colgroup", kSpecial | kTablePart | kNoReopen},
    {"dd", kSpecial | kInItem | kClosesP | kImplied | kBreaksOut | kLine | kNoReopen},
    {"desc", kSpecial | kScope},
    {"details", kSpecial | kClosesP | kBlock | kNoReopen},
    {"dialog", kClosesP | kBlock | kNoReopen},
    {"dir", kSpecial | kClosesP | kBlock | kNoReopen},
    {"div", kSpecial | kInItem | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"dl", kSpecial | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"dt", kSpecial | kInItem | kClosesP | kImplied | kBreaksOut | kLine | kNoReopen},
    {"em", kFormatting | kBreaksOut},
    {"embed", kVoid | kSpecial | kBreaksOut},
    {"fieldset", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"figcaption", kSpecial | kClosesP | kBlock | kNoReopen},
    {"figure", kSpecial | kClosesP | kBlock | kNoReopen},
    {"font", kFormatting},
    {"footer", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"foreignobject", kSpecial | kScope},
    {"form", kSpecial | kClosesP | kLine | kNoReopen},
    {"frame", kVoid | kSpecial | kNoReopen | kPage},
    {"frameset", kSpecial | kNoReopen | kPage},
    {"h1", kSpecial | kClosesP | kHeading | kBreaksOut | kLine | kNoReopen},
    {"h2", kSpecial | kClosesP | kHeading | kBreaksOut | kLine | kNoReopen},
    {"h3", kSpecial | kClosesP | kHeading | kBreaksOut | kLine | kNoReopen},
    {"h4", kSpecial | kClosesP | kHeading | kBreaksOut | kLine | kNoReopen},
    {"h5", kSpecial | kClosesP | kHeading | kBreaksOut | kLine | kNoReopen},
    {"h6", kSpecial | kClosesP | kHeading | kBreaksOut | kLine | kNoReopen},
    {"head", kSpecial | kInHead | kBreaksOut | kLine | kNoReopen | kPage},
    {"header", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"hgroup", kSpecial | kClosesP | kBlock | kNoReopen},
    {"hr", kVoid | kSpecial | kClosesP | kBreaksOut | kLine | kNoReopen},
    {"html", kSpecial | kScope | kNoReopen | kPage},
    {"i", kFormatting | kBreaksOut},
    {"iframe", kSpecial | kNoText | kNoReopen},
    {"image", kVoid},
    {"img", kVoid | kSpecial | kBreaksOut},
    {"input", kVoid | kSpecial},
    {"keygen", kVoid | kSpecial},
    {"li", kSpecial | kInItem | kClosesP | kImplied | kBreaksOut | kLine | kNoReopen},
    {"link", kVoid | kSpecial | kInHead | kNoReopen},
    {"listing", kSpecial | kClosesP | kBlock | kBreaksOut | kNoReopen},
    {"main", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"marquee", kSpecial | kScope | kBlock | kMarker | kLine},
    {"math", 0},
    {"menu", kSpecial | kClosesP | kBlock | kBreaksOut | kNoReopen},
    {"meta", kVoid | kSpecial | kInHead | kBreaksOut | kNoReopen},
    {"mi", kSpecial | kScope},
    {"mn", kSpecial | kScope},
    {"mo", kSpecial | kScope},
    {"ms", kSpecial | kScope},
    {"mtext", kSpecial | kScope},
    {"nav", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"nobr", kFormatting | kBreaksOut},
    {"noembed", kSpecial | kNoText | kNoReopen},
    {"noframes", kSpecial | kInHead | kNoText | kNoReopen},
    {"noscript", kSpecial | kScope | kBlock | kInHead | kMarker | kNoReopen},
    {"object", kSpecial | kScope | kBlock | kMarker},
    {"ol", kSpecial | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"optgroup", kImplied},
    {"option", kImplied | kLine},
    {"p", kSpecial | kInItem | kClosesP | kImplied | kBreaksOut | kLine | kNoReopen},
    {"param", kVoid | kSpecial | kNoReopen},
    {"plaintext", kSpecial | kClosesP | kNoReopen},
    {"pre", kSpecial | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"rb", kImplied | kNoReopen},
    {"rp", kImplied | kNoReopen},
    {"rt", kImplied | kNoReopen},
    {"rtc", kImplied | kNoReopen},
    {"ruby", kBreaksOut},
    {"s", kFormatting | kBreaksOut},
    {"script", kSpecial | kInHead | kNoText | kNoReopen},
    {"search", kSpecial | kClosesP | kBlock | kNoReopen},
    {"section", kSpecial | kClosesP | kBlock | kLine | kNoReopen},
    {"select", kSpecial | kBlock},
    {"small", kFormatting | kBreaksOut},
    {"source", kVoid | kSpecial | kNoReopen},
    {"span", kBreaksOut},
    {"strike", kFormatting | kBreaksOut},
    {"strong", kFormatting | kBreaksOut},
    {"style", kSpecial | kInHead | kNoText | kNoReopen},
    {"sub", kBreaksOut},
    {"summary", kSpecial | kClosesP | kBlock | kNoReopen},
    {"sup", kBreaksOut},
    {"svg", 0},
    {"table", kSpecial | kScope | kClosesP | kTableContext | kBreaksOut | kLine | kNoReopen},
    {"tbody", kSpecial | kTablePart | kTableContext | kNoReopen},
    {"td", kSpecial | kScope | kTablePart | kMarker | kCell | kNoReopen},
    {"template", kSpecial | kScope | kBlock | kInHead | kMarker | kNoReopen},
    {"textarea", kSpecial | kNoReopen},
    {"tfoot", kSpecial | kTablePart | kTableContext | kNoReopen},
    {"th", kSpecial | kScope | kTablePart | kMarker | kCell | kNoReopen},
    {"thead", kSpecial | kTablePart | kTableContext | kNoReopen},
    {"title", kSpecial | kInHead | kLine | kNoReopen},
    {"tr", kSpecial | kTablePart | kTableContext | kLine | kNoReopen},
    {"track", kVoid | kSpecial | kNoReopen},
    {"tt", kFormatting | kBreaksOut},
    {"u", kFormatting | kBreaksOut},
    {"ul", kSpecial | kClosesP | kBlock | kBreaksOut | kLine | kNoReopen},
    {"var", kBreaksOut},
    {"video", 0},
    {"wbr", kVoid | kSpecial},
    {"xmp", kSpecial | kClosesP | kNoText | kNoReopen},
};
static_assert(std::size(kRows) == kTags);

constexpr std::string_view kAttributeNames[] = {
    "",      "action",   "alt",          "background",    "bgcolor",    "class",
    "color", "content",  "data",         "data-original", "data-src",   "encoding",
    "face",  "height",   "hidden",       "href",          "http-equiv", "id",
    "name",  "property", "scrollamount", "scrolldelay",   "sitecode",   "size",
    "src",   "style",    "title",        "type",          "width"};
static_assert(std::size(kAttributeNames) == static_cast<std::size_t>(AttributeName::Handler));

constexpr auto kTagNames = [] {
  std::array<std::string_view, kTags> names{};
  for (std::size_t i = 0; i < kTags; ++i) names[i] = kRows[i].name;
  return names;
}();
}  // namespace

constexpr NameTable<9> kTagTable(kTagNames);
constexpr NameTable<7> kAttributeTable(kAttributeNames);

constexpr std::array<std::uint32_t, kTags> kTraits = [] {
  std::array<std::uint32_t, kTags> traits{};
  for (std::size_t i = 0; i < kTags; ++i) traits[i] = kRows[i].traits;
  return traits;
}();

std::string_view name_of(Tag tag) {
  return kTagNames[static_cast<std::size_t>(tag)];
}

std::string_view name_of(AttributeName name) {
  return name == AttributeName::Handler ? "on" : kAttributeNames[static_cast<std::size_t>(name)];
}

Content content_of(Tag tag) {
  switch (tag) {
    case Tag::Script:
      return Content::ScriptData;
    case Tag::Title:
    case Tag::Textarea:
      return Content::Rcdata;
    case Tag::Style:
    case Tag::Xmp:
    case Tag::Iframe:
    case Tag::Noembed:
    case Tag::Noframes:
      return Content::RawText;
    case Tag::Plaintext:
      return Content::PlainText;
    default:
      return Content::Data;
  }
}

}  // namespace huabiao::monitor
