#!/usr/bin/env python3
"""What one check of the watch costs the processor: by number of sites, by share of pages that changed. The reciprocal is
what one core checks a second. Some 10 minutes; the watch of a nation's sites (soak_bench.py) is the same at 84,000 hosts.
"""
import os
import sys
import time

import watched

# sites, period in seconds, whole periods measured, share of pages changed
RUNS = [(1000, 10, 6, 0), (1000, 10, 6, 5), (1000, 10, 6, 100), (10000, 60, 2, 5)]


def cost(sites, every_s, whole, changing):
    """Rows, processor seconds of the server, processor seconds of the lab."""
    with watched.estate(sites, "--changing", str(changing)) as (folder, badweb):
        server = watched.running.serve(folder / "data", "--lab", badweb.told["lab"], "--ca-file", str(folder / "ca.pem"), "--watch",
                                       f"{every_s}s", "--host-gap", "0ms")
        try:
            client = watched.running.signed_in(server.told, watched.Contract())
            before = lambda: client.call("GET", "/watch").json["before"]

            def whole_period(after):
                while not (now := before()) or now["round"] == after:
                    time.sleep(0.2)
                return now

            seen = whole_period(None)
            began = [watched.processor_s(watched.tree(one.process.pid)) for one in (server, badweb)]
            rows = 0
            for _ in range(whole):
                seen = whole_period(seen["round"])
                rows += seen["rows"] - seen["not_visited"]
            ended = [watched.processor_s(watched.tree(one.process.pid)) for one in (server, badweb)]
            return rows, ended[0] - began[0], ended[1] - began[1]
        finally:
            server.end()


def main():
    print("## What a check of the watch costs\n")
    print(f"Healthy sites on {os.cpu_count()} cores with the lab, new connections, TLS; whole periods after the first.\n")
    print("| sites | checks | every | changed | processor ms a check | checks a second of one core | of the lab ms |\n"
          "|---|---|---|---|---|---|---|")
    for sites, every_s, whole, changing in RUNS:
        rows, own, lab = cost(sites, every_s, whole, changing)
        print(f"| {sites:,} | {rows} | {every_s} s | {changing} % | {1000 * own / rows:.2f} | {rows / own:.0f} | "
              f"{1000 * lab / rows:.2f} |", flush=True)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
