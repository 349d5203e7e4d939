#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> vantage_messages() {
  static constexpr Message kMessages[] = {
      {"vantage.bad_name", "监测点名称不符合要求", "This is no name for a vantage point",
       "使用 1 到 40 个小写字母、数字或“-”，不能是 local",
       "Use 1 to 40 lower-case letters, digits or '-', and not local"},
      {"vantage.name_taken", "已有同名的监测点", "There is a vantage point of that name already",
       "换一个名称，或先用 huabiao vantage remove 移除", "Choose another, or remove it with huabiao vantage remove"},
      {"vantage.too_many", "监测点数量已达上限", "There are as many vantage points as there may be",
       "先移除不用的监测点", "Remove those that are not used"},
      {"vantage.none", "没有这个监测点", "There is no such vantage point", "用 huabiao vantage list 查看",
       "See huabiao vantage list"},
      {"vantage.bad_token", "监测点令牌无效", "This is no vantage point's token",
       "令牌可能已被撤销：用 huabiao vantage add 重新生成",
       "It may have been revoked: make another with huabiao vantage add"},
      {"vantage.no_such_lease", "没有这项任务，或任务已到期", "There is no such lease, or it is over",
       "丢弃这份结果：任务已由他处完成", "Drop the result: the errand was done elsewhere"},
      {"vantage.other_visits", "结果与任务不符", "The result is not of what was asked",
       "升级监测点的程序，并查看其日志", "Upgrade the vantage point, and look at its log"},
      {"vantage.bad_results", "结果无法识别", "The result cannot be read", "升级监测点的程序，并查看其日志",
       "Upgrade the vantage point, and look at its log"},
      {"vantage.unreachable", "连不上服务器", "The server cannot be reached", "检查网址、网络与证书；会自动重试",
       "Check address, network and certificate; it is tried again by itself"},
      {"vantage.bad_answer", "服务器的答复无法识别", "The server's answer cannot be read",
       "检查网址是否指向华表服务器，两端版本是否一致",
       "Check that the address leads to a huabiao server and that both have the same version"},
      {"vantage.refused", "服务器拒绝了请求", "The server refused the request", "查看服务器日志",
       "Look at the server's log"},
      {"vantage.bad_server", "服务器网址不符合要求", "This is no server address",
       "使用 https://主机[:端口]；明文 http 只用于本机，或加 --plain-http",
       "Use https://HOST[:PORT]; plain http only for this machine, or with --plain-http"},
      {"vantage.no_token_file", "没有给出令牌文件", "No token file is named",
       "用 --token-file 指定 huabiao vantage add 给出的令牌所在文件",
       "Name the file with the token of huabiao vantage add: --token-file"},
      {"vantage.no_queue", "无法使用结果队列目录", "The folder of waiting results cannot be used",
       "检查 --data 目录的权限与磁盘空间", "Check rights and space of --data"},
  };
  return kMessages;
}

}  // namespace huabiao::language
