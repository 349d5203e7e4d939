#include "office/xml_scanner.h"

#include <cstring>

#include "base/utf8.h"

namespace huabiao::office {
namespace {

using Token = XmlScanner::Token;
constexpr std::size_t kNone = std::string_view::npos;

bool is_xml_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool ends_name(char c) {
  return is_xml_space(c) || c == '/' || c == '>' || c == '=';
}

std::string_view local_name(std::string_view qualified) {
  for (std::size_t i = 0; i < qualified.size(); ++i)
    if (qualified[i] == ':') return qualified.substr(i + 1);
  return qualified;
}

// Ends a run of text that can be handed out as it stands.
bool is_special(char c) {
  return c == '<' || c == '&' || c == '\r';
}

// XML 1.0 2.2
bool is_xml_char(char32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

// "#20826" or "#x5150"; 0 when it is no character.
char32_t numeric_reference(std::string_view body) {
  body.remove_prefix(1);
  const bool hex = body.starts_with('x');
  if (hex) body.remove_prefix(1);
  if (body.empty() || body.size() > 8) return 0;
  char32_t value = 0;
  for (const char c : body) {
    char32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<char32_t>(c - '0');
    } else if (hex && ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')) {
      digit = static_cast<char32_t>((c | 0x20) - 'a' + 10);
    } else {
      return 0;
    }
    value = value * (hex ? 16 : 10) + digit;
  }
  return is_xml_char(value) ? value : 0;
}

char named_reference(std::string_view name) {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  return 0;
}

}  // namespace

XmlScanner::XmlScanner(ByteSource& source, XmlLimits limits)
    : source_(source), limits_(limits), window_(XmlLimits::kWindowBytes) {}

bool XmlScanner::refill() {
  if (drained_) return false;
  if (at_ > 0) {
    std::memmove(window_.data(), window_.data() + at_, end_ - at_);
    passed_ += at_;
    end_ -= at_;
    at_ = 0;
  }
  if (end_ == window_.size()) return false;  // one thing fills the window: its caller calls it too long
  auto count = source_.read(std::span(window_).subspan(end_));
  if (!count) {
    error_ = std::move(count).error();
    drained_ = true;
    return false;
  }
  drained_ = *count == 0;
  end_ += *count;
  return *count > 0;
}

bool XmlScanner::have(std::size_t count) {
  while (end_ - at_ < count)
    if (!refill()) return false;
  return true;
}

XmlScanner::Token XmlScanner::fail_with(std::string_view what) {
  over_ = true;
  if (error_.code.empty())
    error_ =
        Error{Kind::Unreadable, "office.bad_xml", std::string(what) + " at byte " + std::to_string(passed_ + at_), {}};
  return Token::Bad;
}

XmlScanner::Token XmlScanner::next() {
  if (over_) return error_.code.empty() ? Token::Over : Token::Bad;
  if (empty_element_) {
    empty_element_ = false;
    name_ends_.pop_back();
    open_names_.resize(name_ends_.empty() ? 0 : name_ends_.back());
    return Token::End;
  }
  for (;;) {
    if (in_cdata_) return cdata();
    if (at_ == end_ && !refill()) {
      if (!error_.code.empty() || !name_ends_.empty() || !seen_root_) return fail_with("the document ends too early");
      over_ = true;
      return Token::Over;
    }
    const Token token = window_[at_] == '<' ? markup() : character_data();
    if (token != Token::Over) return token;  // Over from these two: nothing for the caller, go on
  }
}

XmlScanner::Token XmlScanner::character_data() {
  const char* const from = window_.data() + at_;
  const char* const end = window_.data() + end_;
  const char* stop = from;
  while (stop < end && !is_special(*stop)) ++stop;
  const bool plain = stop == end || *stop == '<';
  if (!plain) {
    stop = static_cast<const char*>(std::memchr(stop, '<', static_cast<std::size_t>(end - stop)));
    if (!stop) stop = end;
  }
  auto length = static_cast<std::size_t>(stop - from);
  if (stop == end && !plain && !drained_) {
    // The run goes on behind the window. Keep a reference, and a \r before its \n, in one piece.
    const std::string_view run(from, length);
    const std::size_t reference = run.rfind('&');
    if (reference != kNone && run.find(';', reference) == kNone) length = reference;
    if (length > 0 && run[length - 1] == '\r') --length;
    if (length == 0) {
      if (!refill() && (end_ == window_.size() || !error_.code.empty())) return fail_with("a reference without end");
      return Token::Over;
    }
  }
  std::string_view raw(from, length);
  if (name_ends_.empty()) {  // outside the root only white space and, before everything, a byte order mark
    if (passed_ + at_ == 0 && raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
    for (const char c : raw)
      if (!is_xml_space(c)) return fail_with("text outside the root element");
    at_ += length;
    return Token::Over;
  }
  if (!plain && !undo_references(raw)) return fail_with("an unknown reference");
  text_ = plain ? raw : std::string_view(undone_);
  at_ += length;
  return Token::Text;
}

bool XmlScanner::undo_references(std::string_view raw) {
  undone_.clear();
  while (!raw.empty()) {
    const std::size_t special = raw.find_first_of("&\r");
    undone_.append(raw.substr(0, special));
    if (special == kNone) return true;
    raw.remove_prefix(special + 1);
    if (raw.data()[-1] == '\r') {
      if (!raw.starts_with('\n')) undone_ += '\n';
      continue;
    }
    const std::size_t semicolon = raw.substr(0, 16).find(';');
    if (semicolon == kNone || semicolon == 0) return false;
    const std::string_view body = raw.substr(0, semicolon);
    if (body[0] == '#') {
      const char32_t c = numeric_reference(body);
      if (c == 0) return false;
      utf8::append(undone_, c);
    } else if (const char c = named_reference(body)) {
      undone_ += c;
    } else {
      return false;
    }
    raw.remove_prefix(semicolon + 1);
  }
  return true;
}

XmlScanner::Token XmlScanner::markup() {
  if (!have(2)) return fail_with("a tag without end");
  const char kind = window_[at_ + 1];
  if (kind == '/') return end_tag();
  if (kind == '?') return skip_past("?>") ? Token::Over : fail_with("an instruction without end");
  if (kind != '!') return start_tag();
  have(9);
  const std::string_view here(window_.data() + at_, end_ - at_);
  if (here.starts_with("<!--")) {
    at_ += 4;
    return skip_past("-->") ? Token::Over : fail_with("a comment without end");
  }
  if (here.starts_with("<![CDATA[")) {
    if (name_ends_.empty()) return fail_with("text outside the root element");
    at_ += 9;
    in_cdata_ = true;
    return Token::Over;
  }
  if (here.starts_with("<!DOCTYPE")) {
    error_ = Error{Kind::Unreadable, "office.dtd", "<!DOCTYPE", {}};
    return fail_with({});
  }
  return fail_with("unknown markup");
}

XmlScanner::Token XmlScanner::cdata() {
  for (;;) {
    const std::string_view here(window_.data() + at_, end_ - at_);
    const std::size_t close = here.find("]]>");
    if (close == 0) {
      at_ += 3;
      in_cdata_ = false;
      return next();
    }
    const std::size_t safe = close != kNone ? close : here.size() > 2 ? here.size() - 2 : 0;
    if (safe > 0) {
      text_ = here.substr(0, safe);
      at_ += safe;
      return Token::Text;
    }
    if (!refill()) return fail_with("a CDATA section without end");
  }
}

bool XmlScanner::skip_past(std::string_view end) {
  for (;;) {
    const std::string_view here(window_.data() + at_, end_ - at_);
    const std::size_t found = here.find(end);
    if (found != kNone) {
      at_ += found + end.size();
      return true;
    }
    if (here.size() > end.size()) at_ = end_ - end.size() + 1;
    if (!refill()) return false;
  }
}

std::size_t XmlScanner::find_tag_end(std::size_t from) {
  // Names and values are a few bytes long: a plain loop beats a library call for each.
  char quote = 0;
  for (std::size_t offset = from;;) {
    const char* const start = window_.data() + at_;
    const std::size_t have = end_ - at_;
    for (; offset < have; ++offset) {
      const char c = start[offset];
      if (quote) {
        if (c == quote) quote = 0;
      } else if (c == '>') {
        return offset;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '<') {
        return kNone;
      }
    }
    if (!refill()) return kNone;
  }
}

XmlScanner::Token XmlScanner::start_tag() {
  const std::size_t close = find_tag_end(1);
  if (close == kNone) return fail_with("a tag without end");
  std::string_view tag(window_.data() + at_ + 1, close - 1);
  empty_element_ = tag.ends_with('/');
  if (empty_element_) tag.remove_suffix(1);
  std::size_t length = 0;
  while (length < tag.size() && !ends_name(tag[length])) ++length;
  const std::string_view qualified = tag.substr(0, length);
  if (qualified.empty() || (length < tag.size() && !is_xml_space(tag[length]))) return fail_with("a tag without name");
  if (name_ends_.empty() && seen_root_) return fail_with("a second root element");
  if (name_ends_.size() >= limits_.depth) return fail_with("elements nested too deep");
  seen_root_ = true;
  open_names_ += qualified;
  name_ends_.push_back(static_cast<std::uint32_t>(open_names_.size()));
  name_ = local_name(qualified);
  attribute_text_ = tag.substr(length);
  split_attributes();
  at_ += close + 1;
  return Token::Start;
}

XmlScanner::Token XmlScanner::end_tag() {
  const std::size_t close = find_tag_end(2);
  if (close == kNone) return fail_with("a tag without end");
  std::string_view tag(window_.data() + at_ + 2, close - 2);
  while (!tag.empty() && is_xml_space(tag.back())) tag.remove_suffix(1);
  const Token token = close_element(tag);
  if (token == Token::End) at_ += close + 1;
  return token;
}

XmlScanner::Token XmlScanner::close_element(std::string_view qualified) {
  if (name_ends_.empty()) return fail_with("an end tag without its start");
  const std::size_t begin = name_ends_.size() > 1 ? name_ends_[name_ends_.size() - 2] : 0;
  if (std::string_view(open_names_).substr(begin) != qualified) return fail_with("an end tag of another element");
  name_ends_.pop_back();
  open_names_.resize(begin);
  name_ = local_name(qualified);
  return Token::End;
}

void XmlScanner::split_attributes() {
  std::string_view rest = attribute_text_;
  attributes_.clear();
  const auto skip_space = [&] {
    while (!rest.empty() && is_xml_space(rest.front())) rest.remove_prefix(1);
  };
  for (;;) {
    skip_space();
    std::size_t length = 0;
    while (length < rest.size() && !ends_name(rest[length])) ++length;
    const std::string_view name = rest.substr(0, length);
    rest.remove_prefix(length);
    skip_space();
    if (!rest.starts_with('=')) return;
    rest.remove_prefix(1);
    skip_space();
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return;
    std::size_t close = 1;
    while (close < rest.size() && rest[close] != rest[0]) ++close;
    if (close == rest.size()) return;
    attributes_.emplace_back(name, rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
  }
}

std::string_view XmlScanner::attribute(std::string_view wanted) const {
  for (const auto& [name, value] : attributes_)
    if (name == wanted) return value;
  return {};
}

}  // namespace huabiao::office
