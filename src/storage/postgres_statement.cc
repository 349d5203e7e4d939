#include "storage/postgres_statement.h"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <libpq-fe.h>

#include "storage/postgres_sql.h"

namespace huabiao::storage {
namespace {

// Object ids of the built-in types, as in the server's pg_type.dat.
constexpr std::uint32_t kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat8 = 701,
                        kNumeric = 1700;

// Big-endian, in as many bytes as there are.
std::string big_endian(std::uint64_t value) {
  std::string bytes(sizeof value, '\0');
  for (std::size_t i = sizeof value; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xff);
  return bytes;
}
std::uint64_t unsigned_of(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// A whole number as sum() gives it: digits to the base of 10,000 after four 16-bit fields: how many there are, the
// weight of the first, sign, scale.
std::int64_t numeric(std::string_view bytes) {
  constexpr std::size_t kField = 2, kHeader = 8;
  constexpr std::int64_t kBase = 10'000;
  if (bytes.size() < kHeader) return 0;
  const auto field = [&](std::size_t n) { return unsigned_of(bytes.substr(n * kField, kField)); };
  const auto digits = static_cast<std::int64_t>(field(0));
  const auto weight = static_cast<std::int16_t>(field(1));
  std::int64_t value = 0;
  for (std::int64_t i = 0; i <= weight; ++i)
    value = value * kBase + (i < digits ? static_cast<std::int64_t>(field(4 + static_cast<std::size_t>(i))) : 0);
  return field(2) == 0 ? value : -value;
}

}  // namespace

PostgresEngine::Value& PostgresStatement::value(int index) {
  if (std::ssize(values_) < index) values_.resize(static_cast<std::size_t>(index));
  return values_[static_cast<std::size_t>(index - 1)];
}

void PostgresStatement::bind_integer(int index, std::int64_t number) {
  value(index) = {kInt8, false, big_endian(static_cast<std::uint64_t>(number))};
}
void PostgresStatement::bind_text(int index, std::string_view text) {
  value(index) = {kText, false, postgres_text(text)};
}
void PostgresStatement::bind_bytes(int index, std::string_view bytes) {
  value(index) = {kBytea, false, std::string(bytes)};
}
void PostgresStatement::bind_real(int index, double number) {
  value(index) = {kFloat8, false, big_endian(std::bit_cast<std::uint64_t>(number))};
}
void PostgresStatement::bind_null(int index) {
  value(index) = {};
}

bool PostgresStatement::step() {
  if (!rows_) {
    rows_ = engine_.run(sql_, values_);
    row_ = -1;
  }
  return ++row_ < PQntuples(rows_.get());
}
void PostgresStatement::rewind() {
  rows_.reset();
  row_ = -1;
}
void PostgresStatement::clear() {
  rewind();
  values_.clear();
}

int PostgresStatement::columns() const {
  return rows_ ? PQnfields(rows_.get()) : 0;
}
std::string_view PostgresStatement::field(int column) const {
  if (null(column)) return {};
  return {PQgetvalue(rows_.get(), row_, column), static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column))};
}
bool PostgresStatement::null(int column) const {
  return !rows_ || row_ < 0 || row_ >= PQntuples(rows_.get()) || PQgetisnull(rows_.get(), row_, column) != 0;
}

std::int64_t PostgresStatement::integer(int column) const {
  const std::string_view bytes = field(column);
  if (bytes.empty()) return 0;
  switch (PQftype(rows_.get(), column)) {
    case kInt8:
      return static_cast<std::int64_t>(unsigned_of(bytes));
    case kInt4:
      return static_cast<std::int32_t>(unsigned_of(bytes));
    case kInt2:
      return static_cast<std::int16_t>(unsigned_of(bytes));
    case kBool:
      return bytes.front() != '\0' ? 1 : 0;
    case kNumeric:
      return numeric(bytes);
    case kFloat8:
      return static_cast<std::int64_t>(real(column));
    default:
      return std::strtoll(std::string(bytes).c_str(), nullptr, 10);
  }
}

double PostgresStatement::real(int column) const {
  const std::string_view bytes = field(column);
  if (bytes.empty()) return 0;
  if (PQftype(rows_.get(), column) == kFloat8) return std::bit_cast<double>(unsigned_of(bytes));
  return static_cast<double>(integer(column));
}

std::string PostgresStatement::text(int column) const {
  return std::string(field(column));
}
std::string PostgresStatement::bytes(int column) const {
  return std::string(field(column));
}

}  // namespace huabiao::storage
