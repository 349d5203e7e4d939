// What is wrong with a footer: missing, ill formed, at odds with itself, its links or the register.

#include <algorithm>
#include <set>

#include "filing/icp.h"
#include "filing/police.h"
#include "filing/site_code.h"
#include "monitor/detect/detectors.h"
#include "monitor/detect/evidence.h"

namespace huabiao::monitor {
namespace {

class FooterCheck {
 public:
  FooterCheck(const DetectInput& input, const PageFacts& facts) : input_(input), facts_(facts) {}

  std::vector<Finding> run() {
    icp();
    police();
    site_code();
    return std::move(findings_);
  }

 private:
  void add(std::string_view rule, Severity severity, Bilingual words, std::string subject, Evidence evidence) {
    findings_.push_back(accusation(Category::Footer, "footer." + std::string(rule), severity, Finding{}.confidence,
                                   std::move(words), std::move(subject)));
    findings_.back().evidence.push_back(std::move(evidence));
  }
  void add(std::string_view rule, Severity severity, Bilingual words, const FooterValue& value, std::string why) {
    add(rule, severity, std::move(words), value.raw, evidence_at(input_, value.place, std::move(why), value.raw));
  }

  // Only where the rules hold; and what a script may still write is not missing, only not seen.
  void missing(std::string_view rule, std::string_view zh, std::string_view en) {
    if (!is_official(input_)) return;
    const bool open = may_be_written(input_);
    const std::string note_zh = open ? "静态页面上没有看到" : "页面上没有";
    const std::string note_en = open ? "The static page does not show " : "The page does not show ";
    add(std::string(rule) + (open ? "-not-seen" : "-missing"), open ? Severity::Info : Severity::Medium,
        {note_zh + std::string(zh) + (open ? "；可能由脚本写出，需在浏览器中核实" : ""),
         note_en + std::string(en) + (open ? "; a script may write it, so look with a browser" : "")},
        "", evidence_of({}, "searched the visible text and what scripts write"));
  }

  void ill_formed(std::string_view rule, const FooterValue& value, const filing::FilingMatch& match,
                  std::string_view zh, std::string_view en) {
    const Bilingual fault = explain(match.fault);
    add(rule, Severity::Low,
        {std::string(zh) + "“" + value.raw + "”不合规范：" + fault.zh,
         std::string(en) + " \"" + value.raw + "\" is ill formed: " + fault.en},
        value, value.reason);
  }

  void link(std::string_view rule, const FooterValue& value, const filing::LinkCheck& check, std::string_view zh,
            std::string_view en) {
    using filing::LinkAge;
    const std::string base(rule);
    const std::string name_zh(zh), name_en(en);
    if (check.differs)
      add(base + "-link-differs", Severity::Medium,
          {name_zh + "文字与链接中的编号不一致（链接为 " + check.number + "）",
           name_en + " in the text and in its link differ (link: " + check.number + ")"},
          value, "link says " + check.number);
    if (check.age == LinkAge::Obsolete)
      add(base + "-link-obsolete", Severity::Low,
          {name_zh + "链接到已停用的查询网站", name_en + " links to a query site that is no longer in use"}, value,
          value.link);
    else if (check.age == LinkAge::Foreign)
      add(base + "-link-foreign", Severity::Low,
          {name_zh + "没有链接到主管部门的查询网站", name_en + " links somewhere else than the authority's query site"},
          value, value.link);
    else if (check.age == LinkAge::None && base == "icp" && is_official(input_))
      add("icp-not-linked", Severity::Low,
          {name_zh + "没有链接到主管部门的查询网站", name_en + " does not link to the authority's query site"}, value,
          "no link");
  }

  void icp() {
    if (facts_.icp.empty()) return missing("icp", "ICP备案号", "an ICP filing number");
    std::set<std::string> mains;
    for (const FooterValue& value : facts_.icp) {
      const filing::FilingMatch match = filing::read_icp(value.raw);
      if (!value.valid) {
        ill_formed("icp-malformed", value, match, "ICP备案号", "The ICP filing number");
        continue;
      }
      mains.insert(match.main);
      link("icp", value, filing::check_icp_link(value.link), "ICP备案号", "The ICP filing number");
      const std::string declared = filing::read_icp(input_.declared.icp).main;
      if (!declared.empty() && match.main != declared)
        add("icp-differs", Severity::Medium,
            {"ICP备案号“" + value.normal + "”与登记的“" + input_.declared.icp + "”不一致",
             "The ICP filing number " + value.normal + " differs from the registered " + input_.declared.icp},
            value, "registered: " + input_.declared.icp);
    }
    several("icp-inconsistent", mains, facts_.icp.front(), "ICP备案号", "ICP filing numbers");
  }

  void police() {
    if (facts_.police.empty()) return missing("police", "公安机关备案号", "a police filing number");
    std::set<std::string> numbers;
    for (const FooterValue& value : facts_.police) {
      if (!value.valid) {
        ill_formed("police-malformed", value, filing::read_police(value.raw), "公安机关备案号",
                   "The police filing number");
        continue;
      }
      numbers.insert(value.normal);
      link("police", value, filing::check_police_link(value.link, value.normal), "公安机关备案号",
           "The police filing number");
      const std::string declared = filing::read_police(input_.declared.police).normal;
      if (!declared.empty() && value.normal != declared)
        add("police-differs", Severity::Medium,
            {"公安机关备案号“" + value.normal + "”与登记的“" + declared + "”不一致",
             "The police filing number " + value.normal + " differs from the registered " + declared},
            value, "registered: " + declared);
    }
    several("police-inconsistent", numbers, facts_.police.front(), "公安机关备案号", "police filing numbers");
  }

  void several(std::string_view rule, const std::set<std::string>& numbers, const FooterValue& first,
               std::string_view zh, std::string_view en) {
    if (numbers.size() < 2) return;
    std::string all;
    for (const std::string& number : numbers) all += (all.empty() ? "" : ", ") + number;
    add(rule, Severity::Low,
        {"页面上有多个不同的" + std::string(zh) + "：" + all,
         "The page shows different " + std::string(en) + ": " + all},
        all, evidence_at(input_, first.place, all));
  }

  void site_code() {
    std::set<std::string> codes;
    for (const FooterValue& value : facts_.site_code) {
      if (!value.valid) {
        ill_formed("site-code-malformed", value, filing::read_site_code(value.raw), "网站标识码", "The site code");
        continue;
      }
      codes.insert(value.normal);
      if (!input_.declared.site_code.empty() && value.normal != input_.declared.site_code)
        add("site-code-differs", Severity::High,
            {"网站标识码“" + value.normal + "”与登记的“" + input_.declared.site_code + "”不一致",
             "The site code " + value.normal + " differs from the registered " + input_.declared.site_code},
            value, "registered: " + input_.declared.site_code);
    }
    if (!facts_.site_code.empty())
      several("site-code-inconsistent", codes, facts_.site_code.front(), "网站标识码", "site codes");
    if (facts_.site_code.empty() && !input_.declared.site_code.empty())
      missing("site-code", "网站标识码", "a site code");
    button(codes);
  }

  void button(const std::set<std::string>& codes) {
    const std::string& code = facts_.error_report_code;
    if (!facts_.error_report_button) {
      if (!input_.declared.site_code.empty()) missing("error-report", "“找错”入口", "the error-report button");
      return;
    }
    const bool registered = !input_.declared.site_code.empty() && !code.empty() && code != input_.declared.site_code;
    if (registered || (!code.empty() && !codes.empty() && !codes.contains(code)))
      add("error-report-differs", Severity::Medium,
          {"“找错”入口的网站标识码“" + code + "”与" + (registered ? "登记的" : "页脚的") + "不一致",
           "The error-report button names site code " + code + ", not the one " +
               (registered ? "registered" : "in the footer")},
          code,
          evidence_of(code, registered ? "registered: " + input_.declared.site_code : "footer: " + *codes.begin()));
    const auto old_host = [](const auto& button) { return button.present && button.age == filing::LinkAge::Old; };
    for (const Script& script : input_.page.scripts)
      if (old_host(filing::read_error_button(script.written, script.sitecode, script.id)))
        return old_button(script.written, script.place);
    for (const Link& link : input_.page.links)
      if (old_host(filing::read_error_button(link.href))) return old_button(link.href, link.place);
  }

  void old_button(std::string_view address, const Place& place) {
    add("error-report-old-host", Severity::Low,
        {"“找错”入口指向已停用的旧地址", "The error-report button leads to an address no longer in use"}, "",
        evidence_at(input_, place, std::string(address)));
  }

  const DetectInput& input_;
  const PageFacts& facts_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> footer_findings(const DetectInput& input, const PageFacts& facts) {
  return FooterCheck(input, facts).run();
}

}  // namespace huabiao::monitor
