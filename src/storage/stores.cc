#include "storage/stores.h"

#include "storage/account_rows.h"
#include "storage/audit_rows.h"
#include "storage/bounds_rows.h"
#include "storage/database.h"
#include "storage/estate_list.h"
#include "storage/evidence_rows.h"
#include "storage/grant_rows.h"
#include "storage/link_rows.h"
#include "storage/name_rows.h"
#include "storage/order_rows.h"
#include "storage/outbox_rows.h"
#include "storage/page_rows.h"
#include "storage/period_rows.h"
#include "storage/register_store.h"
#include "storage/registration_rows.h"
#include "storage/rendered_rows.h"
#include "storage/round_rows.h"
#include "storage/sample_rows.h"
#include "storage/sign_in_rows.h"
#include "storage/tls_rows.h"
#include "storage/token_rows.h"
#include "storage/trait_rows.h"
#include "storage/vantage_rows.h"
#include "storage/walk_rows.h"

namespace huabiao::storage {

struct Stores::Parts {
  Parts(const DataDirectory& directory, const Clock& clock, const StoreSettings& settings)
      : database(directory.database(), clock),
        registry(database),
        rounds(database),
        estate(database),
        evidence(database, "evidence", directory.evidence(), settings.evidence),
        pictures(database, "picture", directory.pictures(), settings.pictures),
        rendered(database),
        pages(directory.pages(), clock, settings.pages),
        traits(database),
        samples(directory.samples(), clock, settings.samples),
        orders(database, settings.general_order),
        walks(database),
        names(database),
        periods(database),
        registrations(database),
        tls(database),
        outbox(database),
        accounts(database),
        grants(database),
        bounds(database),
        vantages(database),
        sign_in(database),
        tokens(database),
        links(database),
        audit(directory.audit(), clock) {}

  Database database;
  RegisterStore registry;
  RoundRows rounds;
  EstateList estate;
  EvidenceRows evidence, pictures;
  RenderedRows rendered;
  PageRows pages;
  TraitRows traits;
  SampleRows samples;
  OrderRows orders;
  WalkRows walks;
  NameRows names;
  PeriodRows periods;
  RegistrationRows registrations;
  TlsRows tls;
  OutboxRows outbox;
  AccountRows accounts;
  GrantRows grants;
  BoundsRows bounds;
  VantageRows vantages;
  SignInRows sign_in;
  TokenRows tokens;
  LinkRows links;
  AuditRows audit;
};

Stores::Stores() = default;
Stores::~Stores() = default;

Result<std::unique_ptr<Stores>> Stores::open(const DataDirectory& directory, const Clock& clock,
                                             const StoreSettings& settings) {
  return at_rim([&] {
    std::unique_ptr<Stores> stores(new Stores());
    stores->parts_ = std::make_unique<Parts>(directory, clock, settings);
    stores->parts_->registry.seed_regions();
    return stores;
  });
}

registry::RegistryStore& Stores::registry() {
  return parts_->registry;
}
monitor::RoundStore& Stores::rounds() {
  return parts_->rounds;
}
monitor::Estate& Stores::estate() {
  return parts_->estate;
}
monitor::EvidenceStore& Stores::evidence() {
  return parts_->evidence;
}
monitor::EvidenceStore& Stores::pictures() {
  return parts_->pictures;
}
monitor::RenderedStore& Stores::rendered() {
  return parts_->rendered;
}
monitor::PageStore& Stores::pages() {
  return parts_->pages;
}
monitor::TraitStore& Stores::traits() {
  return parts_->traits;
}
monitor::SampleStore& Stores::samples() {
  return parts_->samples;
}
monitor::OrderStore& Stores::orders() {
  return parts_->orders;
}
monitor::WalkStore& Stores::walks() {
  return parts_->walks;
}
monitor::NameStore& Stores::names() {
  return parts_->names;
}
monitor::PeriodStore& Stores::periods() {
  return parts_->periods;
}
monitor::RegistrationStore& Stores::registrations() {
  return parts_->registrations;
}
monitor::TlsStore& Stores::tls() {
  return parts_->tls;
}
notice::Outbox& Stores::outbox() {
  return parts_->outbox;
}
access::AccountStore& Stores::accounts() {
  return parts_->accounts;
}
access::GrantStore& Stores::grants() {
  return parts_->grants;
}
access::Bounds& Stores::bounds() {
  return parts_->bounds;
}
access::SignInStore& Stores::sign_in() {
  return parts_->sign_in;
}
access::ApiTokenStore& Stores::tokens() {
  return parts_->tokens;
}
access::LinkStore& Stores::links() {
  return parts_->links;
}
access::VantageStore& Stores::vantages() {
  return parts_->vantages;
}
access::AuditStore& Stores::audit() {
  return parts_->audit;
}

Done Stores::guard(const Lease& lease) {
  const auto guard = [&] {
    return at_rim([&] {
      parts_->samples.guard(lease.purpose(), lease.fence());
      parts_->pages.guard(lease.purpose(), lease.fence());
      parts_->database.guard(lease.purpose(), lease.fence());
    });
  };
  auto guarded = guard();
  const bool blocked = !guarded && guarded.error().code == "storage.locked";
  return blocked && lease.end_stopped_predecessor() ? guard() : guarded;
}

Done Stores::probe() {
  return at_rim([&] {
    Database::Reader reader(parts_->database);
    reader->integer("SELECT count(*) FROM (SELECT 1 FROM site LIMIT 1) one");
  });
}

Done Stores::check_integrity() {
  return at_rim([&] {
    Database::Reader reader(parts_->database);
    reader->engine().check_integrity();
  });
}

}  // namespace huabiao::storage
