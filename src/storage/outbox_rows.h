#pragma once
// Outbox on rows. Internal to this room.

#include "notice/outbox.h"
#include "storage/database.h"

namespace huabiao::storage {

class OutboxRows final : public notice::Outbox {
 public:
  explicit OutboxRows(Database& database, const notice::OutboxLimits& limits = {})
      : database_(database), limits_(limits) {}

  Result<Planned> plan(std::span<const notice::Channel> channels) override;
  Result<std::vector<notice::DueDelivery>> due(const std::string& channel, std::size_t limit) override;
  Done sent(notice::DeliveryId id) override;
  Result<notice::DeliveryState> failed(notice::DeliveryId id, const Error& error) override;
  Done give_up(notice::DeliveryId id, const Error& why) override;
  Result<notice::Delivery> replay(notice::DeliveryId id) override;
  Result<notice::DeliveryPage> deliveries(const notice::DeliveryQuery& query) override;
  Result<std::vector<notice::ChannelUse>> use() override;
  Result<bool> prune() override;

 private:
  Database& database_;
  const notice::OutboxLimits limits_;
};

}  // namespace huabiao::storage
