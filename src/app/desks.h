#pragma once
// Desks: what works behind a running server's routes (rounds, the watch, imports, telling), put together from the
// settings. Where another server watches they only serve people.

#include <filesystem>
#include <memory>
#include <optional>

#include "app/cli/page_readers.h"
#include "app/round_settings.h"
#include "base/clock.h"
#include "desk/duty.h"
#include "desk/evidence_keeper.h"
#include "desk/import_desk.h"
#include "desk/inspection_desk.h"
#include "desk/round_desk.h"
#include "desk/sample_keeper.h"
#include "desk/teller.h"
#include "desk/watch_desk.h"
#include "desk/wave_desk.h"
#include "dispatch/vantage_hall.h"
#include "monitor/inspection/rule.h"
#include "storage/lease.h"
#include "storage/stores.h"

namespace huabiao::app {

// Thread: as its parts, any.
struct Desks {
  // What the desks work on. `rounds` is `kept`, or beside it a second opening of the same stores: rounds that people
  // begin here while another server watches are written under a lease of their own.
  struct Ground {
    const settings::Settings& settings;
    const storage::DataDirectory& directory;
    storage::Stores& kept;
    storage::Stores& rounds;
    const std::filesystem::path& spool;
    const Clock& clock;
    desk::Duty duty;
  };
  // What the settings give.
  struct Given {
    monitor::RoundSettings round, watch;
    monitor::InspectionRules inspection;
    std::vector<desk::TellerChannel> channels;
    std::unique_ptr<desk::ImportDesk> imports;
    std::unique_ptr<PageReaders> readers;
  };

  // Lifetime: the ground outlives the desks. Fails: as round_settings, channels_of, rules::all_packs, render_settings,
  // ImportDesk::open, PageReaders::create.
  static Result<std::unique_ptr<Desks>> open(const Ground& ground);
  Desks(Given of, const Ground& ground);
  // Ends what runs; a round is left where it stands.
  void stop();

  Given given;
  dispatch::VantageHall hall;
  monitor::RoundPorts ports;
  RenewedSettings round_settings, watch_settings;
  desk::RoundDesk rounds;
  std::optional<desk::SampleKeeper> samples;     // here only where this server watches
  std::optional<desk::EvidenceKeeper> evidence;  // as well
  desk::WatchDesk watch;
  desk::WaveDesk waves;
  desk::InspectionDesk inspected;
  desk::Teller teller;
};

}  // namespace huabiao::app
