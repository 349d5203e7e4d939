#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> check_messages() {
  static constexpr Message kMessages[] = {
      {"check.what", "没有说明要检查什么，或同时给了几种", "It is not said what to check, or several things at once",
       "给出 --all、--site、地址或 -l 文件中的一种", "Give one of --all, --site, addresses or -l FILE"},
      {"check.look_by_hand", "另看的内容只用于所给的地址",
       "What is looked at as well goes with addresses given by hand", "给出地址，或去掉 --look",
       "Give addresses, or leave --look out"},
      {"check.bad_severity", "没有这个严重级别", "There is no such severity", "从所列级别中选一个",
       "Take one of those listed"},
      {"check.bad_list", "无法读取地址文件", "The file of addresses cannot be read", "给出每行一个地址的文本文件",
       "Give a text file with one address a line"},
  };
  return kMessages;
}

}  // namespace huabiao::language
