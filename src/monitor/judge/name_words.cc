#include "monitor/judge/name_words.h"

#include <utility>

#include "base/utf8.h"

namespace huabiao::monitor {

std::string join_texts(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (out.size() + text.size() > kSnippetBytes / 2) return out + ", ...";
    out += (out.empty() ? "" : ", ") + text;
  }
  return out;
}

std::string expected_text(const ExpectedNames& expected) {
  return "expected (" + std::string(to_string(expected.mode)) + "): " + join_texts(expected.entries);
}

Evidence answer_evidence(const NameAnswer& answer, std::string why) {
  std::string text = answer.resolver + ": A " + std::string(to_string(answer.four)) + ", AAAA " +
                     std::string(to_string(answer.six)) + ", NS " + std::string(to_string(answer.zone));
  const auto add = [&text](std::string_view name, const std::vector<std::string>& list) {
    if (!list.empty()) ((text += "\n") += name) += " " + join_texts(list);
  };
  add("addresses", answer.addresses);
  add("aliases", answer.aliases);
  add("name servers", answer.servers);
  if (answer.ttl >= 0) text += "\nttl " + std::to_string(answer.ttl) + " s";
  return {.offset = -1,
          .length = 0,
          .snippet = std::string(utf8::cut(text, kSnippetBytes)),
          .decoded = {},
          .why = std::move(why)};
}

Bilingual unexpected_words(bool everywhere) {
  if (everywhere)
    return {"域名解析结果与登记的预期不符，域名可能被劫持",
            "the DNS does not answer what is expected; the name may be hijacked"};
  return {"部分域名解析服务器的结果与登记的预期不符", "some resolvers do not answer what is expected"};
}

Bilingual views_differ_words(const std::string& vantage) {
  return {"从本机看解析结果异常，从监测点 " + vantage + " 看正常：更可能是本机的解析服务器或线路被干扰，不判为劫持",
          "the answers are suspicious from here and as usual from the vantage point " + vantage +
              ": our own resolvers or line are the likelier cause, a hijack is not concluded"};
}

Bilingual silent_words(const std::string& zone) {
  return {"域 " + zone + " 的域名服务器没有应答，而同样的解析服务器能解析其他域名",
          "the name servers of " + zone + " do not answer, while the same resolvers answer for other names"};
}

Bilingual private_words(const std::vector<std::string>& addresses) {
  return {"公网域名解析到非公网地址 " + join_texts(addresses),
          "the name leads to addresses that are not public: " + join_texts(addresses)};
}

Bilingual no_six_words() {
  return {"没有 IPv6 地址（AAAA 记录）", "it has no IPv6 address (no AAAA record)"};
}

Bilingual six_words() {
  return {"有 IPv6 地址，但连不上", "it has an IPv6 address that takes no connection"};
}

Bilingual apart_words(const std::string& resolver) {
  return {"解析服务器 " + resolver + " 给出的地址与其他解析服务器完全不同，以前也没有出现过，疑似解析被劫持",
          "the resolver " + resolver +
              " alone gives addresses that no other gives and that were never seen; its answers may be forged"};
}

Bilingual target_words(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  return {"域名别名（CNAME）由 " + join_texts(before) + " 改为 " + join_texts(now),
          "its alias (CNAME) changed from " + join_texts(before) + " to " + join_texts(now)};
}

Bilingual server_words(const std::string& zone, const std::vector<std::string>& before,
                       const std::vector<std::string>& now, bool moved) {
  return {"域 " + zone + " 的域名服务器由 " + join_texts(before) + " 改为 " + join_texts(now) +
              (moved ? "，地址也全部改变" : ""),
          "the name servers of " + zone + " changed from " + join_texts(before) + " to " + join_texts(now) +
              (moved ? ", and so did every address" : "")};
}

Bilingual one_server_words(const std::string& zone, const std::vector<std::string>& servers) {
  return {"域 " + zone + " 只有一台域名服务器 " + join_texts(servers),
          zone + " has only one name server, " + join_texts(servers)};
}

Bilingual ttl_words(std::int64_t before) {
  return {
      "域名记录的缓存时间（TTL）明显变短，原为 " + std::to_string(before) + " 秒",
      "its records may be cached for a much shorter time (TTL) than before: it was " + std::to_string(before) + " s"};
}

}  // namespace huabiao::monitor
