#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> fetch_messages() {
  static constexpr Message kMessages[] = {
      {"fetch.bad_lab", "实验服务器的写法不对", "The lab server is not written as it should be",
       "写成 地址:HTTP端口:HTTPS端口", "Write ADDRESS:PLAINPORT:TLSPORT"},
      {"fetch.bad_header", "附加请求头的写法不对", "A header to send is not written as one", "写成 名称: 值",
       "Write Name: value"},
      {"fetch.secret_header", "不得附加含有凭据的请求头：它会发往每一个被访问的网站",
       "A header that carries credentials would be sent to every site visited", "去掉这个请求头",
       "Leave this header out"},
      {"fetch.bad_ca_file", "无法读取 CA 证书文件", "The file of CA certificates cannot be read",
       "给出一个 PEM 格式的证书文件", "Give a file of certificates in PEM"},
      {"fetch.no_authorities", "系统中没有可信的 CA 证书", "The system has no trusted CA certificates",
       "安装 ca-certificates 软件包，或用 --ca-file 指定", "Install the package ca-certificates, or give --ca-file"},
      {"fetch.no_dns", "无法使用系统的域名解析设置", "The system's name resolution cannot be set up",
       "检查 /etc/resolv.conf", "Look at /etc/resolv.conf"},
      {"fetch.bad_resolver", "解析服务器的写法不对", "The name server to ask is not written as one",
       "写成 IP 地址，或 IP 地址:端口", "Write an IP address, or an IP address and its port"},
      {"fetch.resolver_needs_lab", "只有在实验模式下才可指定本机上的解析服务器",
       "A name server on this machine may be named only in a lab", "去掉这个解析服务器，或加上 --lab",
       "Leave it out, or give --lab"},
      {"registration.bad_registry", "注册局服务器写法不对", "The registry's server cannot be read",
       "写成 后缀=https://主机/路径/ 或 后缀=whois://主机[:端口]",
       "Write SUFFIX=https://HOST/PATH/ or SUFFIX=whois://HOST[:PORT]"},
      {"registration.needs_lab", "只有在实验模式下才可指定非公网地址的注册局服务器",
       "A registry's server at an address that is not public may be named only in a lab",
       "去掉这个服务器，或加上 --lab", "Leave it out, or give --lab"},
      {"fetch.bad_proxy", "代理地址无法使用", "The proxy cannot be used", "写成 http://主机:端口",
       "Write http://host:port"},
      {"fetch.lab_with_proxy", "实验模式与代理不能同时使用", "A lab and a proxy cannot be used together",
       "去掉其中一个", "Leave one of them out"},
  };
  return kMessages;
}

}  // namespace huabiao::language
