#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> inspect_messages() {
  static constexpr Message kMessages[] = {
      {"inspect.cannot_read", "无法读取文件或目录", "A file or folder cannot be read", "请检查路径和读取权限",
       "Check the path and whether it may be read"},
      {"inspect.bad_hosts_file", "主机对照文件的一行无法读取", "A line of the file of hosts cannot be read",
       "每行写“路径,主机”", "Write one path,host a line"},
      {"warc.broken", "网页存档（WARC）已损坏", "The web archive (WARC) is broken",
       "之前读出的网页有效；请重新保存存档", "The pages read before it are good; save the archive again"},
      {"warc.not_warc", "这不是网页存档（WARC）", "This is no web archive (WARC)", "请给出 .warc 或 .warc.gz 文件",
       "Give a .warc or .warc.gz file"},
      {"inspect.bad_view", "另一访客的网页写法有误", "A further view is not written rightly",
       "写作 名称=文件，并且只检查一个网页", "Write NAME=FILE, and inspect one page alone"},
      {"inspect.bad_jobs", "同时检查的网页数有误", "The number of pages at once cannot be used", "写 1 到 64",
       "Give 1 to 64"},
      {"inspect.bad_registry", "网站清单无法使用", "The list of sites cannot be used",
       "第一行写列名：site、unit、hosts、site_code、icp、police、mark 中的若干个",
       "Name the columns in the first row: some of site, unit, hosts, site_code, icp, police, mark"},
      {"inspect.reader_died", "阅读该网页的子进程异常退出，没有结果",
       "The process that read the page ended without a result", "其他网页不受影响；请保留该网页并报告此问题",
       "Other pages are not affected; keep this one and report it"},
      {"inspect.reader_hung", "阅读该网页用时过长，已中止", "Reading the page took too long and was ended",
       "其他网页不受影响；请保留该网页并报告此问题", "Other pages are not affected; keep this one and report it"},
      {"compare.bad_window", "变更时段写法有误", "An announced window is not written rightly",
       "写作 起/止，两端均为世界时，如 2026-11-22T01:00:00Z/2026-11-22T03:00:00Z",
       "Write START/END in universal time, such as 2026-11-22T01:00:00Z/2026-11-22T03:00:00Z"},
      {"compare.bad_time", "时间写法有误", "A time is not written rightly", "写作世界时，如 2026-11-22T01:00:00Z",
       "Write universal time, such as 2026-11-22T01:00:00Z"},
  };
  return kMessages;
}

}  // namespace huabiao::language
