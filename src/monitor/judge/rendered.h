#pragma once
// What a rendered view settles of a visit whose source left it open: the mark and the footer. A view that was not whole
// settles what it showed, never that something is absent. Pure; any thread.

#include "monitor/verdict.h"

namespace huabiao::monitor {

// Could a script write what the source does not show, and does it matter?
bool is_undecided(const VisitRecord& record);

// Takes over into the record's facts and findings what `view` settles.
void settle(VisitRecord& record, const RenderedView& view);

}  // namespace huabiao::monitor
