#include "monitor/parse/tokenizer.h"

#include <algorithm>
#include <array>
#include <bit>

#include "monitor/parse/ascii.h"
#include "monitor/parse/scan.h"

namespace huabiao::monitor {
namespace {

// What a byte ends; '>' ends everything but a quoted value, so that loops over a finished tag need no look at the end.
// NOLINTNEXTLINE(readability-identifier-naming): read as constants, combined as bits
enum Class : std::uint8_t { kSpace = 1, kEndsTagName = 2, kEndsAttributeName = 4, kEndsUnquoted = 8, kAlpha = 16 };

constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\f', '\r'})
    classes[static_cast<unsigned char>(c)] = kSpace | kEndsTagName | kEndsAttributeName | kEndsUnquoted;
  classes['/'] = kEndsTagName | kEndsAttributeName;
  classes['>'] = kEndsTagName | kEndsAttributeName | kEndsUnquoted;
  classes['='] = kEndsAttributeName;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = classes[c - 'a' + 'A'] = kAlpha;
  return classes;
}();

bool is(char c, std::uint8_t what) {
  return (kClasses[static_cast<unsigned char>(c)] & what) != 0;
}

// Inside a finished tag.
const char* behind_space(const char* at) {
  while (is(*at, kSpace)) ++at;
  return at;
}

const char* skip_space(const char* at, const char* end) {
  while (at != end && is(*at, kSpace)) ++at;
  return at;
}

bool same_name(std::string_view one, std::string_view other) {
  return one.size() == other.size() &&
         std::ranges::equal(
             one, other, {}, [](char c) { return ascii::lower(c); }, [](char c) { return ascii::lower(c); });
}

// What decoding would change: in text and attribute values, in the source of a script.
constexpr scan::Bytes<'&', '\r', '\0'> kTelling;
constexpr scan::Bytes<'\r', '\0'> kTellingRaw;

const char* find_quote(const char* at, const char* end, char quote, bool& telling) {
  return quote == '"' ? scan::find(scan::Bytes<'"'>(), kTelling, at, end, telling)
                      : scan::find(scan::Bytes<'\''>(), kTelling, at, end, telling);
}

std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

// The name at `begin` inside a finished tag, its first byte whatever it is; `kEnds` and white space are of `ends`.
struct Name {
  const char* end;
  std::uint64_t key;
};
template <char... kEnds>
Name read_name(const char* begin, std::uint8_t ends, const char* limit) {
  if constexpr (std::endian::native == std::endian::little) {
    if (limit - begin >= 16) {
      const unsigned found = scan::hits_or_blanks_at<kEnds...>(begin) & ~1U;
      const int length = std::countr_zero(found | 1U << 16);
      if (length < 16 && is(begin[length], ends)) {
        const auto bytes = static_cast<std::size_t>(length);
        return {begin + length, bytes <= 8 ? scan::short_key_of(begin, bytes) : scan::long_key_of({begin, bytes})};
      }
    }
  }
  const char* at = begin + 1;
  while (!is(*at, ends)) ++at;
  return {at, scan::quick_key_of(view(begin, at))};
}

}  // namespace

Tokenizer::Tokenizer(std::string_view markup, Begin begin)
    : begin_(markup.data()),
      end_(markup.data() + markup.size()),
      at_(begin_),
      tags_end_(begin_ + (markup.rfind('>') + 1)),  // npos + 1 is 0
      content_(begin.content),
      last_start_tag_(begin.last_start_tag) {
  attributes_.reserve(16);
}

TokenKind Tokenizer::next() {
  switch (content_) {
    case Content::Data:
      return next_in_data();
    case Content::Rcdata:
      return next_in_text(Decode::Rcdata);
    case Content::RawText:
      return next_in_text(Decode::RawText);
    case Content::ScriptData:
      return next_in_script();
    case Content::CdataSection:
      if (const auto kind = cdata_section(at_)) return *kind;
      return next_in_data();
    case Content::PlainText:
      break;
  }
  return at_ == end_ ? at_end() : characters(at_, end_, Decode::RawText);
}

TokenKind Tokenizer::characters(const char* begin, const char* end, Decode decode, bool as_is) {
  token_.kind = TokenKind::Characters;
  token_.as_is = as_is;
  token_.blank = false;
  token_.decode = decode;
  token_.written = token_.data = view(begin, end);
  at_ = end;
  return token_.kind;
}

TokenKind Tokenizer::at_end() {
  token_ = {};
  token_.written = view(end_, end_);
  at_ = end_;
  content_ = Content::PlainText;
  return TokenKind::End;
}

TokenKind Tokenizer::next_in_data() {
  for (;;) {
    const char* const begin = at_;
    const char* at = begin;
    if (end_ - at > 2 && *at == '<') {  // no text before it, and mostly a tag
      if (is(at[1], kAlpha)) return tag(at, at + 1, TokenKind::StartTag);
      if (at[1] == '/' && is(at[2], kAlpha)) return tag(at, at + 2, TokenKind::EndTag);
    } else if (at != end_ && is(*at, kSpace)) {  // most text is what parts two tags
      at = scan::skip_space(at, end_, end_);
      if (end_ - at > 2 && *at == '<' && (is(at[1], kAlpha) || (at[1] == '/' && is(at[2], kAlpha)))) {
        characters(begin, at, Decode::Text);
        token_.blank = true;
        return token_.kind;
      }
      at = begin;
    }
    bool telling = false;
    for (; (at = scan::find(scan::Bytes<'<'>(), kTelling, at, end_, telling)) != end_; ++at) {
      if (end_ - at < 2) continue;
      const char c = at[1];
      if (is(c, kAlpha) || c == '!' || c == '?' || (c == '/' && end_ - at > 2)) break;
    }
    if (at != begin) return characters(begin, at, Decode::Text, !telling);
    if (at == end_) return at_end();
    if (const auto kind = markup(at)) return *kind;
  }
}

// What begins with the '<' at `open`; nothing for "</>".
std::optional<TokenKind> Tokenizer::markup(const char* open) {
  const char c = open[1];
  if (is(c, kAlpha)) return tag(open, open + 1, TokenKind::StartTag);
  if (c == '!') return declaration(open);
  if (c == '?') return bogus_comment(open, open + 1);
  if (is(open[2], kAlpha)) return tag(open, open + 2, TokenKind::EndTag);
  if (open[2] != '>') return bogus_comment(open, open + 2);
  at_ = open + 3;
  return std::nullopt;
}

TokenKind Tokenizer::tag(const char* open, const char* name, TokenKind kind) {
  if (name >= tags_end_) return at_end();
  const Name read = read_name<'/', '>'>(name, kEndsTagName, end_);
  const char* at = read.end;
  token_.name = view(name, at);
  token_.key = read.key;
  token_.self_closing = false;
  attributes_.clear();
  names_seen_ = 0;
  if (*at != '>') at = read_attributes(at, kind == TokenKind::StartTag);
  if (at == nullptr) return at_end();
  at_ = at + 1;
  token_.kind = kind;
  token_.written = view(open, at_);
  content_ = Content::Data;
  if (kind == TokenKind::StartTag) last_start_tag_ = token_.name;
  return kind;
}

inline void Tokenizer::add_attribute(const RawAttribute& attribute) {
  const std::uint64_t bit = std::uint64_t{1} << ((attribute.key * 0x9E3779B97F4A7C15ULL) >> 58);
  if ((names_seen_ & bit) != 0)
    for (const RawAttribute& other : attributes_)
      if (other.key == attribute.key && same_name(other.name, attribute.name)) return;
  if (attributes_.size() == TokenizerLimits::kAttributes) {
    attributes_dropped_ = true;
    return;
  }
  names_seen_ |= bit;
  attributes_.push_back(attribute);
}

// From behind the tag's name to its '>'; nullptr when a quoted value runs to the end of the markup.
const char* Tokenizer::read_attributes(const char* at, bool keep) {
  for (;;) {
    while (is(*at, kSpace)) ++at;
    if (*at == '>') return at;
    if (*at == '/') {
      if (*++at != '>') continue;
      token_.self_closing = true;
      return at;
    }
    const char* const name = at;  // a '=' here is the name's first character
    const auto [name_end, key] = read_name<'/', '>', '='>(name, kEndsAttributeName, end_);
    at = name_end;
    std::string_view value = view(at, at);
    bool telling = false;
    if (is(*at, kSpace)) at = behind_space(at);
    if (*at == '=') {
      ++at;
      if (is(*at, kSpace)) at = behind_space(at);
      const char quote = *at;
      if (quote == '"' || quote == '\'') {
        const char* const close = find_quote(at + 1, end_, quote, telling);
        if (close == end_ || close + 1 >= tags_end_) return nullptr;
        value = view(at + 1, close);
        at = close + 1;
      } else {
        const char* const unquoted = at;
        while (!is(*at, kEndsUnquoted)) ++at;
        value = view(unquoted, at);
        telling = true;  // perhaps
      }
    }
    if (keep) add_attribute({view(name, name_end), value, key, !telling});
  }
}

bool Tokenizer::follows(const char* at, std::string_view lower) const {
  return static_cast<std::size_t>(end_ - at) >= lower.size() &&
         ascii::starts_with_nocase(view(at, at + lower.size()), lower);
}

std::optional<TokenKind> Tokenizer::declaration(const char* open) {
  if (follows(open + 2, "--")) return comment(open);
  if (follows(open + 2, "doctype")) return doctype(open);
  if (!cdata_allowed_ || !view(open, end_).starts_with("<![CDATA[")) return bogus_comment(open, open + 2);
  return cdata_section(open);
}

TokenKind Tokenizer::comment(const char* open) {
  const char* const data = open + 4;
  token_.kind = TokenKind::Comment;
  const auto done = [&](const char* data_end, const char* behind) {
    token_.data = view(data, data_end);
    token_.written = view(open, behind);
    at_ = behind;
    return token_.kind;
  };
  if (follows(data, ">")) return done(data, data + 1);
  if (follows(data, "->")) return done(data, data + 2);
  for (const char* at = data; (at = scan::find<'-'>(at, end_)) != end_; ++at) {
    if (follows(at, "-->")) return done(at, at + 3);
    if (follows(at, "--!>")) return done(at, at + 4);
  }
  std::string_view rest = view(data, end_);
  for (const std::string_view unfinished : {"--!", "--", "-"})
    if (rest.ends_with(unfinished)) {
      rest.remove_suffix(unfinished.size());
      break;
    }
  return done(data + rest.size(), end_);
}

TokenKind Tokenizer::bogus_comment(const char* open, const char* data) {
  const char* const close = scan::find<'>'>(data, end_);
  token_.kind = TokenKind::Comment;
  token_.data = view(data, close);
  at_ = close == end_ ? end_ : close + 1;
  token_.written = view(open, at_);
  return token_.kind;
}

TokenKind Tokenizer::doctype(const char* open) {
  token_.kind = TokenKind::Doctype;
  token_.force_quirks = false;
  ids_ = {};
  const char* at = skip_space(open + 9, end_);
  const char* const name = at;
  while (at != end_ && !is(*at, kSpace) && *at != '>') ++at;
  token_.name = view(name, at);
  at = skip_space(at, end_);
  if (token_.name.empty() || at == end_)
    token_.force_quirks = true;
  else if (*at != '>')
    at = doctype_ids(at);
  at = scan::find<'>'>(at, end_);
  at_ = at == end_ ? end_ : at + 1;
  token_.written = view(open, at_);
  return token_.kind;
}

// From behind the name; what cannot be read is skipped to the '>' by the caller.
const char* Tokenizer::doctype_ids(const char* at) {
  token_.force_quirks = true;
  const bool is_public = follows(at, "public");
  if (!is_public && !follows(at, "system")) return at;
  at = skip_space(at + 6, end_);
  if (is_public) {
    if (!doctype_id(at, ids_.public_id)) return at;
    at = skip_space(at, end_);
    if (at != end_ && *at == '>') {
      token_.force_quirks = false;
      return at;
    }
  }
  if (!doctype_id(at, ids_.system_id)) return at;
  at = skip_space(at, end_);
  token_.force_quirks = at == end_;
  return at;
}

// False when no identifier stands at `at` or a '>' or the end cuts it short.
bool Tokenizer::doctype_id(const char*& at, std::optional<std::string_view>& id) {
  if (at == end_ || (*at != '"' && *at != '\'')) return false;
  const char quote = *at++;
  const char* const begin = at;
  while (at != end_ && *at != quote && *at != '>') ++at;
  id = view(begin, at);
  if (at == end_ || *at != quote) return false;
  ++at;
  return true;
}

bool Tokenizer::is_last_tags_end(const char* open) const {
  const std::size_t length = last_start_tag_.size();
  return length > 0 && static_cast<std::size_t>(end_ - open) > length + 2 && open[1] == '/' &&
         is(open[2 + length], kEndsTagName) && same_name(view(open + 2, open + 2 + length), last_start_tag_);
}

TokenKind Tokenizer::next_in_text(Decode decode) {
  const char* at = at_;
  bool telling = false;
  while ((at = scan::find(scan::Bytes<'<'>(), kTelling, at, end_, telling)) != end_ && !is_last_tags_end(at)) ++at;
  if (at != at_) return characters(at_, at, decode, !telling);
  return at == end_ ? at_end() : tag(at, at + 2, TokenKind::EndTag);
}

// "<!--" hides end tags only between "<script" and "</script" inside of it, up to "-->".
TokenKind Tokenizer::next_in_script() {
  enum class State : std::uint8_t { Plain, Escaped, DoubleEscaped } state = State::Plain;
  const char* at = at_;
  bool telling = false;
  for (;;) {
    at = state == State::Plain ? scan::find(scan::Bytes<'<'>(), kTellingRaw, at, end_, telling)
                               : scan::find(scan::Bytes<'<', '-'>(), kTellingRaw, at, end_, telling);
    if (at == end_ || (state != State::DoubleEscaped && is_last_tags_end(at))) break;
    const bool closes = end_ - at > 1 && at[1] == '/';
    const char* const name = at + (closes ? 2 : 1);
    if (state == State::Plain) {
      const bool opens = follows(at, "<!--");
      if (opens) state = State::Escaped;
      at += opens ? 2 : 1;  // "<!-->" opens and closes
    } else if (*at == '-') {
      const bool ends = follows(at, "-->");
      if (ends) state = State::Plain;
      at += ends ? 3 : 1;
    } else if (closes == (state == State::DoubleEscaped) && follows(name, "script") && end_ - name > 6 &&
               is(name[6], kEndsTagName)) {
      state = closes ? State::Escaped : State::DoubleEscaped;
      at = name + 7;
    } else {
      ++at;
    }
  }
  if (at != at_) return characters(at_, at, Decode::RawText, !telling);
  return at == end_ ? at_end() : tag(at, at + 2, TokenKind::EndTag);
}

// `open`: the section's "<![CDATA[", or where reading as one begins. Nothing for an empty one.
std::optional<TokenKind> Tokenizer::cdata_section(const char* open) {
  const char* const data = content_ == Content::CdataSection ? open : open + 9;
  content_ = Content::Data;
  const std::size_t length = view(data, end_).find("]]>");
  const bool closed = length != std::string_view::npos;
  const char* const data_end = closed ? data + length : end_;
  const char* const behind = closed ? data_end + 3 : end_;
  characters(data, data_end, Decode::Cdata);
  token_.written = view(open, behind);
  at_ = behind;
  return data == data_end ? std::nullopt : std::optional(token_.kind);
}

}  // namespace huabiao::monitor
