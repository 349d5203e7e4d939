#include "app/doors.h"

#include "app/sign_in_settings.h"

namespace huabiao::app {
namespace {

access::DoorStores door_stores(storage::Stores& stores) {
  return {stores.accounts(), stores.grants(), stores.sign_in(), stores.links()};
}

}  // namespace

Doors::Doors(Given of, storage::Stores& stores, const Clock& clock)
    : given(std::move(of)),
      factors(stores.sign_in(), given.sealer, clock),
      doorkeeper(door_stores(stores), factors, clock, given.rules, given.directory.get()),
      tokens(stores.tokens(), door_stores(stores), doorkeeper, clock),
      personnel(door_stores(stores), clock, doorkeeper.rules()),
      vantages(stores.vantages(), clock) {}

Result<std::unique_ptr<Doors>> Doors::open(const settings::Settings& settings, storage::Stores& stores,
                                           const Clock& clock) {
  auto rules = access_rules(settings);
  if (!rules) return fail(std::move(rules));
  auto sealer = sealer_of(settings, stores.sign_in());
  if (!sealer) return fail(std::move(sealer));
  auto directory = directory_of(settings);
  if (!directory) return fail(std::move(directory));
  auto provider = provider_of(settings, clock);
  if (!provider) return fail(std::move(provider));
  return std::make_unique<Doors>(
      Given{*std::move(rules), *std::move(sealer), *std::move(directory), *std::move(provider)}, stores, clock);
}

}  // namespace huabiao::app
