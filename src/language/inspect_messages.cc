#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> inspect_messages() {
  static constexpr Message kMessages[] = {
      {"inspect.cannot_read", "无法读取文件或目录", "A file or folder cannot be read", "请检查路径和读取权限",
       "Check the path and whether it may be read"},
      {"inspect.bad_hosts_file", "主机对照文件的一行无法读取", "A line of the file of hosts cannot be read",
       "每行写“路径,主机”", "Write one path,host a line"},
  };
  return kMessages;
}

}  // namespace huabiao::language
