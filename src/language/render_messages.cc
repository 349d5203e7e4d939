#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> render_messages() {
  static constexpr Message kMessages[] = {
      {"render.no_browser", "无法启动浏览器", "The browser cannot be started",
       "安装 chromium，或用 render_browser 指明程序", "Install chromium, or name it with render_browser"},
      {"render.no_namespaces", "系统不允许为浏览器建立隔离环境",
       "The system gives the browser no namespaces of its own",
       "允许普通用户建立用户命名空间（kernel.unprivileged_userns_clone、user.max_user_namespaces）",
       "Let ordinary accounts make user namespaces (kernel.unprivileged_userns_clone, user.max_user_namespaces)"},
      {"render.no_answer", "浏览器没有应答", "The browser does not answer", "运行 huabiao doctor 查看原因",
       "Run huabiao doctor to see why"},
      {"render.as_root", "浏览器不得以 root 身份运行", "The browser does not run as root",
       "用 render_user 指定专用账号", "Name an account of its own with render_user"},
      {"render.cannot_become", "无法换成浏览器的账号", "The browser's account cannot be taken on",
       "检查 render_user 和系统限制", "Look at render_user and the system's limits"},
      {"render.no_such_user", "没有为浏览器准备的账号", "There is no account set aside for the browser",
       "建立该账号，或用 render_user 另行指定", "Make that account, or name another with render_user"},
      {"render.needs_own_user", "浏览器须以专用账号运行", "The browser runs only as an account of its own",
       "以 root 启动，并用 render_user 指定一个既非 root 也不拥有数据目录的账号",
       "Start as root, and name with render_user an account that is neither root nor owns the data directory"},
      {"render.message_too_large", "浏览器的消息过长", "A message of the browser is too long", "页面过大，本次不作渲染",
       "The page is too large to be drawn"},
      {"render.bad_message", "浏览器的消息无法识别", "A message of the browser cannot be read",
       "请保留日志并报告此问题", "Keep the log and report this"},
      {"check.render_what", "渲染只用于给定的网址", "Pages are drawn for addresses given by hand only",
       "写明网址并加 --render", "Give addresses together with --render"},
      {"check.picture_not_written", "无法写入截图", "A picture cannot be written", "检查 --pictures 指定的目录",
       "Look at the folder of --pictures"},
  };
  return kMessages;
}

}  // namespace huabiao::language
