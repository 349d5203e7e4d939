#pragma once
// TlsStore on rows. Internal to this room.

#include "monitor/keep/tls_store.h"
#include "monitor/verdict.h"
#include "storage/database.h"

namespace huabiao::storage {

// Keeps the protocol set a visit found as the newest of its host, where it looked.
void put_tls_set(Connection& connection, const monitor::VisitRecord& record);

class TlsRows final : public monitor::TlsStore {
 public:
  explicit TlsRows(Database& database) : database_(database) {}

  Result<std::vector<monitor::KeptTlsSet>> tls_sets_of(std::int64_t site) override;

 private:
  Database& database_;
};

}  // namespace huabiao::storage
