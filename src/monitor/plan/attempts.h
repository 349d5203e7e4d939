#pragma once
// attempts: what is asked next for one visit, which answer counts, and whether it is believed. https first; http when
// https gave no page; an outage is asked a second time, later. Pure; any thread.

#include <optional>
#include <span>
#include <string>

#include "monitor/verdict.h"

namespace huabiao::monitor {

std::string url_of(const Visit& visit, Scheme scheme);

// The scheme to ask next, given what this attempt of the visit tried so far; nullopt: enough was asked.
// http is not asked when https gave a page, nor when https showed that the name itself leads nowhere.
std::optional<Scheme> next_scheme(const Visit& visit, std::span<const Attempt> so_far);

// Of two answers for the same visit, does `later` count instead of `earlier`? A page beats everything, an answer of any
// kind beats none, and of equals the earlier stands.
bool counts_instead(const FetchOutcome& later, const FetchOutcome& earlier);

// Is this an outage that must be asked again before it is believed?
bool owed_second_attempt(const VisitRecord& record);

// The one row of a visit asked twice: all attempts in their order, the answer that counts, what was read in it.
VisitRecord joined(VisitRecord first, VisitRecord second);

}  // namespace huabiao::monitor
