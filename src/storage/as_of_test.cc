// Random edits of one site against a naive model: a list of everything that was ever recorded, read from the end.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::storage {
namespace {

using registry::AsOf;
using registry::kForever;
using registry::Site;
using registry::Span;

struct Recorded {
  TimePoint at;
  Span effective;
  std::optional<std::string> name;  // nullopt: removed
};

// The last word recorded by then that speaks of that day.
std::optional<std::string> naive(const std::vector<Recorded>& log, const AsOf& as_of) {
  for (auto it = log.rbegin(); it != log.rend(); ++it)
    if (it->at <= as_of.recorded && it->effective.contains(as_of.effective)) return it->name;
  return std::nullopt;
}

struct World {
  test::ScratchDirectory scratch;
  StillClock clock{from_millis(1'000'000)};
  std::unique_ptr<Stores> stores = good(Stores::open(good(DataDirectory::open(scratch.path())), clock));
};

RC_GTEST_PROP(AsOf, AgreesWithAModelThatForgetsNothing, ()) {
  World world;
  registry::RegistryStore& registry = world.stores->registry();
  const TimePoint origin = world.clock.now();
  const auto id = good(registry.save(Site{.name = "0"}, {.by = "t", .effective = {origin, kForever}}));
  std::vector<Recorded> log = {{origin, {origin, kForever}, "0"}};
  const int edits = *rc::gen::inRange(1, 9);
  for (int i = 1; i <= edits; ++i) {
    world.clock.advance(Millis(*rc::gen::inRange(0, 3)));
    const int from = *rc::gen::inRange(0, 10), length = *rc::gen::inRange(1, 10);
    const bool open_end = *rc::gen::arbitrary<bool>();
    const Span span{origin + Millis(from), open_end ? kForever : origin + Millis(from + length)};
    const bool removes = *rc::gen::inRange(0, 4) == 0;
    const std::string name = std::to_string(*rc::gen::inRange(0, 3));
    const Done done = removes ? registry.remove(id, {.by = "t", .effective = span}) : [&]() -> Done {
      auto saved = registry.save(Site{.id = id, .name = name}, {.by = "t", .effective = span});
      if (!saved) return fail(std::move(saved));
      return {};
    }();
    if (!done) {
      // Nothing is believed of it any more, so there is nothing to edit.
      RC_ASSERT(done.error().code == "registry.no_such_site");
      continue;
    }
    log.push_back({world.clock.now(), span, removes ? std::nullopt : std::optional(name)});
  }
  for (int effective = -1; effective < 22; ++effective)
    for (TimePoint recorded = origin - Millis(1); recorded <= world.clock.now(); recorded += Millis(1)) {
      const AsOf as_of{origin + Millis(effective), recorded};
      const auto found = good(registry.site(id, as_of));
      const auto expected = naive(log, as_of);
      RC_ASSERT((found ? std::optional(found->value.name) : std::nullopt) == expected);
      RC_ASSERT(good(registry.sites(as_of)).size() == (expected ? 1u : 0u));
    }
}

}  // namespace
}  // namespace huabiao::storage
