#include "language/catalogue.h"

namespace huabiao::language {

std::span<const Message> dispatch_messages() {
  static constexpr Message kMessages[] = {
      {"dispatch.no_worker", "无法启动访问子进程", "A worker process cannot be started", "检查系统的进程数与内存限制",
       "Look at the limits of processes and memory"},
      {"dispatch.workers_die", "访问子进程一再异常退出", "Worker processes end again and again",
       "运行 huabiao doctor 查看原因", "Run huabiao doctor to see why"},
      {"dispatch.child_died", "阅读网页的子进程异常退出", "The process that read a page ended",
       "请保留该网页并报告此问题", "Keep the page and report this"},
      {"dispatch.child_hung", "阅读网页的子进程没有应答", "The process that read a page did not answer in time",
       "请保留该网页并报告此问题", "Keep the page and report this"},
      {"dispatch.frame_too_large", "子进程之间的消息过长", "A message between processes is too long",
       "请保留日志并报告此问题", "Keep the log and report this"},
      {"dispatch.bad_message", "子进程之间的消息无法识别", "A message between processes cannot be read",
       "请保留日志并报告此问题", "Keep the log and report this"},
      {"round.none", "没有这一轮检查", "There is no such round", "用 huabiao check 开始新的一轮",
       "Begin a new one with huabiao check"},
  };
  return kMessages;
}

}  // namespace huabiao::language
