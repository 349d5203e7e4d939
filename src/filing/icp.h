#pragma once
// The ICP filing number (京ICP备04000001号-2) a page shows, and where it links. Pure; any thread.

#include <string_view>
#include <vector>

#include "filing/match.h"

namespace huabiao::filing {

// Every number that is or wants to be one, in order, each once per place. Full-width forms and white space inside are
// read through. Normal form: no white space, ASCII digits, upper-case ICP, "号", "-N" when there is one.
std::vector<FilingMatch> find_icp(std::string_view text);

// One value alone, as a register or a workbook holds it: the whole text must be the number.
FilingMatch read_icp(std::string_view text);

// Current: beian.miit.gov.cn; Old: www.beian.miit.gov.cn, www.miitbeian.gov.cn; Obsolete: miibeian.gov.cn;
// Foreign: any other address. None: empty.
LinkCheck check_icp_link(std::string_view url);

}  // namespace huabiao::filing
