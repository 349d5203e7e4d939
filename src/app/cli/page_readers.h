#pragma once
// PageReaders: the children that read saved pages for `inspect` and `compare`, as many as are needed at once. A page
// that ends its child, or that it does not answer for, is that page's error; the next page gets another child.

#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "app/cli/page_questions.h"
#include "base/guarded.h"
#include "dispatch/asked_child.h"
#include "settings/settings.h"

namespace huabiao::app {

// Thread: any; each call blocks until its page is read.
class PageReaders {
 public:
  // A child is let go after so many pages, so nothing it leaks or was talked into lasts.
  static constexpr std::size_t kPagesPerChild = 20'000;

  // The rules in use, compiled once for all children, of which there are at most so many. Fails: rules.*.
  static Result<std::unique_ptr<PageReaders>> create(const settings::Settings& settings, std::size_t most_children);
  // Told to every child before its first page. To be called before pages are read.
  void tell_first(std::vector<std::string> questions);
  // Starts a child. Fails: dispatch.no_worker, dispatch.child_died, and what keeps it from working.
  Done begin();

  // Fail: inspect.reader_died, inspect.reader_hung, record.* (the child said what makes no sense), as begin().
  Result<monitor::record::Inspected> inspect(const SourcePage& page);
  // The looks, oldest first: earlier ones, the page before, the page after.
  Result<monitor::ChangeReport> compare(const std::vector<SourcePage>& looks, const std::string& host, bool approved);
  // Two looks and nothing learnt before, with the lines that changed; its child is let go. For who asks from afar.
  Result<monitor::PageComparison> compare_whole(const SourcePage& before, const SourcePage& after);

 private:
  struct Child {
    dispatch::AskedChild asked;
    std::size_t pages = 0;
  };
  // A child, and one of the places for them.
  class Turn;
  PageReaders(dispatch::WorkerSettings worker, std::size_t most_children)
      : worker_(std::move(worker)), places_(static_cast<std::ptrdiff_t>(most_children)) {}
  Result<std::unique_ptr<Child>> take();
  void give_back(std::unique_ptr<Child> child);

  dispatch::WorkerSettings worker_;
  std::vector<std::string> first_;
  std::counting_semaphore<> places_;
  Guarded<std::vector<std::unique_ptr<Child>>> idle_;
};

}  // namespace huabiao::app
