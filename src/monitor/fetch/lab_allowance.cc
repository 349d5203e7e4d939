#include "monitor/fetch/lab_allowance.h"

#include <charconv>
#include <fmt/format.h>

#include "web/ip_range.h"

namespace huabiao::monitor::fetch {
namespace {

constexpr const char* kForm = "ADDRESS:PLAINPORT:TLSPORT, e.g. 127.0.0.1:8080:8443";

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

Result<LabAllowance> LabAllowance::parse(std::string_view text) {
  const auto refuse = [&] {
    return fail(Kind::Invalid, "fetch.bad_lab", std::string(text),
                "ADDRESS:PLAINPORT:TLSPORT, e.g. 127.0.0.1:8080:8443");
  };
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos || last == 0) return refuse();
  const std::size_t middle = text.rfind(':', last - 1);
  if (middle == std::string_view::npos) return refuse();
  const auto plain = port_of(text.substr(middle + 1, last - middle - 1));
  const auto tls = port_of(text.substr(last + 1));
  if (!plain || !tls) return refuse();
  return grant(text.substr(0, middle), *plain, *tls);
}

Result<LabAllowance> LabAllowance::grant(std::string_view host, std::uint16_t plain_port, std::uint16_t tls_port) {
  const auto address = web::canonical_ip(host == "localhost" ? "127.0.0.1" : host);
  if (!address || plain_port == 0 || tls_port == 0)
    return fail(Kind::Invalid, "fetch.bad_lab", fmt::format("{}:{}:{}", host, plain_port, tls_port), kForm);
  return LabAllowance(*address, plain_port, tls_port);
}

std::string LabAllowance::to_string() const {
  const bool six = address_.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}:{}", six ? "[" : "", address_, six ? "]" : "", plain_port_, tls_port_);
}

}  // namespace huabiao::monitor::fetch
