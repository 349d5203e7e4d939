#include "storage/schema.h"

#include <array>

namespace huabiao::storage {
namespace {

// Times are milliseconds since 1970 UTC; 253402300799999 stands for "not ended". Lists in one column are separated by
// U+001F. Every column and rule: docs/formats/database.md.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE region(
  code TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE import(
  id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, sha256 TEXT NOT NULL, form TEXT NOT NULL,
  author TEXT NOT NULL, at INTEGER NOT NULL, rows INTEGER NOT NULL, organisations INTEGER NOT NULL,
  sites INTEGER NOT NULL, declarations INTEGER NOT NULL) STRICT;

CREATE TABLE organisation(id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE organisation_version(
  row INTEGER PRIMARY KEY, id INTEGER NOT NULL REFERENCES organisation(id),
  valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
  recorded_from INTEGER NOT NULL, recorded_to INTEGER NOT NULL,
  author TEXT NOT NULL, import INTEGER REFERENCES import(id), closed_by TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL, name_key TEXT NOT NULL, kind INTEGER NOT NULL, superior INTEGER REFERENCES organisation(id),
  sector TEXT NOT NULL, credit_code TEXT NOT NULL, region TEXT NOT NULL,
  CHECK(valid_from < valid_to), CHECK(recorded_from < recorded_to)) STRICT;
CREATE INDEX organisation_version_id ON organisation_version(id, recorded_to);
CREATE INDEX organisation_version_key ON organisation_version(name_key) WHERE recorded_to = 253402300799999;
CREATE INDEX organisation_version_name ON organisation_version(name, id) WHERE recorded_to = 253402300799999;

CREATE TABLE site(id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE site_version(
  row INTEGER PRIMARY KEY, id INTEGER NOT NULL REFERENCES site(id),
  valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
  recorded_from INTEGER NOT NULL, recorded_to INTEGER NOT NULL,
  author TEXT NOT NULL, import INTEGER REFERENCES import(id), closed_by TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL, name_key TEXT NOT NULL, life INTEGER NOT NULL, region TEXT NOT NULL, site_code TEXT NOT NULL,
  icp TEXT NOT NULL, police TEXT NOT NULL, remark TEXT NOT NULL,
  CHECK(valid_from < valid_to), CHECK(recorded_from < recorded_to)) STRICT;
CREATE INDEX site_version_id ON site_version(id, recorded_to);
CREATE INDEX site_version_key ON site_version(name_key) WHERE recorded_to = 253402300799999;

CREATE TABLE domain(
  id INTEGER PRIMARY KEY, ascii TEXT NOT NULL, unicode TEXT NOT NULL, UNIQUE(ascii, unicode)) STRICT;

CREATE TABLE declaration(id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE declaration_version(
  row INTEGER PRIMARY KEY, id INTEGER NOT NULL REFERENCES declaration(id),
  valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
  recorded_from INTEGER NOT NULL, recorded_to INTEGER NOT NULL,
  author TEXT NOT NULL, import INTEGER REFERENCES import(id), closed_by TEXT NOT NULL DEFAULT '',
  organisation INTEGER NOT NULL REFERENCES organisation(id), site INTEGER REFERENCES site(id),
  department TEXT NOT NULL, mark_hung INTEGER, contact TEXT NOT NULL, phones TEXT NOT NULL, remark TEXT NOT NULL,
  CHECK(valid_from < valid_to), CHECK(recorded_from < recorded_to)) STRICT;
CREATE INDEX declaration_version_id ON declaration_version(id, recorded_to);
CREATE INDEX declaration_version_site ON declaration_version(site, organisation);
CREATE INDEX declaration_version_organisation ON declaration_version(organisation, site);
CREATE TABLE declaration_name(
  version INTEGER NOT NULL REFERENCES declaration_version(row) ON DELETE CASCADE,
  position INTEGER NOT NULL, domain INTEGER NOT NULL REFERENCES domain(id),
  kind INTEGER NOT NULL, port INTEGER NOT NULL,
  PRIMARY KEY(version, position)) STRICT, WITHOUT ROWID;
CREATE INDEX declaration_name_domain ON declaration_name(domain);

CREATE TABLE contact(id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
CREATE TABLE contact_version(
  row INTEGER PRIMARY KEY, id INTEGER NOT NULL REFERENCES contact(id),
  valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
  recorded_from INTEGER NOT NULL, recorded_to INTEGER NOT NULL,
  author TEXT NOT NULL, import INTEGER REFERENCES import(id), closed_by TEXT NOT NULL DEFAULT '',
  organisation INTEGER NOT NULL REFERENCES organisation(id), site INTEGER REFERENCES site(id),
  name TEXT NOT NULL, duty TEXT NOT NULL, phones TEXT NOT NULL, mail TEXT NOT NULL,
  CHECK(valid_from < valid_to), CHECK(recorded_from < recorded_to)) STRICT;
CREATE INDEX contact_version_id ON contact_version(id, recorded_to);
CREATE INDEX contact_version_organisation ON contact_version(organisation);
CREATE INDEX contact_version_site ON contact_version(site);

-- What is true now, one row a site; derived, can be made anew from the rest.
CREATE TABLE site_summary(
  site INTEGER PRIMARY KEY REFERENCES site(id),
  name TEXT NOT NULL, life INTEGER NOT NULL,
  province TEXT NOT NULL, prefecture TEXT NOT NULL, region TEXT NOT NULL,
  mark_declared INTEGER NOT NULL,
  state INTEGER NOT NULL, outcome INTEGER NOT NULL, mark INTEGER NOT NULL,
  last_visit INTEGER NOT NULL, last_round INTEGER NOT NULL,
  worst INTEGER NOT NULL, alerts INTEGER NOT NULL, open_findings INTEGER NOT NULL) STRICT;
CREATE INDEX site_summary_name ON site_summary(name, site);
CREATE INDEX site_summary_worst ON site_summary(worst, site);
CREATE INDEX site_summary_visit ON site_summary(last_visit, site);
-- Holds every column a list filters or sorts by, so that any filter is one pass over one narrow index.
CREATE INDEX site_summary_facets ON site_summary(
  province, prefecture, region, life, state, outcome, mark, mark_declared, worst, alerts, last_visit, name, site);
CREATE TABLE site_text(
  site INTEGER PRIMARY KEY REFERENCES site(id),
  organisations TEXT NOT NULL, hosts TEXT NOT NULL, chinese_names TEXT NOT NULL, site_code TEXT NOT NULL,
  folded TEXT NOT NULL) STRICT;
CREATE TABLE site_unit(
  organisation INTEGER NOT NULL REFERENCES organisation(id), site INTEGER NOT NULL REFERENCES site(id),
  PRIMARY KEY(organisation, site)) STRICT, WITHOUT ROWID;
CREATE INDEX site_unit_site ON site_unit(site);
CREATE TABLE site_due(at INTEGER NOT NULL, site INTEGER NOT NULL, PRIMARY KEY(at, site)) STRICT, WITHOUT ROWID;
CREATE INDEX site_due_site ON site_due(site);
CREATE VIRTUAL TABLE site_gram USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii');
-- Gather 8 MiB of postings before a segment is written: imports write tens of thousands of texts at once.
INSERT INTO site_gram(site_gram, rank) VALUES('hashsize', 8388608);

CREATE TABLE round(
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, state INTEGER NOT NULL,
  started INTEGER NOT NULL, ended INTEGER, targets INTEGER NOT NULL, done INTEGER NOT NULL, author TEXT NOT NULL,
  series INTEGER NOT NULL, number INTEGER NOT NULL) STRICT;
CREATE TABLE round_target(
  round INTEGER NOT NULL REFERENCES round(id), position INTEGER NOT NULL,
  site INTEGER NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL, path TEXT NOT NULL, done INTEGER NOT NULL,
  PRIMARY KEY(round, site, host, port, path)) STRICT, WITHOUT ROWID;
CREATE TABLE visit_row(
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL, path TEXT NOT NULL,
  latest INTEGER NOT NULL,
  series INTEGER NOT NULL, first_number INTEGER NOT NULL, last_number INTEGER NOT NULL,
  first_round INTEGER NOT NULL REFERENCES round(id), last_round INTEGER NOT NULL REFERENCES round(id),
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  outcome INTEGER NOT NULL, value_key TEXT NOT NULL, record TEXT NOT NULL) STRICT;
CREATE INDEX visit_row_site ON visit_row(site, host, port, path, series, last_number);
CREATE INDEX visit_row_latest ON visit_row(site, host, port, path) WHERE latest = 1;
CREATE INDEX visit_row_round ON visit_row(
  series, last_number, site, host, port, path, id, first_number, outcome);

CREATE TABLE finding(
  id INTEGER PRIMARY KEY AUTOINCREMENT, fingerprint TEXT NOT NULL UNIQUE, site INTEGER NOT NULL, host TEXT NOT NULL,
  rule TEXT NOT NULL, category INTEGER NOT NULL, severity INTEGER NOT NULL, confidence REAL NOT NULL,
  subject TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, evidence TEXT NOT NULL,
  state INTEGER NOT NULL, decision INTEGER NOT NULL, decided_by TEXT NOT NULL, decided_why TEXT NOT NULL,
  decided_until INTEGER, seen INTEGER NOT NULL, missed INTEGER NOT NULL, reopened INTEGER NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, resolved_at INTEGER,
  first_round INTEGER NOT NULL, last_round INTEGER NOT NULL, judged_round INTEGER NOT NULL,
  asked_url TEXT NOT NULL, final_url TEXT NOT NULL, headers TEXT NOT NULL, body_sha256 TEXT NOT NULL) STRICT;
CREATE INDEX finding_site ON finding(site, state);
CREATE INDEX finding_order ON finding(severity, last_seen, id);
CREATE INDEX finding_newest ON finding(last_seen, id);
CREATE INDEX finding_category ON finding(category, severity, last_seen, id);
CREATE INDEX finding_round ON finding(last_round);
CREATE TABLE finding_moment(
  id INTEGER PRIMARY KEY, finding INTEGER NOT NULL REFERENCES finding(id), at INTEGER NOT NULL, what TEXT NOT NULL,
  round INTEGER NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX finding_moment_finding ON finding_moment(finding, id);
CREATE TABLE site_finding(
  category INTEGER NOT NULL, site INTEGER NOT NULL, severity INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(category, site, severity)) STRICT, WITHOUT ROWID;
CREATE INDEX site_finding_site ON site_finding(site);

CREATE TABLE evidence(
  sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
  first_put INTEGER NOT NULL, last_put INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_age ON evidence(last_put, sha256);

CREATE TABLE account(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL, role INTEGER NOT NULL,
  state INTEGER NOT NULL, password TEXT NOT NULL, must_change INTEGER NOT NULL, created INTEGER NOT NULL,
  password_changed INTEGER NOT NULL, failures INTEGER NOT NULL, last_failure INTEGER, last_sign_in INTEGER) STRICT;
CREATE TABLE session(
  id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL REFERENCES account(id),
  token_hash TEXT NOT NULL UNIQUE, csrf TEXT NOT NULL, began INTEGER NOT NULL, last_used INTEGER NOT NULL,
  address TEXT NOT NULL, user_agent TEXT NOT NULL) STRICT;
CREATE INDEX session_account ON session(account);
)sql";

// What findings share from site to site.
constexpr std::string_view kVersion2 = R"sql(
CREATE TABLE trait(
  finding INTEGER NOT NULL REFERENCES finding(id), kind INTEGER NOT NULL, value TEXT NOT NULL,
  role INTEGER NOT NULL, site INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  PRIMARY KEY(finding, kind, value)) STRICT, WITHOUT ROWID;
CREATE INDEX trait_value ON trait(kind, value, site);
CREATE TABLE trait_change(number INTEGER NOT NULL) STRICT;
INSERT INTO trait_change(number) VALUES(0);
)sql";

// Orders given to the watch: docs/formats/database.md.
constexpr std::string_view kVersion3 = R"sql(
CREATE TABLE watch_order(
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, consent INTEGER NOT NULL, consent_by TEXT NOT NULL,
  paused INTEGER NOT NULL, paused_until INTEGER, pause_reason TEXT NOT NULL, quiet TEXT NOT NULL,
  author TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX watch_order_site ON watch_order(site, id);
)sql";

// What is told over which channel. `cursor` is a row of finding_moment.
constexpr std::string_view kVersion4 = R"sql(
CREATE TABLE notice_channel(
  name TEXT PRIMARY KEY, cursor INTEGER NOT NULL, began INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE notice_standing(
  channel TEXT NOT NULL, finding INTEGER NOT NULL REFERENCES finding(id), severity INTEGER NOT NULL,
  PRIMARY KEY(channel, finding)) STRICT, WITHOUT ROWID;
CREATE TABLE notice_delivery(
  id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, key TEXT NOT NULL,
  finding INTEGER NOT NULL REFERENCES finding(id), what INTEGER NOT NULL, severity INTEGER NOT NULL,
  at INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL, planned INTEGER NOT NULL,
  next_try INTEGER NOT NULL, tried INTEGER, ended INTEGER, error TEXT NOT NULL, detail TEXT NOT NULL,
  UNIQUE(channel, key)) STRICT;
CREATE INDEX notice_delivery_due ON notice_delivery(channel, next_try, id) WHERE state = 0;
CREATE INDEX notice_delivery_order ON notice_delivery(channel, finding, id) WHERE state = 0;
CREATE INDEX notice_delivery_ended ON notice_delivery(ended) WHERE state <> 0;
CREATE INDEX notice_delivery_list ON notice_delivery(channel, state, id);
)sql";

// Walks through inner pages, and what was found on them.
constexpr std::string_view kVersion5 = R"sql(
ALTER TABLE finding ADD COLUMN page TEXT NOT NULL DEFAULT '';
CREATE TABLE walk(
  site INTEGER NOT NULL REFERENCES site(id), host TEXT NOT NULL, at INTEGER NOT NULL, facts TEXT NOT NULL,
  PRIMARY KEY(site, host)) STRICT, WITHOUT ROWID;
)sql";

// What the DNS said of each host at the last look, and what people expect: docs/formats/database.md.
constexpr std::string_view kVersion6 = R"sql(
CREATE TABLE host_names(
  site INTEGER NOT NULL, host TEXT NOT NULL, at INTEGER NOT NULL, facts TEXT NOT NULL, known TEXT NOT NULL,
  PRIMARY KEY(site, host)) STRICT, WITHOUT ROWID;
CREATE TABLE expected_names(
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, host TEXT NOT NULL, mode INTEGER NOT NULL, entries TEXT NOT NULL,
  author TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX expected_names_host ON expected_names(site, host, id);
)sql";

// Vantage points: who looks at sites for this server from elsewhere.
constexpr std::string_view kVersion7 = R"sql(
CREATE TABLE vantage_point(
  name TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, added INTEGER NOT NULL, author TEXT NOT NULL,
  heard INTEGER, version TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// Findings that others explain: the fingerprint of their common cause.
constexpr std::string_view kVersion8 = R"sql(
ALTER TABLE finding ADD COLUMN cause TEXT NOT NULL DEFAULT '';
CREATE INDEX finding_cause ON finding(cause) WHERE cause <> '';
)sql";

// How each period of the watch was kept.
constexpr std::string_view kVersion9 = R"sql(
CREATE TABLE watch_period(
  round INTEGER PRIMARY KEY, began INTEGER NOT NULL, rows INTEGER NOT NULL, done INTEGER NOT NULL,
  not_visited INTEGER NOT NULL, left_alone INTEGER NOT NULL, late_middle INTEGER NOT NULL, late_p99 INTEGER NOT NULL,
  late_most INTEGER NOT NULL) STRICT;
CREATE INDEX watch_period_began ON watch_period(began);
-- What has happened lately, without a walk through all that ever did.
CREATE INDEX finding_moment_at ON finding_moment(at, id);
)sql";

// Orders for a unit's sites (scope 1, its number as `site`) and a region's (scope 0), and how often; withdrawn ones.
constexpr std::string_view kVersion10 = R"sql(
ALTER TABLE watch_order ADD COLUMN scope INTEGER NOT NULL DEFAULT 2;
ALTER TABLE watch_order ADD COLUMN region TEXT NOT NULL DEFAULT '';
ALTER TABLE watch_order ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE watch_order ADD COLUMN every INTEGER NOT NULL DEFAULT 1;
DROP INDEX watch_order_site;
CREATE INDEX watch_order_whom ON watch_order(scope, site, region, id);
)sql";

// What registries said of domains, the last look and as intervals: docs/formats/database.md.
constexpr std::string_view kVersion11 = R"sql(
CREATE TABLE registration_look(
  domain TEXT PRIMARY KEY, at INTEGER NOT NULL, due INTEGER NOT NULL, failures INTEGER NOT NULL,
  accusing INTEGER NOT NULL, facts TEXT NOT NULL, known TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE registration(
  domain TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, facts TEXT NOT NULL,
  PRIMARY KEY(domain, first_seen)) STRICT, WITHOUT ROWID;
)sql";

// Which versions of TLS each host accepted when it was last tried.
constexpr std::string_view kVersion12 = R"sql(
CREATE TABLE tls_set(
  site INTEGER NOT NULL REFERENCES site(id), host TEXT NOT NULL, at INTEGER NOT NULL, facts TEXT NOT NULL,
  PRIMARY KEY(site, host)) STRICT, WITHOUT ROWID;
)sql";

// What a browser showed of pages, and pictures of them: docs/formats/database.md.
constexpr std::string_view kVersion13 = R"sql(
CREATE TABLE rendered(
  site INTEGER NOT NULL, host TEXT NOT NULL, at INTEGER NOT NULL, view TEXT NOT NULL, findings TEXT NOT NULL,
  PRIMARY KEY(site, host)) STRICT, WITHOUT ROWID;
CREATE TABLE picture(
  sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
  first_put INTEGER NOT NULL, last_put INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX picture_age ON picture(last_put, sha256);
CREATE TABLE finding_picture(
  finding INTEGER PRIMARY KEY REFERENCES finding(id), sha256 TEXT NOT NULL, width INTEGER NOT NULL,
  height INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
)sql";

// Roles granted over parts of the register: docs/formats/database.md. Who was administrator or reader keeps all of it.
constexpr std::string_view kVersion14 = R"sql(
CREATE TABLE role_grant(
  id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL REFERENCES account(id), role INTEGER NOT NULL,
  scope INTEGER NOT NULL, scope_id INTEGER NOT NULL, scope_name TEXT NOT NULL, begins INTEGER NOT NULL, ends INTEGER,
  lent_from INTEGER REFERENCES role_grant(id), author TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
  withdrawn INTEGER, withdrawn_by TEXT NOT NULL) STRICT;
CREATE INDEX role_grant_account ON role_grant(account, id);
CREATE INDEX role_grant_lent ON role_grant(lent_from) WHERE lent_from IS NOT NULL;
WITH former(role, now) AS (VALUES(0, 0), (0, 3), (0, 4), (1, 11))
INSERT INTO role_grant(account, role, scope, scope_id, scope_name, begins, author, reason, at, withdrawn_by)
SELECT a.id, f.now, 0, 0, '', a.created, '', '', a.created, '' FROM account a JOIN former f ON f.role = a.role
ORDER BY a.id, f.now;
ALTER TABLE account DROP COLUMN role;
ALTER TABLE account ADD COLUMN organisation INTEGER NOT NULL DEFAULT 0;
CREATE INDEX organisation_version_superior ON organisation_version(superior)
  WHERE superior IS NOT NULL AND recorded_to = 253402300799999;
CREATE INDEX organisation_version_sector ON organisation_version(sector)
  WHERE sector <> '' AND recorded_to = 253402300799999;
CREATE INDEX finding_body ON finding(body_sha256) WHERE body_sha256 <> '';
)sql";

// Who may serve and who may run a round: docs/decisions/0084. In each database, so that the writers of each are held
// against it.
constexpr std::string_view kLease = R"sql(
CREATE TABLE lease(
  purpose TEXT PRIMARY KEY, fence INTEGER NOT NULL, beat INTEGER NOT NULL,
  pid INTEGER NOT NULL, started INTEGER NOT NULL, machine TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// Signing in: second factors, former passwords, API tokens, accounts that sign in elsewhere: docs/formats/database.md.
constexpr std::string_view kSignIn = R"sql(
ALTER TABLE session ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0;
CREATE TABLE second_factor(
  account INTEGER PRIMARY KEY REFERENCES account(id), secret TEXT NOT NULL, begun INTEGER NOT NULL, confirmed INTEGER,
  last_step INTEGER NOT NULL) STRICT;
CREATE TABLE recovery_code(
  account INTEGER NOT NULL REFERENCES account(id), hash TEXT NOT NULL, used INTEGER,
  PRIMARY KEY(account, hash)) STRICT, WITHOUT ROWID;
CREATE TABLE former_password(
  id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL REFERENCES account(id), hash TEXT NOT NULL,
  until INTEGER NOT NULL) STRICT;
CREATE INDEX former_password_account ON former_password(account, id);
CREATE TABLE api_token(
  id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL REFERENCES account(id), name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE, abilities TEXT NOT NULL, scope INTEGER, scope_id INTEGER NOT NULL,
  scope_name TEXT NOT NULL, made INTEGER NOT NULL, ends INTEGER NOT NULL, last_used INTEGER, revoked INTEGER,
  revoked_by TEXT NOT NULL) STRICT;
CREATE INDEX api_token_account ON api_token(account, id);
CREATE TABLE account_link(
  account INTEGER PRIMARY KEY REFERENCES account(id), source INTEGER NOT NULL, subject TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX account_link_subject ON account_link(source, subject) WHERE subject <> '';
)sql";

constexpr std::array<std::string_view, 16> kMigrations = {
    kVersion1, kVersion2,  kVersion3,  kVersion4,  kVersion5,  kVersion6,  kVersion7, kVersion8,
    kVersion9, kVersion10, kVersion11, kVersion12, kVersion13, kVersion14, kLease,    kSignIn};
static_assert(kMigrations[kLeaseSince - 1] == kLease);

// Of samples.db: docs/formats/samples.md. `id` of block and day: the day in the upper, the series in the lower 32 bits.
constexpr std::string_view kSamples1 = R"sql(
CREATE TABLE series(
  id INTEGER PRIMARY KEY, site INTEGER NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL, kind INTEGER NOT NULL,
  vantage TEXT NOT NULL, UNIQUE(site, host, port, kind, vantage)) STRICT;
CREATE TABLE journal(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, samples BLOB NOT NULL) STRICT;
CREATE TABLE open_block(series INTEGER PRIMARY KEY, day INTEGER NOT NULL, samples BLOB NOT NULL) STRICT;
CREATE TABLE block(id INTEGER PRIMARY KEY, samples BLOB NOT NULL) STRICT;
CREATE TABLE day(
  id INTEGER PRIMARY KEY, samples INTEGER NOT NULL, opened INTEGER NOT NULL, failed INTEGER NOT NULL,
  median INTEGER NOT NULL, slowest INTEGER NOT NULL) STRICT;
)sql";
// The hours of each sealed day.
constexpr std::string_view kSamples2 = R"sql(
CREATE TABLE hours(id INTEGER PRIMARY KEY, hours BLOB NOT NULL) STRICT;
)sql";
constexpr std::array<std::string_view, 3> kSampleMigrations = {kSamples1, kSamples2, kLease};

// Of pages.db: docs/formats/database.md. The bytes lie in a table of their own, so that their space is free when they
// go although their page is still told of; `total` counts them, so that nobody adds them up.
constexpr std::string_view kPages1 = R"sql(
CREATE TABLE place(
  id INTEGER PRIMARY KEY, host TEXT NOT NULL, port INTEGER NOT NULL, path TEXT NOT NULL,
  UNIQUE(host, port, path)) STRICT;
CREATE TABLE page(
  id INTEGER PRIMARY KEY AUTOINCREMENT, place INTEGER NOT NULL REFERENCES place(id),
  at INTEGER NOT NULL, until INTEGER, content_key TEXT NOT NULL, url TEXT NOT NULL, content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL, state INTEGER NOT NULL, accused INTEGER NOT NULL, unkept INTEGER NOT NULL,
  picture_at INTEGER, width INTEGER, height INTEGER) STRICT;
CREATE INDEX page_place ON page(place, at);
CREATE INDEX page_until ON page(until);
-- Those that have bytes to drop.
CREATE INDEX page_kept ON page(until, at) WHERE state = 0 OR picture_at IS NOT NULL;
CREATE TABLE content(page INTEGER PRIMARY KEY, body BLOB, picture BLOB) STRICT;
CREATE TABLE total(bytes INTEGER NOT NULL) STRICT;
INSERT INTO total(bytes) VALUES(0);
CREATE TRIGGER content_in AFTER INSERT ON content BEGIN
  UPDATE total SET bytes = bytes + coalesce(length(NEW.body), 0) + coalesce(length(NEW.picture), 0);
END;
CREATE TRIGGER content_out AFTER DELETE ON content BEGIN
  UPDATE total SET bytes = bytes - coalesce(length(OLD.body), 0) - coalesce(length(OLD.picture), 0);
END;
CREATE TRIGGER content_picture AFTER UPDATE OF picture ON content BEGIN
  UPDATE total SET bytes = bytes + coalesce(length(NEW.picture), 0) - coalesce(length(OLD.picture), 0);
END;
)sql";
constexpr std::array<std::string_view, 2> kPageMigrations = {kPages1, kLease};

// Of audit.db: docs/formats/audit.md. `anchor` is the link before the oldest entry kept.
constexpr std::string_view kAudit1 = R"sql(
CREATE TABLE entry(
  sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, stage INTEGER NOT NULL, way INTEGER NOT NULL,
  account INTEGER NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, request TEXT NOT NULL, action TEXT NOT NULL,
  object TEXT NOT NULL, result TEXT NOT NULL, intent INTEGER NOT NULL, count INTEGER NOT NULL, asked TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, algorithm TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX entry_at ON entry(at);
CREATE INDEX entry_who ON entry(who, sequence);
CREATE INDEX entry_object ON entry(object, sequence);
CREATE INDEX entry_stage ON entry(stage, sequence);
CREATE INDEX entry_intent ON entry(intent) WHERE intent > 0;
CREATE TABLE anchor(sequence INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO anchor(sequence, hash) VALUES(0, '0000000000000000000000000000000000000000000000000000000000000000');
)sql";
constexpr std::array<std::string_view, 1> kAuditMigrations = {kAudit1};

constexpr std::int64_t kMainId = 0x48756142;     // "HuaB"
constexpr std::int64_t kSamplesId = 0x48756153;  // "HuaS"
constexpr std::int64_t kPagesId = 0x48756150;    // "HuaP"
constexpr std::int64_t kAuditId = 0x48756141;    // "HuaA"

}  // namespace

Schema main_schema() {
  return {kMigrations, kMainId};
}
Schema samples_schema() {
  return {kSampleMigrations, kSamplesId};
}
Schema pages_schema() {
  return {kPageMigrations, kPagesId};
}
Schema audit_schema() {
  return {kAuditMigrations, kAuditId};
}

void migrate(Connection& connection, const Schema& schema) {
  const auto newest = static_cast<std::int64_t>(schema.migrations.size());
  Engine& engine = connection.engine();
  if (const SchemaMark mark = engine.schema_mark(); mark.version == newest && mark.owner == schema.application_id)
    return;
  engine.begin_write(Durability::Full);
  try {
    // Another process may have migrated while this one waited.
    const std::int64_t found = must_be_ours(engine.schema_mark(), schema);
    for (std::int64_t step = found; step < newest; ++step)
      engine.run_migration(schema.migrations[static_cast<std::size_t>(step)]);
    engine.set_schema_mark(newest, schema.application_id);
    engine.commit();
  } catch (const Failure&) {
    engine.rollback();
    throw;
  }
}

std::int64_t must_be_ours(const SchemaMark& mark, const Schema& schema) {
  const auto newest = static_cast<std::int64_t>(schema.migrations.size());
  if (mark.owner != schema.application_id && !mark.empty)
    throw Failure({Kind::Environment, "storage.not_ours", "application_id " + std::to_string(mark.owner), {}});
  if (mark.version > newest)
    throw Failure({Kind::Environment, "storage.newer_schema", "schema " + std::to_string(mark.version),
                   "schema " + std::to_string(newest) + " or older"});
  return mark.version;
}

}  // namespace huabiao::storage
