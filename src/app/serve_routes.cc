#include "app/serve_routes.h"

#include "app/version.h"
#include "assets/assets.h"
#include "desk/register_form.h"
#include "http/about_routes.h"
#include "http/accounts_routes.h"
#include "http/audit_routes.h"
#include "http/factor_routes.h"
#include "http/findings_routes.h"
#include "http/imports_routes.h"
#include "http/inspection_routes.h"
#include "http/names_routes.h"
#include "http/notice_routes.h"
#include "http/oidc_routes.h"
#include "http/orders_routes.h"
#include "http/organisations_routes.h"
#include "http/page_changes_routes.h"
#include "http/registration_routes.h"
#include "http/rounds_routes.h"
#include "http/samples_routes.h"
#include "http/session_routes.h"
#include "http/sites_routes.h"
#include "http/timeline_routes.h"
#include "http/tls_routes.h"
#include "http/token_routes.h"
#include "http/vantage_routes.h"
#include "http/wall_routes.h"
#include "http/watch_routes.h"
#include "http/waves_routes.h"

namespace huabiao::app {
namespace {

std::string_view contract() {
  const assets::Asset* file = assets::find(assets::contract_files(), "openapi.yaml");
  return file != nullptr ? file->bytes : std::string_view();
}

// Two kept pages read by a locked-in child.
http::ComparePages comparing(PageReaders& readers) {
  return [&readers](const http::ShownPage& before, const http::ShownPage& after) {
    const auto source = [](const http::ShownPage& shown) {
      return SourcePage{.path = shown.page.url,
                        .host = shown.page.place.host,
                        .content_type = shown.page.content_type,
                        .saved = {shown.body, shown.page.bytes}};
    };
    return readers.compare_whole(source(before), source(after));
  };
}

http::Routes joined(std::initializer_list<http::Routes> areas) {
  http::Routes all;
  for (const http::Routes& area : areas) all.insert(all.end(), area.begin(), area.end());
  return all;
}

}  // namespace

http::Routes serve_routes(const ServeParts& parts) {
  storage::Stores& kept = parts.stores;
  Doors& doors = parts.doors;
  Desks& desks = parts.desks;
  const settings::Settings& settings = parts.settings;
  const Clock& clock = parts.clock;
  const auto write_form = [&kept, &clock](const desk::FormOrder& order, const std::filesystem::path& file) -> Done {
    auto rows = desk::write_register_form(kept.registry(), kept.estate(), clock, order, file);
    return rows ? Done() : fail(std::move(rows));
  };
  const http::SitePorts sites{kept.registry(), kept.estate(), kept.rounds(), desks.waves, kept.bounds(), clock};
  const http::About about{.version = std::string(kVersion),
                          .language = settings.language,
                          .lab = parts.lab,
                          .started = clock.now(),
                          .contract = contract()};
  const http::SessionPorts session{.doorkeeper = doors.doorkeeper,
                                   .factors = doors.factors,
                                   .personnel = doors.personnel,
                                   .accounts = kept.accounts(),
                                   .registry = kept.registry(),
                                   .clock = clock,
                                   .provider = doors.given.provider.get(),
                                   .provider_label = settings.sign_in.oidc.label,
                                   .ldap = doors.given.directory != nullptr};
  return joined({
      http::session_routes(session),
      http::factor_routes(session),
      http::oidc_routes(session),
      http::token_routes({doors.tokens, kept.registry(), clock}),
      http::accounts_routes(
          {doors.personnel, kept.accounts(), kept.grants(), kept.links(), kept.registry(), kept.estate(), clock}),
      http::sites_routes(sites),
      http::declarations_routes(sites),
      http::organisations_routes(sites),
      http::findings_routes(
          {kept.rounds(), kept.evidence(), kept.pictures(), desks.waves, std::string(kVersion), parts.spool}),
      http::waves_routes(sites),
      http::samples_routes({kept.registry(), kept.samples(), desks.given.inspection, clock}),
      http::inspection_routes({desks.inspected, kept.walks(), kept.registry(), kept.bounds(), clock}),
      http::orders_routes({kept.registry(), kept.orders(), kept.bounds(), clock}),
      http::names_routes({kept.registry(), kept.names(), clock}),
      http::registration_routes({kept.registry(), kept.registrations(), clock}),
      http::tls_routes({kept.registry(), kept.tls(), clock}),
      http::imports_routes({*desks.given.imports, write_form, kept.bounds(), parts.spool}),
      http::rounds_routes(sites, desks.rounds),
      http::watch_routes({desks.watch, kept.periods(), clock}),
      http::wall_routes({kept.estate(), kept.rounds(), kept.registry(), clock}),
      http::timeline_routes({kept.registry(), kept.rounds(), kept.samples(), kept.pages(), clock}),
      http::page_changes_routes({kept.registry(), kept.rounds(), kept.pages(), comparing(*desks.given.readers), clock}),
      http::vantage_routes({doors.vantages, desks.hall}),
      http::audit_routes({kept.audit(), parts.audit_key, clock, parts.spool}),
      http::notice_routes(desks.teller),
      http::about_routes(about, parts.limits, parts.metrics, [&kept] { return kept.probe(); }),
  });
}

}  // namespace huabiao::app
