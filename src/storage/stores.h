#pragma once
// Stores: every port of the domain, on SQLite or PostgreSQL: samples, pages and the audit in databases of their own,
// all else in one. Opening it migrates an older schema forward.

#include <memory>

#include "access/account_store.h"
#include "access/api_token.h"
#include "access/audit_store.h"
#include "access/bounds.h"
#include "access/grant_store.h"
#include "access/link.h"
#include "access/sign_in_store.h"
#include "access/vantage_point.h"
#include "base/clock.h"
#include "base/result.h"
#include "monitor/keep/estate.h"
#include "monitor/keep/evidence_store.h"
#include "monitor/keep/name_store.h"
#include "monitor/keep/order_store.h"
#include "monitor/keep/page_store.h"
#include "monitor/keep/period_store.h"
#include "monitor/keep/registration_store.h"
#include "monitor/keep/rendered_store.h"
#include "monitor/keep/round_store.h"
#include "monitor/keep/sample_store.h"
#include "monitor/keep/tls_store.h"
#include "monitor/keep/trait_store.h"
#include "monitor/keep/walk_store.h"
#include "notice/outbox.h"
#include "registry/store.h"
#include "storage/data_directory.h"
#include "storage/lease.h"

namespace huabiao::storage {

class Database;

struct StoreSettings {
  monitor::EvidenceLimits evidence;
  monitor::EvidenceLimits pictures{
      .retention_days = 90, .quota_bytes = 1LL << 30, .max_body_bytes = monitor::RenderedView::kPictureBytes};
  monitor::PageLimits pages;
  monitor::SampleRetention samples;
  monitor::WatchOrder general_order;  // of sites under no order of their own
};

class Stores {
 public:
  // Lifetime: `clock` outlives the Stores. Fails: Environment storage.newer_schema (exit 4), storage.read_only,
  // storage.disk_full, storage.corrupt, storage.io; Unavailable storage.locked.
  static Result<std::unique_ptr<Stores>> open(const DataDirectory& directory, const Clock& clock,
                                              const StoreSettings& settings = {});
  ~Stores();

  registry::RegistryStore& registry();
  monitor::RoundStore& rounds();
  monitor::Estate& estate();
  monitor::EvidenceStore& evidence();
  monitor::EvidenceStore& pictures();  // of pages, PNG; as evidence, with limits of their own
  monitor::RenderedStore& rendered();
  monitor::PageStore& pages();
  monitor::TraitStore& traits();
  monitor::SampleStore& samples();
  monitor::OrderStore& orders();
  monitor::WalkStore& walks();
  monitor::NameStore& names();
  monitor::PeriodStore& periods();
  monitor::RegistrationStore& registrations();
  monitor::TlsStore& tls();
  notice::Outbox& outbox();
  access::AccountStore& accounts();
  access::GrantStore& grants();
  access::SignInStore& sign_in();
  access::ApiTokenStore& tokens();
  access::LinkStore& links();
  access::Bounds& bounds();
  access::VantageStore& vantages();
  access::AuditStore& audit();  // of every process, lease or not

  // From now on every write needs this lease: fails with Environment storage.lease_lost once it is another's. Fails: as
  // a write; Environment storage.lease_lost.
  Done guard(const Lease& lease);

  // Reads one row: for /readyz and doctor.
  Done probe();
  // The engine's own check of every page; slow on a large database. Fails: Environment storage.corrupt.
  Done check_integrity();

 private:
  Stores();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace huabiao::storage
