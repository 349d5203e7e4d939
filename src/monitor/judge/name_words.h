#pragma once
// The words of judge/names.h's findings, and answers as evidence. Inner to this room. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "base/bilingual.h"
#include "monitor/finding.h"
#include "monitor/names.h"

namespace huabiao::monitor {

std::string join_texts(const std::vector<std::string>& texts);  // ", " between, cut to what evidence may hold
std::string expected_text(const ExpectedNames& expected);
Evidence answer_evidence(const NameAnswer& answer, std::string why);

Bilingual unexpected_words(bool everywhere);
Bilingual views_differ_words(const std::string& vantage);
Bilingual silent_words(const std::string& zone);
Bilingual private_words(const std::vector<std::string>& addresses);
Bilingual no_six_words();
Bilingual six_words();
Bilingual apart_words(const std::string& resolver);
Bilingual target_words(const std::vector<std::string>& before, const std::vector<std::string>& now);
Bilingual server_words(const std::string& zone, const std::vector<std::string>& before,
                       const std::vector<std::string>& now, bool moved);
Bilingual one_server_words(const std::string& zone, const std::vector<std::string>& servers);
Bilingual ttl_words(std::int64_t before);

}  // namespace huabiao::monitor
