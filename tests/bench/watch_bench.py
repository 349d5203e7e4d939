#!/usr/bin/env python3
"""How fast the watch of one server goes round: a badweb estate on loopback, the server beside it on the same cores, whole
periods of ever shorter length. Prints Markdown: how late visits began, what was not visited, processor and memory.

WATCH_BENCH_SITES changes the number of sites.
"""
import os
import sys

import watched

SITES = int(os.environ.get("WATCH_BENCH_SITES", "3000"))
PERIODS_S = [30, 15, 10]
WHOLE = 2


def main():
    print("## The watch\n")
    with watched.estate(SITES, "--changing", "5") as (folder, badweb):
        print(f"{SITES:,} healthy sites, server and lab on the same {os.cpu_count()} cores, new connections, TLS, 5 % of the pages "
              f"changed each time; the worst of {WHOLE} periods after the first.\n")
        print(watched.HEAD, flush=True)
        for every_s in PERIODS_S:
            watched.measured(folder, badweb, every_s, WHOLE)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
