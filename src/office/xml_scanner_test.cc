#include "office/xml_scanner.h"

#include <expat.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace huabiao::office {
namespace {

// What a document says, in one string both engines can be compared by. "!" at the end: refused.
std::string scanned(std::string_view document, XmlLimits limits = {}) {
  MemorySource source(document);
  XmlScanner scanner(source, limits);
  std::string story;
  for (;;) {
    switch (scanner.next()) {
      case XmlScanner::Token::Start:
        story += "<" + std::string(scanner.name()) + " " + std::string(scanner.attribute("a")) + ">";
        break;
      case XmlScanner::Token::End:
        story += "</" + std::string(scanner.name()) + ">";
        break;
      case XmlScanner::Token::Text:
        story += scanner.text();
        break;
      case XmlScanner::Token::Over:
        return story;
      case XmlScanner::Token::Bad:
        return story + "!" + scanner.take_error().code;
    }
  }
}

std::string by_expat(std::string_view document) {
  struct Teller {
    std::string story;
  } teller;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  const auto local = [](std::string_view name) { return std::string(name.substr(name.find(':') + 1)); };
  static const auto kLocal = local;
  XML_SetUserData(parser, &teller);
  XML_SetElementHandler(
      parser,
      [](void* user, const XML_Char* name, const XML_Char** attributes) {
        std::string a;
        for (; *attributes; attributes += 2)
          if (std::string_view(attributes[0]) == "a") a = attributes[1];
        static_cast<Teller*>(user)->story += "<" + kLocal(name) + " " + a + ">";
      },
      [](void* user, const XML_Char* name) { static_cast<Teller*>(user)->story += "</" + kLocal(name) + ">"; });
  XML_SetCharacterDataHandler(parser, [](void* user, const XML_Char* text, int length) {
    static_cast<Teller*>(user)->story.append(text, static_cast<std::size_t>(length));
  });
  const bool good = XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return good ? teller.story : "!";
}

std::string random_document(int depth) {
  const auto piece = *rc::gen::element<std::string>(
      "", "文字", "a &amp; b", "&#20826;&#x5150;", "\r\n", "\r", "<!-- - x -->", "<![CDATA[<b>&amp;]] ]]>", "<?p q?>",
      "&quot;&apos;&lt;&gt;", " ", "<e/>", "<e a='>'/>", "<p:e  a = \"v'\" />");
  if (depth == 0) return piece;
  std::string out = piece;
  const auto children = *rc::gen::inRange(0, 4);
  const auto name = *rc::gen::element<std::string>("row", "x:c", "is", "v_1");
  out += "<" + name + *rc::gen::element<std::string>("", " a=\"1\"", " b='2' a='文' ", "\n") + ">";
  for (int i = 0; i < children; ++i) out += random_document(depth - 1);
  return out + "</" + name + *rc::gen::element<std::string>("", " ") + ">" +
         *rc::gen::element<std::string>("", "tail", "<!---->");
}

}  // namespace

RC_GTEST_PROP(XmlScanner, TellsWhatExpatTells, ()) {
  const std::string document = "<?xml version=\"1.0\"?>\n<r xmlns:x='u' xmlns:p='u'>" + random_document(4) + "</r>\n";
  RC_ASSERT(scanned(document) == by_expat(document));
}

RC_GTEST_PROP(XmlScanner, RefusesWhatIsCutShort, ()) {
  const std::string document = "<r>" + random_document(3) + "</r>";
  const auto length = *rc::gen::inRange<std::size_t>(0, document.size());
  RC_ASSERT(scanned(document.substr(0, length)).find('!') != std::string::npos);
}

TEST(XmlScanner, CarriesTextReferencesAndTagsAcrossItsWindow) {
  // Tokens land on every position around the window's end.
  for (std::size_t shift = 0; shift < 40; ++shift) {
    const std::string filler(XmlLimits::kWindowBytes - 20 - shift, 'x');
    const std::string document = "<r>" + filler + "&#20826;\r\n<c a=\"文\"><![CDATA[]]x]]></c><!-- c --></r>";
    ASSERT_EQ(scanned(document), by_expat(document)) << shift;
  }
}

TEST(XmlScanner, RefusesADocumentType) {
  EXPECT_EQ(scanned("<!DOCTYPE r [<!ENTITY a \"b\">]><r>&a;</r>"), "!office.dtd");
}

TEST(XmlScanner, RefusesEntitiesItDoesNotKnow) {
  EXPECT_EQ(scanned("<r>&nbsp;</r>"), "<r >!office.bad_xml");
}

TEST(XmlScanner, RefusesCharactersXmlDoesNotHave) {
  for (const std::string_view reference :
       {"&#0;", "&#xD800;", "&#x110000;", "&#xFFFE;", "&#99999999999;", "&#;", "&#x;"})
    EXPECT_EQ(scanned("<r>" + std::string(reference) + "</r>"), "<r >!office.bad_xml") << reference;
}

TEST(XmlScanner, RefusesElementsNestedTooDeep) {
  std::string document;
  for (int i = 0; i < 100'000; ++i) document += "<a>";
  EXPECT_TRUE(scanned(document, {.depth = 8}).ends_with("!office.bad_xml"));
}

TEST(XmlScanner, RefusesATagLongerThanItsWindow) {
  const std::string document = "<r a=\"" + std::string(2 * XmlLimits::kWindowBytes, 'x') + "\"/>";
  EXPECT_EQ(scanned(document), "!office.bad_xml");
}

TEST(XmlScanner, RefusesWhatIsNotOneElement) {
  for (const std::string_view document : {"", " ", "<a></b>", "<a/><b/>", "<a>", "</a>", "x<a/>", "<a/>x", "<>",
                                          "< a/>", "<a", "<a b=\"", "<!ELEMENT a>", "<a><b></a></b>"})
    EXPECT_NE(scanned(document).find("!office.bad_xml"), std::string::npos) << document;
}

}  // namespace huabiao::office
