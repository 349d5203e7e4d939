#pragma once
// What `inspect` and `compare` ask their reading children, and the child's side of it
// (docs/formats/worker.md#saved-pages). A question is a line of JSON that names it and the bytes of a page behind it.
// The answers are read as strictly as what a page says.

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/page_source.h"
#include "dispatch/asked_child.h"
#include "monitor/change_report.h"
#include "monitor/known_sites.h"
#include "monitor/record/record.h"

namespace huabiao::app {

namespace questions {
// What pages are judged with; answered by an empty answer, as is a view.
std::vector<std::string> known_sites(const std::vector<monitor::KnownSite>& sites);
// The same address as `visitor` saw it.
std::string view(const SourcePage& page, const std::string& visitor);
std::string inspect(const SourcePage& page);
// One of the looks that are compared: earlier ones first, then the one before, then the one after.
std::string look(const SourcePage& page);
std::string compare(const std::string& host, bool approved);
// The lines of the page before that are gone in the page after, and those that came.
std::string lines();
}  // namespace questions

// Fails: record.not_json, record.wrong_shape, record.too_large.
Result<monitor::record::Inspected> read_inspected(std::string_view answer, const SourcePage& page);

// Fails: record.not_json, record.wrong_shape.
Result<monitor::ChangedLines> read_lines(std::string_view answer);

// Makes the rules of what the child is told. Fails: rules.*.
Result<dispatch::Answer> page_answers(const dispatch::WorkerSettings& settings);

}  // namespace huabiao::app
