#pragma once
// Tokenizer: the tokenization stage of the WHATWG's HTML standard over one buffer, zero-copy. A token's parts are views
// of the buffer, as written; decoded() in character_references.h gives what they say, and only then references are
// decoded, newlines normalised, names folded. Parse errors are not reported. Time is linear, memory constant. What tree
// construction tells a tokenizer (read a title's text as RCDATA, CDATA sections in SVG) is said by read_as() and
// allow_cdata(). Thread: one.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "monitor/parse/character_references.h"

namespace huabiao::monitor {

struct TokenizerLimits {
  static constexpr std::size_t kAttributes = 200;  // kept of one tag; the others are read and dropped
};

struct Span {  // of the markup a tokenizer or a tree was given
  std::size_t begin = 0, end = 0;
};

enum class TokenKind : std::uint8_t { Doctype, StartTag, EndTag, Comment, Characters, End };

// How the bytes that follow are read: the standard's data, RCDATA, RAWTEXT, script data, PLAINTEXT and CDATA section
// states.
enum class Content : std::uint8_t { Data, Rcdata, RawText, ScriptData, PlainText, CdataSection };

struct RawAttribute {
  std::string_view name, value;  // as written, without quotes; an absent value is empty
  std::uint64_t key = 0;         // scan::key_of(name)
  bool as_is = false;            // the value holds nothing to decode
};

// Which fields count depends on the kind. All views lie in the buffer.
struct Token {
  TokenKind kind = TokenKind::End;
  Decode decode = Decode::Text;  // Characters: how `data` is to be decoded
  bool as_is = false;            // Characters: `data` holds nothing to decode
  bool blank = false;            // Characters: `data` is known to be white space alone
  bool self_closing = false;     // StartTag
  bool force_quirks = false;     // Doctype
  std::string_view written;      // all of it, from '<' to '>'
  std::string_view name;         // StartTag, EndTag, Doctype (empty: missing)
  std::uint64_t key = 0;         // StartTag, EndTag: scan::key_of(name)
  std::string_view data;         // Characters, Comment
};

struct DoctypeIds {
  std::optional<std::string_view> public_id, system_id;
};

class Tokenizer {
 public:
  struct Begin {
    Content content = Content::Data;
    std::string_view last_start_tag = {};  // whose end tag ends RCDATA, RAWTEXT and script data
  };
  // Lifetime: `markup` outlives the tokenizer and every token.
  explicit Tokenizer(std::string_view markup) : Tokenizer(markup, Begin()) {}
  Tokenizer(std::string_view markup, Begin begin);

  // Reads on to the next token; End for ever at the end. Characters come coalesced, but two tokens of them may follow
  // each other where "</>" or the edge of a CDATA section stood between. A tag the buffer does not finish is no token.
  TokenKind next();

  [[nodiscard]] const Token& token() const { return token_; }
  // Of the last start tag, in order, the first of each name; valid until next().
  [[nodiscard]] std::span<const RawAttribute> attributes() const { return attributes_; }
  [[nodiscard]] const DoctypeIds& doctype_ids() const { return ids_; }
  // Of the buffer.
  [[nodiscard]] const char* end() const { return end_; }
  // An attribute of some tag was beyond the limit.
  [[nodiscard]] bool attributes_dropped() const { return attributes_dropped_; }
  [[nodiscard]] Span span_of(std::string_view part) const {
    const auto begin = static_cast<std::size_t>(part.data() - begin_);
    return {begin, begin + part.size()};
  }

  // To be called right after a start tag whose content is no markup.
  void read_as(Content content) { content_ = content; }
  // <![CDATA[ opens a section (the current node is SVG or MathML) or a bogus comment.
  void allow_cdata(bool allowed) { cdata_allowed_ = allowed; }

 private:
  TokenKind next_in_data();
  TokenKind next_in_text(Decode decode);
  TokenKind next_in_script();
  std::optional<TokenKind> markup(const char* open);
  std::optional<TokenKind> declaration(const char* open);
  std::optional<TokenKind> cdata_section(const char* open);
  TokenKind tag(const char* open, const char* name, TokenKind kind);
  const char* read_attributes(const char* at, bool keep);
  void add_attribute(const RawAttribute& attribute);
  TokenKind comment(const char* open);
  TokenKind bogus_comment(const char* open, const char* data);
  TokenKind doctype(const char* open);
  const char* doctype_ids(const char* at);
  bool doctype_id(const char*& at, std::optional<std::string_view>& id);
  TokenKind characters(const char* begin, const char* end, Decode decode, bool as_is = false);
  TokenKind at_end();
  [[nodiscard]] bool is_last_tags_end(const char* open) const;
  [[nodiscard]] bool follows(const char* at, std::string_view lower) const;

  const char *begin_, *end_;
  const char* at_;
  const char* tags_end_;  // behind the last '>': no tag that begins here or later is ever finished
  Content content_;
  bool cdata_allowed_ = false;
  bool attributes_dropped_ = false;
  std::string_view last_start_tag_;
  Token token_;
  DoctypeIds ids_;
  std::uint64_t names_seen_ = 0;  // a bit for each name of this tag: most names need no look at the others
  std::vector<RawAttribute> attributes_;
};

}  // namespace huabiao::monitor
