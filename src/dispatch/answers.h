#pragma once
// Is a record an answer to the visit that was asked for, or is its maker making something up? Pure; inner to this room.

#include "monitor/verdict.h"

namespace huabiao::dispatch {

// Nothing was looked at that was not to be looked at.
inline bool looks_as_asked(const monitor::VisitRecord& record, const monitor::Looks& looks) {
  return (record.views.empty() || looks.has(monitor::Look::Views)) &&
         (!record.walk || looks.has(monitor::Look::Walk)) && (!record.names || looks.has(monitor::Look::Names)) &&
         (!record.registration || looks.has(monitor::Look::Registration)) &&
         (!record.tls_set || looks.has(monitor::Look::Tls)) && (!record.rendered || looks.has(monitor::Look::Render));
}

inline bool answers(const monitor::VisitRecord& record, const monitor::Visit& visit) {
  return record.visit.site == visit.site && record.visit.host == visit.host && record.visit.port == visit.port &&
         record.visit.path == visit.path && record.visit.round == visit.round &&
         record.visit.attempt == visit.attempt && record.visit.id == visit.id && looks_as_asked(record, visit.looks);
}

}  // namespace huabiao::dispatch
