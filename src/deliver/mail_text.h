#pragma once
// A message as a mail: RFC 5322 with RFC 2047 subject. Pure; any thread.

#include <string>
#include <string_view>

#include "base/bilingual.h"
#include "deliver/destination.h"
#include "notice/message.h"

namespace huabiao::deliver {

// One '@', both sides printable ASCII without white space, quotes and brackets: it stands in headers as it is.
bool is_mail_address(std::string_view text);

// A header's text as encoded words, folded: no line over 76 characters, whatever the text holds.
std::string encoded_words(std::string_view text, std::size_t first_line_used);

// Requires: from and to are mail addresses. Lines end in CRLF.
std::string mail_text(const Mail& mail, const notice::Message& message, Language language, TimePoint now);

}  // namespace huabiao::deliver
