#pragma once
// Tags and attributes by name: what tree construction and the page's readers need to know of them, so that no name is
// compared twice. Pure; any thread.

#include <array>
#include <cstdint>
#include <string_view>

#include "monitor/parse/name_table.h"
#include "monitor/parse/tokenizer.h"

namespace huabiao::monitor {

// Elements of HTML, and of SVG and MathML where HTML may stand inside; Unknown: every other name. In the order of
// their names in tags.cc.
enum class Tag : std::uint8_t {
  Unknown,
  A,
  Address,
  AnnotationXml,
  Applet,
  Area,
  Article,
  Aside,
  Audio,
  B,
  Base,
  Basefont,
  Bgsound,
  Big,
  Blockquote,
  Body,
  Br,
  Button,
  Caption,
  Center,
  Code,
  Col,
  Colgroup,
  Dd,
  Desc,
  Details,
  Dialog,
  Dir,
  Div,
  Dl,
  Dt,
  Em,
  Embed,
  Fieldset,
  Figcaption,
  Figure,
  Font,
  Footer,
  ForeignObject,
  Form,
  Frame,
  Frameset,
  H1,
  H2,
  H3,
  H4,
  H5,
  H6,
  Head,
  Header,
  Hgroup,
  Hr,
  Html,
  I,
  Iframe,
  Image,
  Img,
  Input,
  Keygen,
  Li,
  Link,
  Listing,
  Main,
  Marquee,
  Math,
  Menu,
  Meta,
  Mi,
  Mn,
  Mo,
  Ms,
  Mtext,
  Nav,
  Nobr,
  Noembed,
  Noframes,
  Noscript,
  Object,
  Ol,
  Optgroup,
  Option,
  P,
  Param,
  Plaintext,
  Pre,
  Rb,
  Rp,
  Rt,
  Rtc,
  Ruby,
  S,
  Script,
  Search,
  Section,
  Select,
  Small,
  Source,
  Span,
  Strike,
  Strong,
  Style,
  Sub,
  Summary,
  Sup,
  Svg,
  Table,
  Tbody,
  Td,
  Template,
  Textarea,
  Tfoot,
  Th,
  Thead,
  Title,
  Tr,
  Track,
  Tt,
  U,
  Ul,
  Var,
  Video,
  Wbr,
  Xmp,
};

constexpr std::size_t kTags = static_cast<std::size_t>(Tag::Xmp) + 1;

extern const NameTable<9> kTagTable;
// `name` as written, `key` its scan::key_of.
inline Tag tag_of(std::string_view name, std::uint64_t key) {
  return static_cast<Tag>(kTagTable.find(name, key));
}
std::string_view name_of(Tag tag);  // lower case; empty for Unknown

// What is true of a tag, as bits.
namespace trait {
// NOLINTBEGIN(readability-identifier-naming): read as constants, combined as bits
enum Trait : std::uint32_t {
  kVoid = 1 << 0,          // never open
  kSpecial = 1 << 1,       // the standard's special category: no stray end tag of something else closes it
  kScope = 1 << 2,         // ends the standard's element scope
  kFormatting = 1 << 3,    // opened again where it was not closed
  kClosesP = 1 << 4,       // its start tag ends an open paragraph
  kBlock = 1 << 5,         // its end tag closes all that is open inside
  kHeading = 1 << 6,       // h1 to h6
  kInHead = 1 << 7,        // does not end the head
  kTablePart = 1 << 8,     // means something inside a table alone
  kTableContext = 1 << 9,  // what stands directly in it and is no part of a table is shown before the table
  kMarker = 1 << 10,       // formatting outside is not opened again inside
  kImplied = 1 << 11,      // its end tag may be left out
  kBreaksOut = 1 << 12,    // ends SVG or MathML
  kLine = 1 << 13,         // stands on a line of its own
  kCell = 1 << 14,         // is parted from its neighbours by a blank
  kNoText = 1 << 15,       // its text is no text of the page
  kNoReopen = 1 << 16,     // its start tag does not open formatting again
  kInItem = 1 << 17,       // special, but an item outside is still found past it
  kPage = 1 << 18,         // begins a part of the page: html, head, body, frames
};
// NOLINTEND(readability-identifier-naming)
}  // namespace trait
extern const std::array<std::uint32_t, kTags> kTraits;
inline std::uint32_t traits_of(Tag tag) {
  return kTraits[static_cast<std::size_t>(tag)];
}
inline bool has(Tag tag, std::uint32_t any_of) {
  return (traits_of(tag) & any_of) != 0;
}

// What the standard's tree construction reads an HTML element's content as, scripts not running.
Content content_of(Tag tag);

// The attributes somebody asks for.
enum class AttributeName : std::uint8_t {
  Other,
  Action,
  Alt,
  Background,
  Bgcolor,
  Class,
  Color,
  Content,
  Data,
  DataOriginal,
  DataSrc,
  Encoding,
  Face,
  Height,
  Hidden,
  Href,
  HttpEquiv,
  Id,
  Name,
  Property,
  Scrollamount,
  Scrolldelay,
  Sitecode,
  Size,
  Src,
  Style,
  Title,
  Type,
  Width,
  Handler,  // every name that begins with "on"
};
constexpr std::uint32_t attribute_bit(AttributeName name) {
  return 1u << static_cast<unsigned>(name);
}
extern const NameTable<7> kAttributeTable;
inline AttributeName attribute_name_of(std::string_view name, std::uint64_t key) {
  if (name.size() > 2 && (key & 0xFFFF) == (scan::key_of("on") & 0xFFFF)) return AttributeName::Handler;
  return static_cast<AttributeName>(kAttributeTable.find(name, key));
}
std::string_view name_of(AttributeName name);

}  // namespace huabiao::monitor
