// exposure: what a server shows of itself that visitors should not see: folder listings, stack traces, source, the
// repository, backups.

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

constexpr std::size_t kTextRead = 64u << 10;  // of the visible text: an error stands near the top
constexpr std::size_t kShortPage = 20'000;    // bytes of text; a longer one is an article that quotes an error

void expose(std::vector<Finding>& findings, std::string rule, Severity severity, Bilingual words, std::string subject,
            Evidence evidence) {
  findings.push_back(
      accusation(Category::Exposure, std::move(rule), severity, 0.9, std::move(words), std::move(subject)));
  findings.back().evidence.push_back(std::move(evidence));
}

bool is_listing(const Page& page) {
  const std::string_view text = page.visible.text;
  const auto leads_up = [](const Link& link) {
    return link.href == "../" || link.text == "Parent Directory" || link.text == "[To Parent Directory]" ||
           link.text == "[转到父目录]" || link.text == "[转到父级目录]";
  };
  if (page.title.starts_with("Directory Listing For ")) return true;
  if (!std::ranges::any_of(page.links, leads_up)) return false;
  return page.title.starts_with("Index of /") || text.starts_with("Index of /") ||
         page.title.find(" - /") != std::string::npos;
}

// What lies in a listing and was never meant to be fetched.
bool is_backup(std::string_view name) {
  constexpr std::array<std::string_view, 12> kEndings = {".sql", ".bak", ".zip", ".rar", ".7z",  ".tar",
                                                         ".gz",  ".mdb", ".old", ".swp", ".log", ".sql.gz"};
  if (name == ".git/" || name == ".svn/" || name == ".env" || name == "web.config") return true;
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); });
}

void listing(const DetectInput& input, std::vector<Finding>& findings) {
  const Page& page = input.page;
  if (!is_listing(page)) return;
  expose(findings, "exposure.directory-listing", Severity::Medium,
         {"服务器列出了目录内容", "The server lists the content of a folder"}, page.title,
         evidence_at(input, page.title_place, "folder listing", page.title));
  const auto backup = std::ranges::find_if(page.links, [](const Link& link) { return is_backup(link.href); });
  if (backup == page.links.end()) return;
  expose(findings, "exposure.backup-listed", Severity::High,
         {"目录中可下载备份、数据库或版本库文件：" + backup->href,
          "The listing offers a backup, a database or a repository: " + backup->href},
         std::string(backup->href), evidence_at(input, backup->place, "may be fetched", backup->href));
}

struct Trace {
  std::string_view mark, also;  // both must be there; `also` may be empty
};

void stack_trace(const DetectInput& input, std::vector<Finding>& findings) {
  constexpr auto kTraces = std::to_array<Trace>({{"Fatal error: ", " on line "},
                                                 {"Parse error: ", " on line "},
                                                 {"Warning: ", ".php on line "},
                                                 {"Server Error in '", "Stack Trace:"},
                                                 {"”应用程序中的服务器错误", "堆栈跟踪"},
                                                 {"Traceback (most recent call last)", "File \""},
                                                 {"java.lang.", "\tat "},
                                                 {"java.lang.", "at org."},
                                                 {"java.lang.", "at java."},
                                                 {"at org.springframework.", ""},
                                                 {"at org.apache.catalina.", ""},
                                                 {"You have an error in your SQL syntax", ""},
                                                 {"Microsoft OLE DB Provider for", "error '"},
                                                 {"ORA-", "java.sql.SQLException"},
                                                 {"Whoops\\Exception\\", ""}});
  const std::string& text = input.page.visible.text;
  if (text.size() > kShortPage) return;
  const std::string_view read = utf8::cut(text, kTextRead);
  for (const Trace& trace : kTraces) {
    const auto at = read.find(trace.mark);
    if (at == std::string_view::npos || read.find(trace.also) == std::string_view::npos) continue;
    expose(findings, "exposure.stack-trace", Severity::Medium,
           {"页面显示了程序的出错信息，泄露服务器内部情况",
            "The page shows a program's error with the server's inner workings"},
           std::string(trace.mark),
           evidence_at(input, input.page.visible.place_of(at, trace.mark.size()), "error text"));
    return;
  }
}

void source(const DetectInput& input, std::vector<Finding>& findings) {
  const std::string_view body = input.fetch.body;
  const auto first = std::min(body.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), body.size());
  const std::string_view start = body.substr(first);
  const Place place{static_cast<std::int64_t>(first), 64};
  constexpr std::array<std::string_view, 5> kCode = {"<?php", "<?=", "<%@", "<%\r\n", "<%\n"};
  if (std::ranges::any_of(kCode, [&](std::string_view code) { return start.starts_with(code); }))
    expose(findings, "exposure.server-source", Severity::High,
           {"服务器把程序源代码原样发出", "The server hands out its program's source"}, "source",
           evidence_at(input, place, "server code"));
  if (start.starts_with("[core]") && body.find("repositoryformatversion") != std::string_view::npos)
    expose(findings, "exposure.repository", Severity::High,
           {"可以下载网站的版本库（.git）", "The site's repository (.git) may be fetched"}, "git",
           evidence_at(input, place, "repository configuration"));
  if (start.starts_with("ref: refs/heads/"))
    expose(findings, "exposure.repository", Severity::High,
           {"可以下载网站的版本库（.git）", "The site's repository (.git) may be fetched"}, "git",
           evidence_at(input, place, "repository head"));
}

}  // namespace

std::vector<Finding> exposure_findings(const DetectInput& input) {
  std::vector<Finding> findings;
  listing(input, findings);
  stack_trace(input, findings);
  source(input, findings);
  return findings;
}

}  // namespace huabiao::monitor
