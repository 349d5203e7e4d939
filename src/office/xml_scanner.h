#pragma once
// XmlScanner: the fast way through the big parts of a workbook, where a general parser spends most of the time on what
// spreadsheets never use. Takes UTF-8 XML without a document type and hands out start tags, end tags and text, checks
// nesting and names of end tags, and nothing that costs more. Expat is the slow engine it is tested against.
// Bytes arrive through a window of fixed size; memory does not grow with the document. Thread: one.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "office/byte_source.h"

namespace huabiao::office {

struct XmlLimits {
  static constexpr std::size_t kWindowBytes = 256 << 10;  // also the longest tag, comment opener or reference
  std::uint32_t depth = 64;                               // of nested elements; bounds the stack of open names
};

class XmlScanner {
 public:
  enum class Token : std::uint8_t { Start, End, Text, Over, Bad };

  // Requires: the source outlives the scanner.
  explicit XmlScanner(ByteSource& source, XmlLimits limits = {});

  // After Over and Bad it stays there. An empty element gives Start, then End.
  Token next();

  // The element's name without its prefix. Requires: the last token was Start or End. Lifetime: until next().
  [[nodiscard]] std::string_view name() const { return name_; }
  // An attribute by its name as written, references not undone; empty when absent. Requires: the last token was Start.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  // A piece of text, references undone, line ends as \n. Requires: the last token was Text. A text may come in
  // several pieces. Lifetime: until next().
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::size_t depth() const { return name_ends_.size(); }  // of open elements
  [[nodiscard]] Error take_error() { return std::move(error_); }         // Requires: the last token was Bad.

 private:
  Token markup();
  Token character_data();
  Token start_tag();
  Token end_tag();
  Token cdata();
  Token fail_with(std::string_view what);
  void split_attributes();
  bool undo_references(std::string_view raw);
  bool skip_past(std::string_view end);        // false: the document ends before it
  bool refill();                               // false: nothing more comes
  bool have(std::size_t count);                // at least that many bytes in the window?
  std::size_t find_tag_end(std::size_t from);  // offset of the '>' that ends the tag; npos: none comes
  Token close_element(std::string_view qualified);

  ByteSource& source_;
  XmlLimits limits_;
  std::vector<char> window_;
  std::size_t at_ = 0, end_ = 0;  // the unread bytes of the window
  bool drained_ = false, empty_element_ = false, over_ = false, seen_root_ = false, in_cdata_ = false;
  std::string_view name_, text_, attribute_text_;
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;  // of the last start tag
  std::string undone_;                                                     // text with references undone
  std::string open_names_;                // qualified names of the open elements, one behind the other
  std::vector<std::uint32_t> name_ends_;  // where each ends
  std::uint64_t passed_ = 0;              // bytes that left the window
  Error error_;
};

}  // namespace huabiao::office
