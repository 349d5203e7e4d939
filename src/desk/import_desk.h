#pragma once
// ImportDesk: uploaded workbooks between "here is a file" and "it is in the register". Each upload is read once on the
// desk's thread; its rows wait on disk, so a million of them cost 16 bytes each in memory. Uploads do not outlive the
// server: nothing of them is in the register before commit.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/bounded_queue.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "desk/import_row.h"

namespace huabiao::desk {

struct ImportLimits {
  static constexpr std::size_t kUploads = 20;    // kept at once; the oldest committed or failed one goes first
  static constexpr std::size_t kWaiting = 8;     // to be read
  static constexpr std::size_t kProblems = 200;  // kept beside the figures
};

enum class ImportState { Reading, Ready, Failed, Committed };
constexpr std::string_view to_string(ImportState state) {
  constexpr std::string_view kNames[] = {"reading", "ready", "failed", "committed"};
  return kNames[static_cast<std::size_t>(state)];
}
enum class Accept { Good, AllOrNothing };

struct Committed {
  TimePoint at{};
  Accept accept = Accept::AllOrNothing;
  std::int64_t sites_new = 0, sites_changed = 0, organisations_new = 0, rows_taken = 0, rows_left = 0;
};

struct Upload {
  std::int64_t id = 0;
  ImportState state = ImportState::Reading;
  std::string filename, sha256, by;
  std::uint64_t bytes = 0;
  std::optional<census::Form> form;
  std::string sheet;
  std::vector<std::string> sheets;
  std::string authority;
  std::uint64_t rows = 0, good = 0, bad = 0, warned = 0;
  std::optional<Error> problem;  // why it failed
  TimePoint created{};
  std::optional<Committed> committed;
  std::vector<CellProblem> problems;  // the first ImportLimits::kProblems
};

enum class RowFilter { All, Good, Bad, Warned };
struct RowsPage {
  std::vector<ImportRow> rows;
  std::optional<std::uint64_t> next;  // index to go on from
  std::uint64_t total = 0;
};

class ImportDesk {
 public:
  // What commit() does with a file that was read: enters it in the register in one transaction.
  struct Order {
    std::filesystem::path file;
    std::string filename, sha256, sheet, by;
    Accept accept = Accept::AllOrNothing;
  };
  using Enter = std::function<Result<Committed>(const Order&)>;

  // `folder` is made, and emptied of what an earlier server left. Lifetime: the clock outlives the desk.
  // Fails: Environment desk.no_folder.
  static Result<std::unique_ptr<ImportDesk>> open(std::filesystem::path folder, const Clock& clock, Enter enter);
  ~ImportDesk();
  ImportDesk(const ImportDesk&) = delete;
  ImportDesk& operator=(const ImportDesk&) = delete;

  // Takes the file over (moves it into the folder) and begins to read it. Thread: any, as all below.
  // Fails: Unavailable desk.too_many_uploads; Environment desk.no_folder.
  Result<Upload> take(const std::filesystem::path& file, std::string filename, std::optional<std::string> sheet,
                      const std::string& by);
  [[nodiscard]] std::vector<Upload> all() const;  // newest first
  // Fails: NotFound desk.no_such_upload.
  Result<Upload> get(std::int64_t id) const;
  // Fails: NotFound; Conflict desk.not_ready.
  Result<Upload> choose_sheet(std::int64_t id, const std::string& sheet);
  Result<RowsPage> rows(std::int64_t id, RowFilter filter, std::uint64_t from, std::size_t limit) const;
  // Fails: NotFound; Conflict desk.not_ready, and what the register refuses.
  Result<Upload> commit(std::int64_t id, Accept accept, const std::string& by);
  Done discard(std::int64_t id);

 private:
  struct Job {
    Upload upload;
    std::filesystem::path file, lines;
    std::vector<std::uint64_t> offsets;  // of each row's line; the verdict in the two top bits
    bool committing = false;
    std::uint64_t reading = 0;  // rises with every reading asked for
  };
  using Jobs = std::map<std::int64_t, Job>;
  struct Ticket {
    std::int64_t id = 0;
    std::uint64_t reading = 0;
    std::optional<std::string> sheet;
  };

  ImportDesk(std::filesystem::path folder, const Clock& clock, Enter enter);
  void work();
  void read(const Ticket& ticket);
  Done read_rows(const Ticket& ticket, const std::filesystem::path& file, const std::filesystem::path& lines);
  bool make_room(Jobs& jobs) const;

  std::filesystem::path folder_;
  const Clock& clock_;
  Enter enter_;
  Guarded<Jobs> jobs_;
  Guarded<std::int64_t> last_id_{0};
  BoundedQueue<Ticket> tickets_{ImportLimits::kUploads + ImportLimits::kWaiting};
  std::thread reader_;
};

}  // namespace huabiao::desk
