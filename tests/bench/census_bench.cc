// Reads a workbook as raw cells or as checked rows of the form, and says how long that took and how much memory.
//   census_bench raw|checked FILE   ->  {"seconds":0.42,"rows":100003,"cells":687912,"peak_mib":131}

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <sys/resource.h>

#include "census/read.h"
#include "office/table_reader.h"

using namespace huabiao;

namespace {

struct Counted {
  std::uint64_t rows = 0, cells = 0;
};

Result<Counted> read_raw(table::Source& source) {
  Counted counted;
  Done done = source.read(0, [&](const table::Row& row) {
    ++counted.rows;
    counted.cells += row.cells.size();
    return table::Go::On;
  });
  if (!done) return fail(std::move(done));
  return counted;
}

// As `census read` does it, down to the JSON of every row.
Result<Counted> read_checked(table::Source& source) {
  Counted counted;
  auto report = census::read(source, {}, [&](census::CensusRow&& row) {
    ++counted.rows;
    counted.cells += to_json(row).empty() ? 0 : 1;
    return table::Go::On;
  });
  if (!report) return fail(std::move(report));
  return counted;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto begin = std::chrono::steady_clock::now();
  auto source = office::open_table(argv[2]);
  if (!source) return std::fprintf(stderr, "%s\n", source.error().code.c_str()), 3;
  const auto counted = std::string_view(argv[1]) == "raw" ? read_raw(**source) : read_checked(**source);
  if (!counted) return std::fprintf(stderr, "%s\n", counted.error().code.c_str()), 3;
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const double cpu = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                     static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  std::printf("{\"seconds\":%.3f,\"cpu_seconds\":%.3f,\"rows\":%llu,\"cells\":%llu,\"peak_mib\":%ld}\n", taken.count(),
              cpu, static_cast<unsigned long long>(counted->rows), static_cast<unsigned long long>(counted->cells),
              used.ru_maxrss / 1024);
  return 0;
}
