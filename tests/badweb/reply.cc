#include "reply.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "footer.h"
#include "gzip.h"
#include "page.h"
#include "random.h"
#include "text.h"

namespace huabiao::badweb {
namespace {

using enum Condition;
using Bytes = std::shared_ptr<const std::string>;

constexpr std::size_t kHugeBytes = 9U << 20;
constexpr std::size_t kBombMebibytes = 256;
constexpr int kTricklePieces = 80;

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 500:
      return "Internal Server Error";
    default:
      return "Service Unavailable";
  }
}

std::string head(int status, std::string_view type, std::size_t length, std::string_view more = {}) {
  return fmt::format("HTTP/1.1 {} {}\r\nServer: nginx\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\r\n", status,
                     reason_of(status), type, length, more);
}

std::string message(int status, std::string_view type, std::string_view body, std::string_view more = {}) {
  return head(status, type, body.size(), more).append(body);
}

Step send(Bytes bytes) {
  const std::size_t length = bytes->size();
  return {Step::What::Send, std::move(bytes), 0, length, {}};
}

Step send(std::string bytes) {
  return send(std::make_shared<const std::string>(std::move(bytes)));
}

Script whole(std::string bytes) {
  return {send(std::move(bytes))};
}

Script moved(int status, std::string_view location) {
  constexpr std::string_view kBody = "<html><head><title>Moved</title></head><body>Moved</body></html>\r\n";
  return whole(message(status, "text/html", kBody, fmt::format("Location: {}\r\n", location)));
}

// Half of the sites name their charset in the header too, the liars always do.
std::string html_type(const Site& site) {
  const bool lying = site.condition == LyingUtf8Label || site.condition == LyingGbLabel;
  return lying || site.index % 2 == 0 ? "text/html; charset=" + site.charset_label : "text/html";
}

bool is_front(std::string_view path) {
  return path == "/" || path == "/index.html" || path.starts_with("/?");
}

Script resource(const Site& site, std::string_view path) {
  // A GIF of one pixel stands for every picture.
  static constexpr std::string_view kPixel(
      "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00"
      "\x01\x00\x00\x02\x02\x44\x01\x00;",
      43);
  if (path == "/inc/foot.js") return whole(message(200, "application/javascript; charset=utf-8", footer_script(site)));
  if (path.starts_with("/js/")) return whole(message(200, "application/javascript", "/* */\n"));
  if (path.starts_with("/css/")) return whole(message(200, "text/css", "body{}\n"));
  if (path.starts_with("/inc/")) return whole(message(200, "text/html", "<html><body></body></html>\n"));
  return whole(message(200, "image/gif", kPixel));
}

// The answer to HEAD: the same head, no body, no tricks after it.
Script head_only(Script script) {
  for (Step& step : script) {
    if (step.what != Step::What::Send || step.offset != 0) continue;
    const std::size_t end = step.bytes->find("\r\n\r\n");
    if (end == std::string::npos) continue;
    step.length = end + 4;
    return {step};
  }
  return script;
}

}  // namespace

Responder::Responder(const Estate& estate, double time_scale, ResponderLimits limits, Strain strain, Elapsed elapsed,
                     std::string newest)
    : estate_(estate),
      time_scale_(time_scale),
      limits_(limits),
      strain_(strain),
      newest_(std::move(newest)),
      elapsed_(elapsed ? std::move(elapsed) : [began = std::chrono::steady_clock::now()] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
      }) {}

// The site as it is at this moment.
const Site& Responder::as_now(const Site& site) {
  const bool passes = (site.condition >= NotFound404 && site.condition <= GzipBomb) ||
                      (site.condition >= DarkDisplayNone && site.condition <= FindsEverything);
  if (strain_.living.count() == 0 || !passes) return site;
  const double phase = static_cast<double>(Random(estate_.options().seed, site.index, "lives").below(1000)) / 1000;
  const double turns = std::chrono::duration<double>(elapsed_()) / strain_.living - phase;
  if (turns < 1 || static_cast<std::int64_t>(turns) % 2 == 0) return site;
  const auto [well, fresh] = recovered_.try_emplace(site.index, site);
  well->second.condition = Healthy;
  return well->second;
}

std::string_view Responder::newest_of(const Site& site) const {
  return site.condition == Stale ? std::string_view() : std::string_view(newest_);
}

Step Responder::wait(double seconds) const {
  return {Step::What::Wait, nullptr, 0, 0, std::chrono::milliseconds(static_cast<long>(seconds * 1000 * time_scale_))};
}

Hello Responder::hello(const std::string& host) {
  const Site* site = estate_.find(host).site;
  if (site != nullptr) site = &as_now(*site);
  if (site == nullptr || site->condition == PlainOnly) return {Hello::What::Alert, Certificate::Good};
  if (site->condition == Down || site->condition == TlsReset || refuses(*site))
    return {Hello::What::Reset, Certificate::Good};
  return {Hello::What::Serve, site->certificate};
}

Script Responder::reply(const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return whole(message(405, "text/plain", "405\n"));
  const Estate::Found found = estate_.find(request.host);
  if (found.site == nullptr) return whole(message(404, "text/plain", "no such host in this estate\n"));
  Script script = site_reply(as_now(*found.site), *found.host, request);
  return request.method == "HEAD" ? head_only(std::move(script)) : script;
}

Script Responder::site_reply(const Site& site, const Host& host, const Request& request) {
  if (site.condition == Down || refuses(site) || (site.condition == TlsOnly && !request.secure))
    return {{Step::What::Reset}};
  if (host.redirects_to_www)
    return moved(301, fmt::format("{}://www.{}{}", request.secure ? "https" : "http", host.name, request.path));
  if (site.http_redirects_to_https && !request.secure)
    return moved(301, fmt::format("https://{}{}", host.name, request.path));
  switch (site.condition) {
    case NotFound404:
      return whole(message(404, "text/html", not_found_page()));
    case Error500:
      return whole(message(500, "text/html", server_error_page(500)));
    case Unavailable503:
      return whole(message(503, "text/html", server_error_page(503), "Retry-After: 600\r\n"));
    case EmptyBody:
      return whole(head(200, html_type(site), 0));
    case SoftNotFound:
      return whole(message(200, html_type(site), soft_not_found_page(site)));
    case FirewallBlock:
      return whole(message(site.index % 2 == 0 ? 403 : 200, html_type(site), firewall_page(site)));
    case RedirectChain:
    case RedirectMany:
    case RedirectLoop:
    case RedirectPrivate:
      return redirected(site, request);
    default:
      return is_front(request.path) ? front(site, request) : inner(site, request);
  }
}

Script Responder::redirected(const Site& site, const Request& request) {
  if (site.condition == RedirectLoop) return moved(302, is_front(request.path) ? "/login.jsp" : "/");
  if (site.condition == RedirectPrivate)
    return moved(302, fmt::format("http://10.20.30.{}/index.html", 1 + site.index % 250));
  const int last = site.condition == RedirectMany ? 8 : 3;
  if (is_front(request.path)) return moved(302, "/go/1");
  if (!request.path.starts_with("/go/")) return inner(site, request);
  const int at = request.path.size() == 5 ? request.path[4] - '0' : last;
  return at < last ? moved(302, fmt::format("/go/{}", at + 1)) : front(site, request);
}

Bytes Responder::front_bytes(const Site& site, bool gzip) {
  const std::uint64_t key = (site.index * 2 + (gzip ? 1 : 0)) * 128 + static_cast<std::uint64_t>(site.condition);
  if (const auto at = cache_.find(key); at != cache_.end()) return at->second;
  const std::string body = encoded(home_page(site, estate_.options().seed, newest_of(site)), site.encoding);
  auto bytes = std::make_shared<const std::string>(
      gzip ? message(200, html_type(site), gzipped(body), "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n")
           : message(200, html_type(site), body));
  if (cached_bytes_ + bytes->size() <= limits_.cache_bytes) {
    cached_bytes_ += bytes->size();
    cache_.emplace(key, bytes);
  }
  return bytes;
}

Script Responder::front(const Site& site, const Request& request) {
  switch (site.condition) {
    case GzipNormal:
      return {send(front_bytes(site, request.accepts_gzip))};
    case GzipBomb: {
      const std::string bomb = gzip_bomb(home_page(site, estate_.options().seed, newest_of(site)), kBombMebibytes);
      return whole(message(200, html_type(site), bomb, "Content-Encoding: gzip\r\n"));
    }
    case HugePage: {
      std::string body = home_page(site, estate_.options().seed, newest_of(site));
      while (body.size() < kHugeBytes) body += "<!-- 统计占位，勿删 -->\n";
      return whole(message(200, html_type(site), body));
    }
    case SlowFirstByte:
    case Trickle:
    case Silent:
    case NeverEnds:
    case Endless:
    case ResetMidBody:
      return paced(site, request);
    case Healthy:
      return strained(site);
    case Cloaked: {
      if (!request.searched) return {send(front_bytes(site, false))};
      Site shown = site;
      shown.condition = TitleHijack;
      return whole(message(200, html_type(site), encoded(home_page(shown, estate_.options().seed), site.encoding)));
    }
    default:
      return {send(front_bytes(site, false))};
  }
}

bool Responder::refuses(const Site& site) const {
  return site.condition == Healthy && Random(estate_.options().seed, site.index, "refuses").chance(strain_.refusing);
}

Script Responder::strained(const Site& site) {
  const std::uint64_t seed = estate_.options().seed;
  if (Random(seed, site.index, "hangs").chance(strain_.hanging)) return {wait(60), {Step::What::Close}};
  const Bytes bytes = front_bytes(site, false);
  if (strain_.changing == 0) return {send(bytes)};
  if (Random(seed, ++answers_, "changes").chance(strain_.changing)) ++editions_[site.index];
  const auto edition = editions_.find(site.index);
  if (edition == editions_.end()) return {send(bytes)};
  std::string body = bytes->substr(bytes->find("\r\n\r\n") + 4);
  body.insert(std::min(body.rfind("</body"), body.size()), fmt::format("<p>No. {}</p>\n", edition->second));
  return whole(message(200, html_type(site), body));
}

Script Responder::paced(const Site& site, const Request& request) {
  const Bytes bytes = front_bytes(site, false);
  const std::size_t half = bytes->size() / 2;
  switch (site.condition) {
    case SlowFirstByte:
      return {wait(4), send(bytes)};
    case Trickle: {
      Script script;
      const std::size_t piece = bytes->size() / kTricklePieces + 1;
      for (std::size_t at = 0; at < bytes->size(); at += piece) {
        script.push_back({Step::What::Send, bytes, at, std::min(piece, bytes->size() - at), {}});
        script.push_back(wait(0.5));
      }
      return script;
    }
    case Silent:
      return {wait(60), {Step::What::Close}};
    case NeverEnds:
      return {{Step::What::Send, bytes, 0, half, {}}, wait(60), {Step::What::Close}};
    case ResetMidBody:
      // The pause lets the first half arrive: a reset at once would overtake it.
      return {{Step::What::Send, bytes, 0, half, {}}, wait(0.3), {Step::What::Reset}};
    default: {  // Endless
      std::string start =
          fmt::format("HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
                      html_type(site));
      const std::string page = home_page(site, estate_.options().seed, newest_of(site));
      start += fmt::format("{:x}\r\n{}\r\n", page.size(), page);
      const std::string filler(16384, '\n');
      if (request.method == "HEAD") return whole(start);
      Step forever = send(fmt::format("{:x}\r\n{}\r\n", filler.size(), filler));
      forever.what = Step::What::SendForever;
      return {send(start), forever};
    }
  }
}

Script Responder::inner(const Site& site, const Request& request) {
  for (const std::string_view place : {"/js/", "/css/", "/images/", "/upload/", "/inc/"})
    if (request.path.starts_with(place)) return resource(site, request.path);
  if (site.condition == DeadLinks && request.path.starts_with("/list/") &&
      Random(estate_.options().seed, hash_of(request.path), "dead").chance(50))
    return whole(message(404, "text/html", not_found_page()));
  for (const std::string_view place : {"/art/", "/list/", "/zwfw/", "/en/", "/wza/"})
    if (request.path.starts_with(place))
      return whole(
          message(200, html_type(site),
                  encoded(inner_page(site, estate_.options().seed, request.path, newest_of(site)), site.encoding)));
  if (site.condition == FindsEverything)
    return whole(
        message(200, html_type(site), encoded(inner_page(site, estate_.options().seed, "/art/"), site.encoding)));
  return whole(message(404, "text/html", not_found_page()));
}

}  // namespace huabiao::badweb
