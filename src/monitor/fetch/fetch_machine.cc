#include "monitor/fetch/fetch_machine.h"

#include <algorithm>
#include <fmt/format.h>

#include "web/host.h"
#include "web/ip_range.h"

namespace huabiao::monitor::fetch {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool names_this_machine(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost");
}

std::string without_fragment(web::Url url) {
  url.fragment.clear();
  return url.to_string();
}

// IPv4 first: most of the sites asked and many of the lines asked from have nothing else that works.
std::vector<std::string> in_order(std::vector<std::string> addresses, std::size_t at_most) {
  std::stable_partition(addresses.begin(), addresses.end(),
                        [](const std::string& address) { return address.find(':') == std::string::npos; });
  if (addresses.size() > at_most) addresses.resize(at_most);
  return addresses;
}

bool another_address_may_help(Ending ending) {
  return ending == Ending::ConnectRefused || ending == Ending::Unreachable || ending == Ending::ConnectTimeout;
}

}  // namespace

FetchMachine::FetchMachine(const FetchLimits& limits, std::optional<LabAllowance> lab, NamesBy names_by)
    : limits_(limits), lab_(std::move(lab)), names_by_(names_by) {}

FetchStep FetchMachine::begin(std::string_view url) {
  asked_ = std::string(url);
  auto parsed = web::parse_url(url);
  if (!parsed) return Finished{Outcome::BadUrl, fmt::format("{}: {}", parsed.error().code, parsed.error().detail)};
  url_ = *std::move(parsed);
  url_.userinfo.clear();  // a name and password in an address are never sent
  return enter();
}

FetchStep FetchMachine::enter() {
  seen_.push_back(without_fragment(url_));
  address_.clear();
  addresses_.clear();
  if (names_this_machine(url_.host))
    return Finished{Outcome::RefusedAddress, fmt::format("{} is this machine itself", url_.host)};
  if (const web::Reach reach = web::reach_of(url_.host); reach != web::Reach::NotAnAddress) {
    address_ = url_.host;
    if (reach != web::Reach::Public)
      return Finished{Outcome::RefusedAddress, fmt::format("{} is {}", url_.host, web::to_string(reach))};
    addresses_ = {url_.host};
  }
  if (lab_ && (names_by_ == NamesBy::Nobody || !addresses_.empty())) addresses_ = {lab_->address()};
  if (names_by_ == NamesBy::Proxy) addresses_ = {std::string()};
  if (addresses_.empty()) return Resolve{url_.host};
  return transfer();
}

FetchStep FetchMachine::on(const Resolved& answer, Millis elapsed) {
  elapsed_ = elapsed;
  const auto because = [&](std::string_view what) {
    return fmt::format("{}: {} ({})", url_.host, what, answer.detail);
  };
  switch (answer.what) {
    case Resolved::What::NoSuchName:
      return Finished{Outcome::DnsNoSuchName, because("no such name")};
    case Resolved::What::NoAddress:
      return Finished{Outcome::DnsNoAddress, because("the name has no address")};
    case Resolved::What::Failure:
      return Finished{Outcome::DnsFailure, because("the name could not be resolved")};
    case Resolved::What::Silent:
      return Finished{Outcome::NotVisited, std::string(kResolversSilent)};
    case Resolved::What::Addresses:
      break;
  }
  if (answer.addresses.empty()) return Finished{Outcome::DnsNoAddress, because("the name has no address")};
  for (const std::string& address : answer.addresses) {
    const web::Reach reach = web::reach_of(address);
    if (reach == web::Reach::Public) continue;
    address_ = address;
    return Finished{Outcome::RefusedAddress,
                    fmt::format("{} resolves to {}, which is {}", url_.host, address, web::to_string(reach))};
  }
  addresses_ = lab_ ? std::vector{lab_->address()} : in_order(answer.addresses, limits_.addresses);
  return transfer();
}

FetchStep FetchMachine::transfer() {
  address_ = addresses_.front();
  addresses_.erase(addresses_.begin());
  const Millis left = limits_.total - elapsed_;
  if (left <= Millis(0)) return Finished{Outcome::Timeout, fmt::format("over {} ms", limits_.total.count())};
  const Millis connect = addresses_.empty() ? limits_.connect : limits_.connect / 3;
  const bool secure = url_.scheme == "https";
  const std::uint16_t port = lab_ ? (secure ? lab_->tls_port() : lab_->plain_port()) : url_.effective_port();
  return Transfer{
      .url = url_, .address = address_, .port = port, .time_left = left, .connect_time = std::min(connect, left)};
}

FetchStep FetchMachine::on(const TransferEnd& end, Millis elapsed) {
  elapsed_ = elapsed;
  if (end.status != 0) chain_.push_back({without_fragment(url_), end.status, address_});
  const bool answered =
      end.ending == Ending::Complete || end.ending == Ending::BodyLimit || end.ending == Ending::BrokenEncoding;
  // The body of a redirect is of no interest, so neither is how it ended.
  const bool cut_after_headers = end.ending == Ending::Reset || end.ending == Ending::Failure;
  if ((answered || cut_after_headers) && is_redirect(end.status) && !end.location.empty())
    return redirect(end.location);
  if (!answered) return after_failure(end);
  return finish(end);
}

FetchStep FetchMachine::after_failure(const TransferEnd& end) {
  if (another_address_may_help(end.ending) && !addresses_.empty()) return transfer();
  return finish(end);
}

FetchStep FetchMachine::redirect(std::string_view location) {
  const std::string shown(location.substr(0, 200));
  if (location.size() > limits_.location_bytes)
    return Finished{Outcome::BadUrl, fmt::format("redirected to an address of {} bytes", location.size())};
  auto target = web::resolve(url_, location);
  if (!target) return Finished{Outcome::BadUrl, fmt::format("redirected to {}: {}", shown, target.error().code)};
  target->userinfo.clear();
  const std::string text = without_fragment(*target);
  if (std::find(seen_.begin(), seen_.end(), text) != seen_.end())
    return Finished{Outcome::RedirectLoop, fmt::format("redirected back to {}", text)};
  if (static_cast<int>(seen_.size()) > limits_.redirects)
    return Finished{Outcome::TooManyRedirects, fmt::format("more than {} redirects", limits_.redirects)};
  url_ = *std::move(target);
  return Follow{text};
}

FetchStep FetchMachine::follow(Millis elapsed) {
  elapsed_ = elapsed;
  return enter();
}

Finished FetchMachine::finish(const TransferEnd& end) const {
  const auto at = [&](std::string_view what) {
    return fmt::format("{} {}{}{}", address_.empty() ? url_.host : address_, what, end.detail.empty() ? "" : ": ",
                       end.detail);
  };
  switch (end.ending) {
    case Ending::Complete:
    case Ending::BodyLimit:
    case Ending::BrokenEncoding:
      if (end.status < 200 || end.status > 299) return {Outcome::HttpError, fmt::format("answered {}", end.status)};
      if (end.ending == Ending::BrokenEncoding) return {Outcome::HttpError, at("sent a body that cannot be decoded")};
      if (end.body_empty) return {Outcome::Empty, fmt::format("answered {} without a body", end.status)};
      return {Outcome::Ok, {}};
    case Ending::HeaderLimit:
      return {Outcome::HttpError, at("sent more header than is read")};
    case Ending::NotHttp:
      return {Outcome::HttpError, at("did not answer in HTTP")};
    case Ending::ConnectRefused:
      return {Outcome::ConnectRefused, at("refused the connection")};
    case Ending::Unreachable:
      return {Outcome::ConnectTimeout, at("cannot be reached")};
    case Ending::ConnectTimeout:
      return {Outcome::ConnectTimeout, at("did not take the connection in time")};
    case Ending::TlsFailure:
      return {Outcome::TlsFailure, at("gave no TLS handshake")};
    case Ending::Timeout:
      return {Outcome::Timeout, at("did not finish in time")};
    case Ending::Reset:
      return {Outcome::Reset, at("cut the connection")};
    case Ending::WrongAddress:
      return {Outcome::RefusedAddress, at("would not have been the one connected to")};
    case Ending::Failure:
      return {Outcome::Reset, at("failed")};
  }
  return {Outcome::Reset, at("failed")};
}

}  // namespace huabiao::monitor::fetch
