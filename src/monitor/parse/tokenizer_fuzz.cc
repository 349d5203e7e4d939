// Any bytes give tokens that follow each other inside the buffer, each with its parts inside of it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "monitor/parse/tags.h"
#include "monitor/parse/tokenizer.h"

namespace {

using namespace huabiao::monitor;

void check(std::string_view markup, Tokenizer::Begin begin, bool cdata, bool follow) {
  Tokenizer tokenizer(markup, begin);
  tokenizer.allow_cdata(cdata);
  const char* behind = markup.data();
  std::string scratch;
  const auto inside = [](std::string_view part, std::string_view whole) {
    if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) std::abort();
  };
  while (tokenizer.next() != TokenKind::End) {
    const Token& token = tokenizer.token();
    if (token.written.empty() || token.written.data() < behind) std::abort();
    inside(token.written, markup);
    behind = token.written.data() + token.written.size();
    if (token.kind == TokenKind::Characters || token.kind == TokenKind::Comment) {
      inside(token.data, token.written);
      decoded(token.data, token.decode, scratch);
    } else {
      inside(token.name, token.written);
      decoded(token.name, Decode::Name, scratch);
    }
    if (token.kind != TokenKind::StartTag) continue;
    for (const RawAttribute& attribute : tokenizer.attributes()) {
      inside(attribute.name, token.written);
      inside(attribute.value, token.written);
      decoded(attribute.value, Decode::Attribute, scratch);
    }
    if (follow) tokenizer.read_as(content_of(tag_of(token.name, token.key)));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view markup(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto content = static_cast<Content>(data[0] % 6);
  check(markup, {content, (data[0] & 64) != 0 ? "script" : "title"}, (data[0] & 128) != 0, (data[0] & 32) != 0);
  return 0;
}
