#include "office/shared_strings.h"

#include "office/xml_scanner.h"
#include "office/xml_text.h"

namespace huabiao::office {

// Ends the string being read.
Done SharedStrings::close(const ReadLimits& limits) {
  const std::size_t begin = ends_.empty() ? 0 : ends_.back();
  undo_cell_escapes(text_, begin);
  const std::string_view text = std::string_view(text_).substr(begin);
  if (!is_xml_text(text)) return fail(Kind::Unreadable, "office.bad_xml", "sharedStrings.xml: text that is not UTF-8");
  if (is_too_long(text))
    return fail(Kind::TooLarge, "office.cell_too_long", "shared string " + std::to_string(ends_.size()));
  if (ends_.size() >= limits.strings)
    return fail(Kind::TooLarge, "office.too_large", "more than " + std::to_string(limits.strings) + " shared strings");
  ends_.push_back(static_cast<std::uint32_t>(text_.size()));
  return {};
}

Result<SharedStrings> SharedStrings::read(ByteSource& source, const ReadLimits& limits) {
  SharedStrings strings;
  XmlScanner scanner(source, {limits.depth});
  bool in_item = false, in_text = false;
  std::size_t phonetic_depth = 0;  // of the open <rPh>; its text tells how to say the string, not what it is
  for (;;) {
    switch (scanner.next()) {
      case XmlScanner::Token::Start: {
        const std::string_view name = scanner.name();
        if (name == "si") in_item = true;
        if (name == "rPh" && phonetic_depth == 0) phonetic_depth = scanner.depth();
        in_text = name == "t" && in_item && phonetic_depth == 0;
        break;
      }
      case XmlScanner::Token::Text:
        if (!in_text) break;
        if (strings.text_.size() + scanner.text().size() > limits.strings_kept)
          return fail(Kind::TooLarge, "office.too_large", "sharedStrings.xml: too much text");
        strings.text_ += scanner.text();
        break;
      case XmlScanner::Token::End:
        in_text = false;
        if (scanner.depth() + 1 == phonetic_depth) phonetic_depth = 0;
        if (scanner.name() != "si") break;
        in_item = false;
        if (Done done = strings.close(limits); !done) return fail(std::move(done));
        break;
      case XmlScanner::Token::Over:
        return strings;
      case XmlScanner::Token::Bad:
        return std::unexpected<Error>(scanner.take_error());
    }
  }
}

}  // namespace huabiao::office
