#pragma once
// World: what doctor's checks look at, read once by doctor/probe. Plain values, so that every check can be tested
// against a broken world without breaking the real one.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bilingual.h"
#include "base/clock.h"

namespace huabiao::doctor {

struct SettingsWorld {
  std::string file;         // huabiao.toml as looked for; empty when none could be named
  bool file_there = false;  // no file is no fault: defaults apply
  Bilingual error;          // why the settings do not resolve; empty: they do
  std::vector<std::string> unknown_keys;
};

struct DataWorld {
  std::string path;
  bool there = false;            // not yet there is no fault when it can be made
  bool directory = true;         // false: something else bears its name
  bool writable = false;         // it, or when not there the folder it would be made in; tried by writing
  bool open_to_others = false;   // readable by other accounts of the machine
  std::int64_t free_bytes = -1;  // for this account; -1: unknown
  std::string error;             // the system's word when something could not be done
};

struct SchemaWorld {
  bool database_there = false;
  std::string error;   // why the database cannot be opened; empty: it can, or there is none
  bool newer = false;  // written by a newer huabiao
  std::string engine;  // with its version
};

struct PortWorld {
  std::string address;  // "127.0.0.1:8787"
  bool loopback = true;
  bool encrypted = false;  // certificate and key are set
  bool free = true;
  std::string holder;  // "nginx (pid 71)"; empty: unknown
  std::string error;   // why the address cannot be bound for another reason
};

struct DnsWorld {
  bool needed = true;  // false in a lab: every name is served by one address
  std::vector<std::string> servers;
  bool answered = false;  // a name server answered, whatever it said
  bool resolved = false;  // the root's name servers, which every resolver of the whole net knows, were named
  std::string error;      // what came instead
};

struct TrustWorld {
  std::string file;
  std::int64_t certificates = 0;
  std::string extra_file;  // --ca-file; empty: none
  std::int64_t extra_certificates = 0;
};

struct SuffixWorld {
  bool there = false;
  std::string file;
  TimePoint dated{};
};

struct WorkerWorld {
  bool started = false;
  std::string error;
  // How far it locked itself in, by its own word.
  bool no_new_privileges = false, limits = false, system_calls = false;
  std::string refused;  // what the kernel refused it
  // What it could still do when it tried.
  bool opens_files = false, runs_programs = false, sees_environment = false;
};

struct ClockWorld {
  TimePoint now{};
  bool synchronised = true;   // by the kernel's word
  TimePoint newest_record{};  // time of the newest file of the data directory; epoch: none
};

struct PictureWorld {   // what screenshots need
  std::string browser;  // path of Chromium; empty: none
  bool chinese_font = false;
};

struct RenderWorld {           // whether a browser draws pages here, started and asked
  bool wanted = false;         // the watch is to have pages drawn
  std::string works_with, as;  // "Chrome/1.2.3" and the account; empty: it does not work
  std::string error;           // why not
};

struct AccountWorld {
  bool root = false;
  std::string name;
};

struct EvidenceWorld {
  std::int64_t quota_bytes = 0, used_bytes = 0;
  int days = 0;
};

struct ChannelWorld {  // a way to tell people
  std::string name, kind, address;
  std::string error;            // why nothing can be told over it; empty: nothing known
  bool open_to_others = false;  // its secret can be read by other accounts of the machine
};

struct World {
  SettingsWorld settings;
  DataWorld data;
  SchemaWorld schema;
  PortWorld port;
  DnsWorld dns;
  TrustWorld trust;
  SuffixWorld suffixes;
  WorkerWorld worker;
  bool seccomp = false;  // the kernel offers system call filters
  ClockWorld clock;
  PictureWorld pictures;
  RenderWorld render;
  AccountWorld account;
  EvidenceWorld evidence;
  std::vector<ChannelWorld> channels;
};

}  // namespace huabiao::doctor
