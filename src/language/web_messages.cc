#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> web_messages() {
  static constexpr Message kMessages[] = {
      {"web.bad_host", "这不是合法的域名", "This is no valid host name",
       "请填写网站域名，如 www.example.gov.cn 或 示例.政务，不要带空格和其他符号",
       "Give the site's domain, such as www.example.gov.cn or 示例.政务, without spaces and other signs"},
      {"web.host_too_long", "域名过长", "The host name is too long", "请核对域名：每段最多63个字符，全长最多253个字符",
       "Check the name: at most 63 characters between dots and 253 in all"},
      {"web.bad_ip_address", "这不是合法的IP地址", "This is no valid IP address",
       "请填写如 192.0.2.1 或 2001:db8::1 的地址，或改填域名",
       "Give an address such as 192.0.2.1 or 2001:db8::1, or the site's domain"},
      {"web.bad_url", "这不是合法的网址", "This is no valid web address",
       "请填写完整网址，如 https://www.example.gov.cn/", "Give the whole address, such as https://www.example.gov.cn/"},
      {"web.not_http", "只接受 http 和 https 网址", "Only http and https addresses are taken",
       "请改用以 http:// 或 https:// 开头的网址", "Use an address that begins with http:// or https://"},
  };
  return kMessages;
}

}  // namespace huabiao::language
