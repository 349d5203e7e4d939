#pragma once
// Destination: where a channel leads and how it proves who speaks. Secrets live here and nowhere else; they are never
// logged. Values.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "web/url.h"

namespace huabiao::deliver {

// The operator's visible permission to connect to addresses inside, for a mail relay or an Alertmanager on the
// intranet. Without it only public addresses are ever connected to. A cloud's address for its own machines stays
// refused.
class PrivateAddresses {
 public:
  static PrivateAddresses allowed_by_the_operator() { return {}; }

 private:
  PrivateAddresses() = default;
};

struct Mail {
  enum class Security { Tls, StartTls, None };  // None: only where PrivateAddresses are allowed
  std::string host;
  std::uint16_t port = 0;
  Security security = Security::Tls;
  std::string user, secret;  // empty: no authentication
  std::string from;
  std::vector<std::string> to;
};

struct Webhook {
  web::Url url;
  std::string secret;
};

struct Alertmanager {
  web::Url url;              // /api/v2/alerts is added
  std::string user, secret;  // basic authentication; empty: none
};

struct Chat {
  enum class Preset { DingTalk, WeCom, Feishu, Slack };
  Preset preset = Preset::Slack;
  web::Url url;        // holds the robot's token: a secret itself
  std::string secret;  // what DingTalk and Feishu sign with; empty: not signed
};

struct Syslog {
  enum class Transport { Tcp, Udp };
  Transport transport = Transport::Tcp;
  std::string host;
  std::uint16_t port = 0;
};

struct Destination {
  std::variant<Mail, Webhook, Alertmanager, Chat, Syslog> how;
  std::optional<PrivateAddresses> private_addresses;
  std::string ca_file;  // PEM, trusted beside the system's authorities; empty: none

  // What may be shown: "mail.example.gov.cn:465".
  [[nodiscard]] std::string address() const;
};

}  // namespace huabiao::deliver
