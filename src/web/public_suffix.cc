// The two questions of host.h which the public suffix list answers.

#include <array>
#include <functional>
#include <libpsl.h>
#include <memory>

#include "web/host.h"
#include "web/ip_address.h"

namespace huabiao::web {
namespace {

struct Free {
  void operator()(psl_ctx_t* list) const { psl_free(list); }
};

// The newer of the system's list and the one inside libpsl; read once, then constant. nullptr: none, names are then
// judged by their last label alone.
const psl_ctx_t* suffix_list() {
  static const std::unique_ptr<psl_ctx_t, Free> list(psl_latest(nullptr));
  return list.get();
}

// Registries the list does not hold: .政务.cn and .公益.cn, run beside .政务 and .公益 by the same registry.
constexpr std::string_view kFurtherSuffixes[] = {"xn--zfr164b.cn", "xn--55qw42g.cn"};

std::string_view suffix_of(std::string_view host) {
  if (host.empty() || host.front() == '.' || host.find(':') != std::string_view::npos || read_ipv4(host)) return {};
  for (const std::string_view suffix : kFurtherSuffixes)
    if (same_or_under(host, suffix)) return suffix;
  const std::string name(host);
  const char* suffix = suffix_list() ? psl_unregistrable_domain(suffix_list(), name.c_str()) : nullptr;
  if (suffix != nullptr) return host.substr(static_cast<std::size_t>(suffix - name.c_str()));
  const std::size_t dot = host.rfind('.');
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

}  // namespace

std::string suffix_list_file() {
  const char* file = psl_dist_filename();
  return file != nullptr ? file : "";
}

std::string public_suffix(std::string_view ascii_host) {
  return std::string(suffix_of(ascii_host));
}

bool has_known_suffix(std::string_view ascii_host) {
  if (suffix_list() == nullptr) return true;
  const std::string last(ascii_host.substr(ascii_host.rfind('.') + 1));
  return psl_is_public_suffix2(suffix_list(), last.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

namespace {

std::string registrable_by_list(std::string_view ascii_host) {
  const std::string_view suffix = suffix_of(ascii_host);
  if (suffix.empty() || suffix.size() >= ascii_host.size()) return {};
  const std::string_view before = ascii_host.substr(0, ascii_host.size() - suffix.size() - 1);
  const std::size_t dot = before.rfind('.');
  return std::string(ascii_host.substr(dot == std::string_view::npos ? 0 : dot + 1));
}

}  // namespace

std::string registrable_domain(std::string_view ascii_host) {
  // A page asks for the same few hosts link after link, and each look at the list costs microseconds.
  struct Answer {
    std::string host, domain;
  };
  thread_local std::array<Answer, 64> answers;
  Answer& answer = answers[std::hash<std::string_view>{}(ascii_host) % answers.size()];
  if (answer.host != ascii_host) answer = {std::string(ascii_host), registrable_by_list(ascii_host)};
  return answer.domain;
}

std::string bought_name(std::string_view ascii_host) {
  std::string domain = registrable_domain(ascii_host);
  return domain.empty() ? std::string(ascii_host) : domain;
}

}  // namespace huabiao::web
