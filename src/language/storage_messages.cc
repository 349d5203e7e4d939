#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> storage_messages() {
  static constexpr Message kMessages[] = {
      {"storage.no_directory", "数据目录无法创建", "The data directory cannot be made",
       "请用 --data 指定一个可写的目录", "Name a directory you may write to with --data"},
      {"storage.not_a_directory", "数据目录的路径不是目录", "The path of the data directory is not a directory",
       "请用 --data 指定一个目录", "Name a directory with --data"},
      {"storage.read_only", "数据目录不可写", "The data directory cannot be written to",
       "请检查目录的属主、权限和挂载方式", "Check the owner, the rights and the mount of the directory"},
      {"storage.disk_full", "磁盘空间不足，本次改动全部撤销", "The disk is full; none of this change was kept",
       "请腾出空间后重试", "Free some space and try again"},
      {"storage.io", "读写数据目录时出错", "Reading or writing the data directory failed",
       "请检查磁盘和文件系统，必要时从备份恢复", "Check the disk and the file system; restore a backup if need be"},
      {"storage.corrupt", "数据库文件已损坏", "The database file is damaged",
       "请停止服务，保留该文件，从最近的备份恢复", "Stop the server, keep the file, restore the latest backup"},
      {"storage.locked", "数据库正被另一个进程长时间占用", "Another process has held the database for too long",
       "请等它结束或停掉它，然后重试", "Wait for it to end or stop it, then try again"},
      {"storage.in_use", "数据目录正被另一个华表进程使用", "Another huabiao process uses this data directory",
       "请停掉它，或用 --data 指定另一个目录", "Stop it, or name another directory with --data"},
      {"storage.lease_lost", "本进程曾失去响应，另一台服务器已接替，不再写入任何结果",
       "This process was silent and another server took its place; it writes nothing more",
       "无需处理；若要它继续待命，请以 --standby 启动，并查清当时为何停顿",
       "Nothing has to be done; start it with --standby to have it stand by, and find out why it stood still"},
      {"storage.newer_schema", "数据库由更新版本的华表写成", "The database was written by a newer huabiao",
       "请安装新版本，或用 --data 指定另一个目录", "Install the newer version, or name another directory with --data"},
      {"storage.not_ours", "该数据库文件不是华表的", "The database file is not one of huabiao's",
       "请用 --data 指定另一个目录", "Name another directory with --data"},
      {"storage.too_big", "要保存的内容超出上限", "What was to be kept is over the limit", "请缩短内容后重试",
       "Shorten it and try again"},
      {"evidence.wrong_digest", "证据内容与其摘要不符", "The evidence does not have the digest it was given",
       "请重新采集", "Capture it again"},
      {"evidence.damaged", "证据文件已损坏", "The evidence file is damaged", "请检查磁盘，必要时从备份恢复该文件",
       "Check the disk; restore the file from a backup if need be"},
      {"pages.damaged", "留存的首页已损坏", "A kept home page is damaged",
       "请检查磁盘；pages.db 可以在停机后删除，从新开始留存",
       "Check the disk; pages.db may be deleted while the server is stopped, and begins anew"},
      {"samples.damaged", "访问记录已损坏", "Kept samples are damaged", "请检查磁盘，必要时从备份恢复 samples.db",
       "Check the disk; restore samples.db from a backup if need be"},
      {"round.unfinished", "已有一轮检查尚未结束", "A round is not finished yet",
       "请继续或停止该轮检查后再开始新的一轮", "Go on with it or stop it before another begins"},
      {"round.none", "没有这一轮检查", "There is no such round", "请从检查列表中选择",
       "Choose one from the list of rounds"},
      {"round.bad_cursor", "翻页标记无效", "The cursor is not valid here", "请从第一页重新开始",
       "Start again from the first page"},
      {"finding.none", "没有这条发现", "There is no such finding", "请从发现列表中选择",
       "Choose one from the list of findings"},
  };
  return kMessages;
}

}  // namespace huabiao::language
