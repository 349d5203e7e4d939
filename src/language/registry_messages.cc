#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> registry_messages() {
  static constexpr Message kMessages[] = {
      {"registry.no_name", "名称不能为空", "The name must not be empty", "请填写名称", "Give it a name"},
      {"registry.no_such_organisation", "没有这个单位", "There is no such organisation", "请从单位列表中选择",
       "Choose one from the list of organisations"},
      {"registry.no_such_site", "没有这个网站", "There is no such site", "请从网站列表中选择",
       "Choose one from the list of sites"},
      {"registry.no_such_declaration", "没有这条填报", "There is no such declaration", "请刷新后重新选择",
       "Reload and choose again"},
      {"registry.no_such_contact", "没有这位联系人", "There is no such contact", "请刷新后重新选择",
       "Reload and choose again"},
      {"registry.changed_meanwhile", "在您编辑期间，该记录已被他人修改",
       "Somebody else changed this while you were editing", "请重新载入，核对后再保存",
       "Reload it, compare and save again"},
      {"registry.domain_taken", "该域名已登记在另一个网站名下", "This name is declared for another site already",
       "请核对域名；确属共用时请明确选择共用", "Check the name; if the two really share it, say so"},
      {"registry.in_use", "该记录仍被其他记录引用", "Other records still refer to this one",
       "请先处理引用它的填报或下级单位", "Deal with the declarations or subordinate units first"},
      {"registry.bad_span", "生效时间的起止不成立", "The effective time ends before it begins", "请更正起止时间",
       "Correct the two times"},
      {"registry.bad_cursor", "翻页标记无效", "The cursor is not valid here", "请从第一页重新开始",
       "Start again from the first page"},
  };
  return kMessages;
}

}  // namespace huabiao::language
