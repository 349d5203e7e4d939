#pragma once
// LabAllowance: the operator's visible permission to visit a laboratory instead of the net. With it every host and port
// is asked at one server (Host header and TLS name kept); without it nothing but public addresses is ever connected to.
// It is the only way to reach loopback.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huabiao::monitor::fetch {

class LabAllowance {
 public:
  // "127.0.0.1:8080:8443": address, port for http, port for https. An IPv6 address stands in brackets.
  // Fails: fetch.bad_lab.
  static Result<LabAllowance> parse(std::string_view text);

  // The same from its parts; "localhost" stands for 127.0.0.1. Fails: fetch.bad_lab.
  static Result<LabAllowance> grant(std::string_view host, std::uint16_t plain_port, std::uint16_t tls_port);

  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] std::uint16_t plain_port() const { return plain_port_; }
  [[nodiscard]] std::uint16_t tls_port() const { return tls_port_; }
  [[nodiscard]] std::string to_string() const;  // what parse reads
  bool operator==(const LabAllowance&) const = default;

 private:
  LabAllowance(std::string address, std::uint16_t plain_port, std::uint16_t tls_port)
      : address_(std::move(address)), plain_port_(plain_port), tls_port_(tls_port) {}
  std::string address_;
  std::uint16_t plain_port_, tls_port_;
};

}  // namespace huabiao::monitor::fetch
