#include "desk/sample_keeper.h"

#include <gtest/gtest.h>

#include "support/stores_fixture.h"

namespace huabiao::desk {
namespace {

class SampleKeeperTest : public storage::StoresTest {};

TEST_F(SampleKeeperTest, MovesWhatIsOldEnoughWithoutBeingAsked) {
  const monitor::KeyedSample sample{{.site = 1, .host = "www.a.gov.cn", .port = 0, .kind = {}, .vantage = "local"},
                                    {monitor::second_of(clock_.now()), monitor::Outcome::Ok, {}}};
  storage::good(stores_->samples().append(std::span(&sample, 1)));
  clock_.advance(std::chrono::hours(1));
  {
    const SampleKeeper keeper(stores_->samples(), Millis(1));
    for (int i = 0; i < 1000 && storage::good(stores_->samples().use()).waiting > 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(storage::good(stores_->samples().use()).waiting, 0);
}

}  // namespace
}  // namespace huabiao::desk
