#pragma once
// The number of the police's register of networked sites (京公网安备 11040102700072号). Pure; any thread.

#include <string_view>
#include <vector>

#include "filing/match.h"

namespace huabiao::filing {

// Every number that is or wants to be one, in order. Normal form: "京公网安备11040102700072号".
std::vector<FilingMatch> find_police(std::string_view text);
FilingMatch read_police(std::string_view text);  // the whole text must be the number

// Current: beian.mps.gov.cn; Old: www.beian.gov.cn; Foreign: any other. `normal` is the text's number, may be empty.
LinkCheck check_police_link(std::string_view url, std::string_view normal);

}  // namespace huabiao::filing
