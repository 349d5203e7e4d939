#pragma once
// Responder: what each host says to each request, as a script of steps that the server plays. It decides, the server
// obeys; no sockets here. Thread: one (it fills a cache).

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "estate.h"

namespace huabiao::badweb {

struct Request {
  std::string_view method, path;  // path with query
  std::string host;               // lower case, no port
  bool secure = false;
  bool accepts_gzip = false;
  bool searched = false;  // comes from a search engine: its spider, or a visitor it sends
};

struct Step {
  enum class What {
    Send,         // `length` bytes of `bytes` from `offset`
    SendForever,  // all of `bytes` again and again, until the peer is gone or the server's limit is met
    Wait,
    Reset,  // RST, no good-bye
    Close,
  };
  What what = What::Send;
  std::shared_ptr<const std::string> bytes;
  std::size_t offset = 0, length = 0;
  std::chrono::milliseconds wait{0};
};
using Script = std::vector<Step>;  // after its last step the connection serves the next request

// What the TLS port does with a hello for a name.
struct Hello {
  enum class What { Serve, Alert, Reset };
  What what = What::Serve;
  Certificate certificate = Certificate::Good;
};

struct ResponderLimits {
  std::size_t cache_bytes = 256U << 20;  // front pages kept ready; beyond it they are made anew each time
};

// What a long run does to the sites beside what their condition says.
struct Strain {
  // Of healthy sites, in percent. Changing: of the answers with a front page, it is another one from then on. Hanging,
  // refusing: of the sites, they say nothing for a minute; they reset every connection.
  int changing = 0, hanging = 0, refusing = 0;
  // Attacks and outages come and go: at first all are there, then each site is well for so long, and sick for so long.
  // 0: they stay.
  std::chrono::seconds living{0};
};
using Elapsed = std::function<std::chrono::milliseconds()>;  // since the server began

class Responder {
 public:
  // Every time of a script is multiplied by `time_scale`. Lifetime: `estate` outlives the responder.
  Responder(const Estate& estate, double time_scale, ResponderLimits limits = {}, Strain strain = {},
            Elapsed elapsed = {},      // empty: by the steady clock
            std::string newest = {});  // the day pages show as their newest; empty: none beside those drawn

  Script reply(const Request& request);
  [[nodiscard]] Hello hello(const std::string& host);

 private:
  using Bytes = std::shared_ptr<const std::string>;
  Script site_reply(const Site& site, const Host& host, const Request& request);
  Script front(const Site& site, const Request& request);
  Script paced(const Site& site, const Request& request);
  Script redirected(const Site& site, const Request& request);
  Script inner(const Site& site, const Request& request);
  Script strained(const Site& site);
  const Site& as_now(const Site& site);
  [[nodiscard]] std::string_view newest_of(const Site& site) const;
  [[nodiscard]] bool refuses(const Site& site) const;
  Bytes front_bytes(const Site& site, bool gzip);
  [[nodiscard]] Step wait(double seconds) const;

  const Estate& estate_;
  double time_scale_;
  ResponderLimits limits_;
  std::unordered_map<std::uint64_t, Bytes> cache_;
  std::size_t cached_bytes_ = 0;
  const Strain strain_;
  const std::string newest_;
  const Elapsed elapsed_;
  std::unordered_map<std::uint64_t, Site> recovered_;        // sick sites as they are while they are well
  std::uint64_t answers_ = 0;                                // of strained sites
  std::unordered_map<std::uint64_t, std::size_t> editions_;  // of front pages that have changed, by site
};

}  // namespace huabiao::badweb
