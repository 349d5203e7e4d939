#include "deliver/destination.h"

namespace huabiao::deliver {
namespace {

std::string place(const std::string& host, std::uint16_t port) {
  const bool six = host.find(':') != std::string::npos;
  return (six ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

struct Place {
  std::string operator()(const Mail& mail) const { return place(mail.host, mail.port); }
  std::string operator()(const Syslog& syslog) const { return place(syslog.host, syslog.port); }
  template <class Http>
  std::string operator()(const Http& http) const {
    return place(http.url.host, http.url.effective_port());
  }
};

}  // namespace

std::string Destination::address() const {
  return std::visit(Place{}, how);
}

}  // namespace huabiao::deliver
