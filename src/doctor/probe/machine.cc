// What doctor sees of the machine: certificates, lists, clock, account, kernel, browser and fonts.

#include <algorithm>
#include <array>
#include <fstream>
#include <linux/seccomp.h>
#include <openssl/x509.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/clock.h"
#include "doctor/probe/parts.h"
#include "web/host.h"

namespace huabiao::doctor {
namespace {

namespace fs = std::filesystem;

std::int64_t count_certificates(const fs::path& file, std::size_t most_bytes) {
  std::ifstream in(file, std::ios::binary);
  std::int64_t count = 0;
  std::size_t read = 0;
  for (std::string line; std::getline(in, line) && read < most_bytes; read += line.size() + 1)
    if (line.starts_with("-----BEGIN CERTIFICATE-----") || line.starts_with("-----BEGIN TRUSTED CERTIFICATE-----"))
      ++count;
  return count;
}

// Programs that can draw a page, best known first.
constexpr std::string_view kBrowsers[] = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"};
// Parts of the file names of common fonts that hold Chinese characters.
constexpr std::string_view kChineseFonts[] = {"cjk",        "wqy",    "sourcehan", "source-han", "droidsansfallback",
                                              "simsun",     "simhei", "msyh",      "uming",      "ukai",
                                              "notosanssc", "lxgw"};

std::string find_program(std::string_view name) {
  const char* set = std::getenv("PATH");
  std::string_view rest = set != nullptr ? set : "/usr/bin:/bin";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const fs::path candidate = fs::path(rest.substr(0, end)) / name;
    if (end > 0 && access(candidate.c_str(), X_OK) == 0) return candidate.string();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

bool is_chinese_font(const fs::path& file) {
  std::string name = file.filename().string();
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return std::ranges::any_of(kChineseFonts,
                             [&name](std::string_view part) { return name.find(part) != std::string::npos; });
}

bool has_chinese_font(std::size_t most_files) {
  std::size_t seen = 0;
  for (const char* directory : {"/usr/share/fonts", "/usr/local/share/fonts"}) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
      if (is_chinese_font(at->path())) return true;
      if (++seen >= most_files) return false;
    }
  }
  return false;
}

}  // namespace

TrustWorld look_at_trust(const fs::path& extra_file, const ProbeLimits& limits) {
  TrustWorld trust;
  const char* set = std::getenv(X509_get_default_cert_file_env());
  const fs::path candidates[] = {set != nullptr ? set : "", X509_get_default_cert_file(),
                                 fs::path(X509_get_default_cert_dir()) / "ca-certificates.crt"};
  for (const fs::path& file : candidates) {
    if (file.empty() || trust.certificates > 0) continue;
    trust.file = file.string();
    trust.certificates = count_certificates(file, limits.certificate_bytes);
  }
  if (!extra_file.empty()) {
    trust.extra_file = extra_file.string();
    trust.extra_certificates = count_certificates(extra_file, limits.certificate_bytes);
  }
  return trust;
}

SuffixWorld look_at_suffixes() {
  SuffixWorld suffixes{.file = web::suffix_list_file()};
  struct stat status{};
  suffixes.there = !suffixes.file.empty() && stat(suffixes.file.c_str(), &status) == 0;
  if (suffixes.there) suffixes.dated = from_millis(std::int64_t{status.st_mtim.tv_sec} * 1000);
  return suffixes;
}

ClockWorld look_at_clock(const fs::path& data) {
  ClockWorld clock{.now = SystemClock().now(), .newest_record = newest_file(data)};
  struct timex kernel{};
  const int state = adjtimex(&kernel);  // reads only: no mode bit is set
  clock.synchronised = state == -1 || (state != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0);
  return clock;
}

PictureWorld look_at_pictures(const ProbeLimits& limits) {
  PictureWorld pictures{.chinese_font = has_chinese_font(limits.font_files)};
  for (const std::string_view name : kBrowsers)
    if (pictures.browser.empty()) pictures.browser = find_program(name);
  return pictures;
}

AccountWorld look_at_account() {
  AccountWorld account{.root = geteuid() == 0};
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    account.name = found->pw_name;
  if (account.name.empty()) account.name = std::to_string(geteuid());
  return account;
}

bool look_at_seccomp() {
  std::uint32_t action = SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

}  // namespace huabiao::doctor
