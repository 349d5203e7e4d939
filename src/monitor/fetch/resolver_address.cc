#include "monitor/fetch/resolver_address.h"

#include <charconv>
#include <fmt/format.h>

#include "web/ip_range.h"

namespace huabiao::monitor::fetch {
namespace {

constexpr const char* kForm = "ADDRESS or ADDRESS:PORT, e.g. 192.0.2.53 or [2001:db8::53]:5353";
constexpr std::uint16_t kDnsPort = 53;

}  // namespace

Result<ResolverAddress> ResolverAddress::parse(std::string_view text, const std::optional<LabAllowance>& lab) {
  ResolverAddress read;
  std::string_view host = text;
  const std::size_t colon = text.rfind(':');
  const bool bare_six = !text.starts_with('[') && colon != text.find(':');
  if (colon != std::string_view::npos && !bare_six && !text.ends_with(']')) {
    host = text.substr(0, colon);
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, read.port);
    if (error != std::errc() || stop != end || read.port == 0)
      return fail(Kind::Invalid, "fetch.bad_resolver", std::string(text), kForm);
  }
  const auto address = web::canonical_ip(host);
  if (!address) return fail(Kind::Invalid, "fetch.bad_resolver", std::string(text), kForm);
  read.address = *address;
  if (web::reach_of(read.address) == web::Reach::Loopback && !lab)
    return fail(Kind::Invalid, "fetch.resolver_needs_lab", std::string(text));
  return read;
}

Result<std::vector<ResolverAddress>> ResolverAddress::parse_all(const std::vector<std::string>& texts,
                                                                const std::optional<LabAllowance>& lab) {
  std::vector<ResolverAddress> all;
  for (const std::string& text : texts) {
    auto one = parse(text, lab);
    if (!one) return fail(std::move(one));
    all.push_back(*std::move(one));
  }
  return all;
}

std::string ResolverAddress::name() const {
  return port == kDnsPort ? address : endpoint();
}

std::string ResolverAddress::endpoint() const {
  const bool six = address.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", six ? "[" : "", address, six ? "]" : "", port);
}

}  // namespace huabiao::monitor::fetch
