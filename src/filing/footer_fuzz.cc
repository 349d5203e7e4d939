#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "filing/credit_code.h"
#include "filing/icp.h"
#include "filing/police.h"
#include "filing/site_code.h"

namespace {

void hold(std::string_view text, const std::vector<huabiao::filing::FilingMatch>& matches) {
  for (const auto& match : matches) {
    if (match.offset + match.length > text.size() || match.raw != text.substr(match.offset, match.length)) std::abort();
    if (match.valid == match.normal.empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace huabiao::filing;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  hold(text, find_icp(text));
  hold(text, find_police(text));
  hold(text, find_site_code(text));
  (void)check_icp_link(text);
  (void)check_police_link(text, text);
  (void)read_error_button(text, text, text);
  (void)read_credit_code(text);
  (void)read_organisation_code(text);
  return 0;
}
