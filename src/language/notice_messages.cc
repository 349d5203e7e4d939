#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> notice_messages() {
  static constexpr Message kMessages[] = {
      {"notice.no_such_channel", "没有这个通道", "There is no such channel",
       "huabiao channel list 列出 huabiao.toml 中的通道", "huabiao channel list names those of huabiao.toml"},
      {"notice.no_such_delivery", "没有这条投递记录", "There is no such delivery", "请刷新列表后重试",
       "Reload the list and try again"},
      {"notice.channel_gone", "该通道已从设置中移除", "The channel is no longer in the settings",
       "恢复该通道后，新的消息会重新投递", "Put the channel back; what happens from then on is told over it"},
      {"notice.set_aside", "该问题已被处置，不再通知", "The finding was set aside by a decision and is not told",
       "撤销处置后会再次通知", "Withdraw the decision and it is told again"},
      {"settings.bad_channel", "huabiao.toml 中有一个通道的设置有误", "A channel in huabiao.toml is not set up rightly",
       "按提示改正该 [[channel]]，写法见使用手册“通知”",
       "Correct that [[channel]]; the guide's page on telling shows each kind"},
      {"settings.no_secret", "通道的密钥文件读不出", "A channel's secret cannot be read",
       "检查文件是否存在、非空，运行账户能否读取",
       "See that the file is there, holds one line, and that the account may read it"},
      {"deliver.no_such_name", "接收方的域名解析不出", "The receiver's name cannot be resolved",
       "检查通道地址与本机的域名解析", "Check the channel's address and this machine's resolver"},
      {"deliver.refused_address", "接收方是内网地址，未连接",
       "The receiver is at a private address and was not connected to",
       "确属内网服务时，在该通道写 private_addresses = \"allow\"",
       "If it is a server inside, say private_addresses = \"allow\" for this channel"},
      {"deliver.unreachable", "连接不上接收方", "The receiver cannot be reached", "检查地址、端口与防火墙；会自动重试",
       "Check address, port and firewall; it is tried again by itself"},
      {"deliver.timeout", "接收方没有及时应答", "The receiver did not answer in time", "检查接收方是否繁忙；会自动重试",
       "See whether the receiver is busy; it is tried again by itself"},
      {"deliver.tls", "与接收方的加密连接建立不起来", "No trusted TLS connection to the receiver",
       "检查其证书，或用 ca_file 指定信任的 CA", "Check its certificate, or name the authority to trust with ca_file"},
      {"deliver.cut_off", "连接中途断开", "The connection broke off", "会自动重试", "It is tried again by itself"},
      {"deliver.stopped", "服务器停止，投递中断", "The delivery was broken off when the server stopped",
       "下次启动后重试", "It is tried again at the next start"},
      {"deliver.answer_too_long", "接收方的应答过长", "The receiver's answer is too long", "检查通道地址是否正确",
       "Check that the address is the receiver's"},
      {"deliver.redirected", "接收方要求转到别处，未跟随", "The receiver redirects elsewhere; that is not followed",
       "把通道地址改为最终地址", "Give the channel its final address"},
      {"deliver.refused", "接收方拒绝了消息", "The receiver refused the message", "按其应答检查账号、密钥或签名",
       "See its answer; check account, secret or signature"},
      {"deliver.failed", "投递失败", "The delivery failed", "按所示原因检查；会自动重试",
       "See the reason shown; it is tried again by itself"},
  };
  return kMessages;
}

}  // namespace huabiao::language
