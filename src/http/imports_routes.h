#pragma once
// /api/v1/imports and /api/v1/exports/census: workbooks in and out.

#include <filesystem>
#include <functional>

#include "access/bounds.h"
#include "desk/import_desk.h"
#include "desk/register_form.h"
#include "http/route.h"

namespace huabiao::http {

struct CensusPorts {
  desk::ImportDesk& desk;
  // Writes the register as a form to a new workbook.
  std::function<Done(const desk::FormOrder&, const std::filesystem::path&)> write;
  access::Bounds& bounds;
  std::filesystem::path spool;  // existing directory, where uploads arrive and workbooks are written
};

// Lifetime: the ports outlive the routes.
Routes imports_routes(const CensusPorts& ports);

}  // namespace huabiao::http
