#pragma once
// A message as requests: signed webhook, Alertmanager's API, chat robots; and what their answers mean. Pure; any
// thread.

#include <string>
#include <vector>

#include "base/bilingual.h"
#include "base/result.h"
#include "deliver/destination.h"
#include "deliver/limits.h"
#include "notice/message.h"

namespace huabiao::deliver {

struct Post {
  web::Url url;
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  std::string user, secret;  // basic authentication; empty: none
};

struct HttpAnswer {
  int status = 0;
  std::string body;
};

Post webhook_post(const Webhook& webhook, const notice::Message& message, TimePoint now);
Post alertmanager_post(const Alertmanager& alertmanager, const notice::Message& message, Language language);
Post chat_post(const Chat& chat, const notice::Message& message, Language language, TimePoint now,
               const DeliverLimits& limits = {});

// What others wrote, so that no chat takes it for markup, a mention or a hidden link.
std::string without_markup(std::string_view text);

// Fails: Unavailable deliver.redirected, deliver.refused (another status than 2xx).
Done check_answer(const HttpAnswer& answer, const DeliverLimits& limits = {});
// Robots say no with status 200. Fails: as check_answer.
Done check_chat_answer(Chat::Preset preset, const HttpAnswer& answer, const DeliverLimits& limits = {});

}  // namespace huabiao::deliver
