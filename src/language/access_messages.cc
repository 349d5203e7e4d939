#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> access_messages() {
  static constexpr Message kMessages[] = {
      {"access.wrong_password", "用户名或密码不正确", "The name or the password is not right", "请核对后重新输入",
       "Check both and try again"},
      {"access.wait", "连续失败次数过多，请稍候再试", "Too many attempts failed; wait before the next one",
       "请等待所示秒数后再试", "Try again after the seconds shown"},
      {"access.disabled", "该账号已停用", "This account is disabled", "请联系管理员", "Ask an administrator"},
      {"access.no_session", "您尚未登录", "You are not signed in", "请先登录", "Sign in first"},
      {"access.session_ended", "登录已过期", "Your session has ended", "请重新登录", "Sign in again"},
      {"access.must_change_password", "首次登录须先修改密码", "The password must be changed first",
       "请设置新密码后继续", "Set a new password to go on"},
      {"access.password_too_short", "密码太短", "The password is too short", "请至少使用所示数量的字符",
       "Use at least as many characters as shown"},
      {"access.password_too_long", "密码太长", "The password is too long", "请不要超过所示字节数",
       "Stay below the bytes shown"},
      {"access.password_too_simple", "密码的字符种类太少", "The password has too few kinds of characters",
       "请混用大写、小写、数字和符号", "Mix upper case, lower case, digits and signs"},
      {"access.password_is_name", "密码中不能包含用户名", "The password must not contain the account name",
       "请换一个密码", "Choose another one"},
      {"access.password_unchanged", "新密码与旧密码相同", "The new password is the old one", "请换一个密码",
       "Choose another one"},
      {"access.bad_name", "用户名不符合要求", "The account name is not allowed",
       "请使用小写字母、数字和 . - _ @，不超过 64 个", "Use at most 64 of a-z, 0-9, . - _ @"},
      {"access.name_taken", "该用户名已被使用", "This account name is taken", "请换一个用户名", "Choose another name"},
      {"access.hash_failed", "内存不足，暂时无法校验密码", "There is not enough memory to check a password now",
       "请稍后重试", "Try again shortly"},
  };
  return kMessages;
}

}  // namespace huabiao::language
