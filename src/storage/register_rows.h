#pragma once
// How each noun of the register lies in its *_version table: columns in one order. The first eight
// columns of every select are row, id, both spans, author, closed_by, import. Internal to this room.

#include <string>
#include <string_view>

#include "registry/declaration.h"
#include "registry/organisation.h"
#include "registry/site.h"
#include "storage/version_table.h"

namespace huabiao::storage {

inline constexpr std::string_view kVersionColumns =
    "v.row, v.id, v.valid_from, v.valid_to, v.recorded_from, v.recorded_to, v.author, v.closed_by, v.import";
inline constexpr int kFirstOwnColumn = 9;

template <>
struct RowsOf<registry::Organisation> {
  static constexpr std::string_view kName = "organisation";
  static constexpr std::string_view kColumns = "v.name, v.kind, v.superior, v.sector, v.credit_code, v.region";
  static std::string select();
  static std::string insert();
  static void bind(Statement& row, int index, const registry::Organisation& value);
  static void after_insert(Connection&, std::int64_t, const registry::Organisation&) {}
  static registry::Versioned<registry::Organisation> read_alone(const Statement& row);
  static registry::Versioned<registry::Organisation> read(Connection&, const Statement& row) { return read_alone(row); }
};

template <>
struct RowsOf<registry::Site> {
  static constexpr std::string_view kName = "site";
  static constexpr std::string_view kColumns = "v.name, v.life, v.region, v.site_code, v.icp, v.police, v.remark";
  static std::string select();
  static std::string insert();
  static void bind(Statement& row, int index, const registry::Site& value);
  static void after_insert(Connection&, std::int64_t, const registry::Site&) {}
  static registry::Versioned<registry::Site> read_alone(const Statement& row);
  static registry::Versioned<registry::Site> read(Connection&, const Statement& row) { return read_alone(row); }
};

template <>
struct RowsOf<registry::Declaration> {
  static constexpr std::string_view kName = "declaration";
  static constexpr std::string_view kColumns =
      "v.organisation, v.site, v.department, v.mark_hung, v.contact, v.phones, v.remark";
  static std::string select();
  static std::string insert();
  static void bind(Statement& row, int index, const registry::Declaration& value);
  static void after_insert(Connection& connection, std::int64_t version, const registry::Declaration& value);
  static registry::Versioned<registry::Declaration> read_alone(const Statement& row);  // without its names
  static registry::Versioned<registry::Declaration> read(Connection& connection, const Statement& row);
};

template <>
struct RowsOf<registry::Contact> {
  static constexpr std::string_view kName = "contact";
  static constexpr std::string_view kColumns = "v.organisation, v.site, v.name, v.duty, v.phones, v.mail";
  static std::string select();
  static std::string insert();
  static void bind(Statement& row, int index, const registry::Contact& value);
  static void after_insert(Connection&, std::int64_t, const registry::Contact&) {}
  static registry::Versioned<registry::Contact> read_alone(const Statement& row);
  static registry::Versioned<registry::Contact> read(Connection&, const Statement& row) { return read_alone(row); }
};

// The number of a name in the DNS, made when it is new.
std::int64_t domain_id(Connection& connection, std::string_view ascii, std::string_view unicode);

// All names of one version of a declaration.
void read_names(Connection& connection, std::int64_t version, registry::Declaration& into);

}  // namespace huabiao::storage
