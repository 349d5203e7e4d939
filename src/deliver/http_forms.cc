#include "deliver/http_forms.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/utf8.h"
#include "deliver/signature.h"

namespace huabiao::deliver {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMillis = 1'000;

json::string text(std::string_view from) {
  return json::string(utf8::scrub(from));
}

json::object both(const Bilingual& words) {
  return {{"zh", text(words.zh)}, {"en", text(words.en)}};
}

json::object message_document(const notice::Message& message) {
  json::value finding(nullptr), site(nullptr);
  if (message.finding) {
    finding = json::object{{"id", message.finding.value},
                           {"rule", text(message.rule)},
                           {"category", monitor::to_string(message.category)},
                           {"severity", monitor::to_string(message.severity)},
                           {"first_seen", to_iso(message.first_seen)}};
    site = json::object{{"id", message.site},
                        {"name", text(message.site_name)},
                        {"host", text(message.host)},
                        {"address", text(message.address)}};
  }
  return {{"schema", 1},
          {"key", message.key},
          {"happening", message.finding ? notice::to_string(message.what) : std::string_view("trial")},
          {"at", to_iso(message.at)},
          {"finding", std::move(finding)},
          {"site", std::move(site)},
          {"title", both(message.title)},
          {"text", both(message.text)},
          {"link", message.link.empty() ? json::value(nullptr) : json::value(text(message.link))}};
}

// Alertmanager forgets an alert that nobody repeats, unless it says itself when it ends.
constexpr std::chrono::days kUntilResolved{3650};

json::object alert_document(const notice::Message& message, Language language) {
  const bool over = notice::ends(message.what);
  const bool trial = !message.finding;
  constexpr std::chrono::minutes kTrial{1};
  const TimePoint end = over ? message.at : trial ? message.at + kTrial : message.at + kUntilResolved;
  json::object alert{{"labels",
                      {{"alertname", text(message.rule)},
                       {"site", std::to_string(message.site)},
                       {"category", monitor::to_string(message.category)},
                       {"severity", monitor::to_string(message.severity)},
                       {"finding", std::to_string(message.finding.value)}}},
                     {"annotations",
                      {{"summary", text(message.title.in(language))},
                       {"description", text(message.text.in(language))},
                       {"site_name", text(message.site_name)},
                       {"host", text(message.host)},
                       {"key", message.key}}},
                     {"endsAt", to_iso(end)}};
  // What ends an alert leaves its beginning as it was told.
  if (!over) alert["startsAt"] = to_iso(message.at);
  if (!message.link.empty()) alert["generatorURL"] = text(message.link);
  return alert;
}

std::string chat_text(const notice::Message& message, Language language, const DeliverLimits& limits) {
  return std::string(
      utf8::cut(without_markup(message.title.in(language) + "\n" + message.text.in(language)), limits.chat_bytes));
}

std::string slack_text(std::string_view plain) {
  std::string out;
  for (const char c : plain) {
    if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

json::object chat_document(const Chat& chat, std::string_view words, std::int64_t seconds) {
  switch (chat.preset) {
    case Chat::Preset::DingTalk:
    case Chat::Preset::WeCom:
      return {{"msgtype", "text"}, {"text", {{"content", text(words)}}}};
    case Chat::Preset::Feishu: {
      json::object out{{"msg_type", "text"}, {"content", {{"text", text(words)}}}};
      if (!chat.secret.empty()) {
        out["timestamp"] = std::to_string(seconds);
        out["sign"] = feishu_signature(chat.secret, seconds);
      }
      return out;
    }
    case Chat::Preset::Slack:
      return {{"text", text(slack_text(words))}, {"mrkdwn", false}};
  }
  return {};
}

std::string said(const HttpAnswer& answer, const DeliverLimits& limits) {
  const std::string words = utf8::squeeze(utf8::scrub(answer.body));
  return fmt::format("HTTP {}{}{}", answer.status, words.empty() ? "" : ": ",
                     utf8::cut(words, limits.kept_answer_bytes));
}

}  // namespace

Post webhook_post(const Webhook& webhook, const notice::Message& message, TimePoint now) {
  Post post{.url = webhook.url, .headers = {}, .body = json::serialize(message_document(message))};
  const std::int64_t seconds = to_millis(now) / kMillis;
  post.headers = {"Content-Type: application/json", "X-Huabiao-Key: " + message.key,
                  fmt::format("X-Huabiao-Timestamp: {}", seconds),
                  "X-Huabiao-Signature: " + webhook_signature(webhook.secret, seconds, post.body)};
  return post;
}

Post alertmanager_post(const Alertmanager& alertmanager, const notice::Message& message, Language language) {
  Post post{.url = alertmanager.url, .headers = {"Content-Type: application/json"}};
  while (post.url.path.ends_with('/')) post.url.path.pop_back();
  post.url.path += "/api/v2/alerts";
  post.body = json::serialize(json::array{alert_document(message, language)});
  post.user = alertmanager.user;
  post.secret = alertmanager.secret;
  return post;
}

Post chat_post(const Chat& chat, const notice::Message& message, Language language, TimePoint now,
               const DeliverLimits& limits) {
  Post post{.url = chat.url, .headers = {"Content-Type: application/json"}};
  if (chat.preset == Chat::Preset::DingTalk && !chat.secret.empty())
    post.url.query += fmt::format("{}timestamp={}&sign={}", post.url.query.empty() ? "" : "&", to_millis(now),
                                  percent_encode(dingtalk_signature(chat.secret, to_millis(now))));
  post.body = json::serialize(chat_document(chat, chat_text(message, language, limits), to_millis(now) / kMillis));
  return post;
}

std::string without_markup(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "＜";
        break;
      case '>':
        out += "＞";
        break;
      case '@':
        out += "＠";
        break;
      case '[':
        out += "［";
        break;
      case ']':
        out += "］";
        break;
      case '`':
        out += "｀";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Done check_answer(const HttpAnswer& answer, const DeliverLimits& limits) {
  if (answer.status / 100 == 2) return {};
  if (answer.status / 100 == 3) return fail(Kind::Unavailable, "deliver.redirected", said(answer, limits));
  return fail(Kind::Unavailable, "deliver.refused", said(answer, limits));
}

Done check_chat_answer(Chat::Preset preset, const HttpAnswer& answer, const DeliverLimits& limits) {
  if (auto good = check_answer(answer, limits); !good || preset == Chat::Preset::Slack) return good;
  boost::system::error_code error;
  const json::value read = json::parse(answer.body, error);
  const json::object* const object = error ? nullptr : read.if_object();
  if (object != nullptr)
    for (const std::string_view key : {"errcode", "code", "StatusCode"})
      if (const json::value* code = object->if_contains(key)) {
        if (code->is_int64() && code->as_int64() == 0) return {};
        break;
      }
  return fail(Kind::Unavailable, "deliver.refused", said(answer, limits));
}

}  // namespace huabiao::deliver
