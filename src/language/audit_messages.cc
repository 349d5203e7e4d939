#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> audit_messages() {
  static constexpr Message kMessages[] = {
      {"audit.not_written", "审计记录无法写入，本次操作未执行", "The audit cannot be written; nothing was done",
       "请通知系统管理员检查磁盘空间和数据目录，然后重试",
       "Ask the system administrator to look at the disk and the data directory, then try again"},
      {"audit.end_unknown", "操作进行中服务器已终止，结果未知",
       "The server ended while this was under way; its result is not known", "请核对该记录的现状",
       "Look at what the record says now"},
      {"audit.bad_cursor", "翻页标记无效", "The cursor is not one of this list", "请从第一页重新开始",
       "Begin again at the first page"},
      {"audit.no_such_entry", "没有这个序号的审计记录", "There is no entry of that number", "请使用仍在保存期内的序号",
       "Name a number that is still retained"},
      {"audit.bad_line", "审计导出文件中有一行无法读取", "A line of the audit export cannot be read",
       "该文件不完整或已被改动，请重新导出", "The file is cut or was touched; export it again"},
      {"audit.bad_head", "审计链签名文件无法读取", "A signed head of the audit cannot be read",
       "该文件不完整或已被改动，请使用另存的副本", "The file is cut or was touched; use a copy kept elsewhere"},
      {"audit.no_file", "审计文件无法打开", "The audit file cannot be opened", "请检查路径和权限",
       "Check the path and the rights"},
      {"audit.bad_key", "签署审计链的密钥文件不可用", "The key file that signs the audit cannot be used",
       "须为仅本账号可读的 PKCS #8 PEM 私钥（EC P-256 或 SM2）；从备份恢复，或移走后自动重建",
       "It must be a PKCS #8 PEM key, EC P-256 or SM2, for this account alone; restore it, or move it away to have a "
       "new "
       "one made"},
      {"signing.bad_key", "不是可用的私钥", "This is not a key that can be used",
       "须为 PKCS #8 PEM，EC P-256 或 SM2，无口令", "Give a PKCS #8 PEM key, EC P-256 or SM2, without a pass phrase"},
  };
  return kMessages;
}

}  // namespace huabiao::language
