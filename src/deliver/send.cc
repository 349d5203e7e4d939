#include "deliver/send.h"

#include <array>
#include <unistd.h>

#include "deliver/address_gate.h"
#include "deliver/curl_call.h"
#include "deliver/http_forms.h"
#include "deliver/mail_text.h"
#include "deliver/syslog_text.h"
#include "deliver/syslog_wire.h"

namespace huabiao::deliver {
namespace {

std::string own_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

class Sending {
 public:
  Sending(const Destination& destination, const notice::Message& message, Language language, TimePoint now,
          const std::stop_token& stop, const DeliverLimits& limits)
      : destination_(destination), message_(message), language_(language), now_(now), stop_(stop), limits_(limits) {}

  Done operator()(const Mail& mail) const {
    auto road = road_to(mail.host);
    if (!road) return fail(std::move(road));
    return send_mail(mail, mail_text(mail, message_, language_, now_), *road);
  }
  Done operator()(const Webhook& webhook) const { return checked(webhook_post(webhook, message_, now_)); }
  Done operator()(const Alertmanager& alertmanager) const {
    return checked(alertmanager_post(alertmanager, message_, language_));
  }
  Done operator()(const Chat& chat) const {
    auto answer = answer_to(chat_post(chat, message_, language_, now_, limits_));
    if (!answer) return fail(std::move(answer));
    return check_chat_answer(chat.preset, *answer, limits_);
  }
  Done operator()(const Syslog& syslog) const {
    auto addresses = addresses_of(syslog.host, destination_.private_addresses, limits_);
    if (!addresses) return fail(std::move(addresses));
    return hand_to_syslog(syslog, *addresses, syslog_text(message_, language_, own_name(), limits_), stop_, limits_);
  }

 private:
  [[nodiscard]] Result<Road> road_to(const std::string& host) const {
    auto addresses = addresses_of(host, destination_.private_addresses, limits_);
    if (!addresses) return fail(std::move(addresses));
    return Road{*std::move(addresses), destination_.ca_file, stop_, limits_};
  }
  [[nodiscard]] Result<HttpAnswer> answer_to(const Post& post) const {
    auto road = road_to(post.url.host);
    if (!road) return fail(std::move(road));
    return send_post(post, *road);
  }
  [[nodiscard]] Done checked(const Post& post) const {
    auto answer = answer_to(post);
    if (!answer) return fail(std::move(answer));
    return check_answer(*answer, limits_);
  }

  const Destination& destination_;
  const notice::Message& message_;
  const Language language_;
  const TimePoint now_;
  const std::stop_token& stop_;
  const DeliverLimits& limits_;
};

}  // namespace

Done send(const Destination& destination, const notice::Message& message, Language language, TimePoint now,
          const std::stop_token& stop, const DeliverLimits& limits) {
  return std::visit(Sending(destination, message, language, now, stop, limits), destination.how);
}

}  // namespace huabiao::deliver
