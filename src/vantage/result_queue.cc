#include "vantage/result_queue.h"

#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>

#include "base/whole_file.h"

namespace huabiao::vantage {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kEnding = ".result";

std::unexpected<Error> no_queue(const fs::path& file, std::string_view why) {
  return fail(Kind::Environment, "vantage.no_queue", fmt::format("{}: {}", file.string(), why));
}

std::optional<std::uint64_t> number_of(const fs::path& file) {
  const std::string name = file.filename().string();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || std::string_view(end) != kEnding) return std::nullopt;
  return number;
}

}  // namespace

Result<std::unique_ptr<ResultQueue>> ResultQueue::open(fs::path folder, const QueueLimits& limits) {
  std::unique_ptr<ResultQueue> queue(new ResultQueue(std::move(folder), limits));
  if (auto taken = queue->take_up(); !taken) return fail(std::move(taken));
  return queue;
}

Done ResultQueue::take_up() {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (!error) fs::permissions(folder_, fs::perms::owner_all, error);
  if (error) return no_queue(folder_, error.message());
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const auto number = number_of(entry.path());
    std::error_code ignored;
    if (!number) {
      fs::remove(entry.path(), ignored);  // never finished
      continue;
    }
    const std::uint64_t bytes = entry.file_size(ignored);
    index_.with([&](Index& index) {
      index.bytes[*number] = bytes;
      index.all += bytes;
      index.last = std::max(index.last, *number);
    });
  }
  return error ? Done(no_queue(folder_, error.message())) : Done();
}

fs::path ResultQueue::file_of(std::uint64_t number) const {
  return folder_ / fmt::format("{:020}{}", number, kEnding);
}

Result<std::size_t> ResultQueue::put(const std::string& result) {
  if (result.size() > limits_.bytes) return std::size_t{1};
  const std::uint64_t number = index_.with([](Index& index) { return ++index.last; });
  if (const auto error = write_whole(file_of(number), result)) return no_queue(file_of(number), error.message());
  return index_.with([&](Index& index) {
    index.bytes.emplace(number, result.size());
    index.all += result.size();
    std::size_t dropped = 0;
    while (index.bytes.size() > limits_.results || index.all > limits_.bytes) {
      drop(index, index.bytes.begin()->first);
      ++dropped;
    }
    return dropped;
  });
}

std::optional<ResultQueue::Waiting> ResultQueue::front() {
  return index_.with([&](Index& index) -> std::optional<Waiting> {
    while (!index.bytes.empty()) {
      const std::uint64_t number = index.bytes.begin()->first;
      std::ifstream in(file_of(number), std::ios::binary);
      std::string result{std::istreambuf_iterator<char>(in), {}};
      if (in && result.size() == index.bytes.begin()->second) return Waiting{number, std::move(result)};
      drop(index, number);
    }
    return std::nullopt;
  });
}

void ResultQueue::drop(std::uint64_t number) {
  index_.with([&](Index& index) { drop(index, number); });
}

void ResultQueue::drop(Index& index, std::uint64_t number) {
  const auto found = index.bytes.find(number);
  if (found == index.bytes.end()) return;
  index.all -= found->second;
  index.bytes.erase(found);
  std::error_code ignored;  // it is taken up again at the next start, and refused then
  fs::remove(file_of(number), ignored);
}

std::size_t ResultQueue::size() const {
  return index_.with([](const Index& index) { return index.bytes.size(); });
}

}  // namespace huabiao::vantage
