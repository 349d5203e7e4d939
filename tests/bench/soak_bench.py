#!/usr/bin/env python3
"""The watch of a nation's sites: 54,000 virtual ones with 84,000 hosts, 5 % of the pages changed each time, 1 % of the sites
hanging, 1 % refusing, server and lab on the same cores; every five minutes, then as an aim every minute. Some 20 minutes.

SOAK_BENCH_SITES changes the number of sites, SOAK_BENCH_PERIODS the lengths ("300:2,60:3": two periods of 300 s).
"""
import os
import sys

import watched

SITES = int(os.environ.get("SOAK_BENCH_SITES", "54000"))
PERIODS = [tuple(int(part) for part in one.split(":")) for one in os.environ.get("SOAK_BENCH_PERIODS", "300:2,60:3").split(",")]


def main():
    print("## The watch of a nation's sites\n")
    with watched.estate(SITES, "--changing", "5", "--hanging", "1", "--refusing", "1", "--cache-mib", "4096") as (folder, badweb):
        print(f"{SITES:,} sites, server and lab on the same {os.cpu_count()} cores, new connections, TLS, 5 % of the pages changed each "
              f"time, 1 % of the sites hanging, 1 % refusing; the worst of the periods after the first.\n")
        print(watched.HEAD, flush=True)
        for every_s, whole in PERIODS:
            watched.measured(folder, badweb, every_s, whole, "--concurrency", "1024")
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
