#!/usr/bin/env python3
"""What every check of 84,094 hosts takes on disk: a day at one check in five minutes, three such days, a day at one a
minute. Prints Markdown. SAMPLE_BENCH_SERIES makes it smaller, for a try."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SERIES = int(os.environ.get("SAMPLE_BENCH_SERIES", "84094"))
CASES = [(300, 1), (300, 3), (60, 1)]  # seconds between two checks, days
MONTH = 31


def main():
    bench = Path(os.environ["HUABIAO_BUILD"]) / "tests" / "bench" / "sample_bench"
    print("## Samples\n")
    print(f"{SERIES:,} hosts, some of them away now and then, every hundredth hanging. Written second by second as fast as the "
          "disk takes them,\nupkeep every minute. The questions are those of a site's page, the slowest of a "
          "hundred, with ten\nminutes still in the journal: 31 days from every check, 31 days from hours, a year from days. Pruning drops one day of all hosts.\n")
    print("| hosts | every | days | million checks | MB on disk | bytes a check, hours and days too | of hours, a host and day | writing s | longest batch ms | upkeep s "
          "| longest step ms | samples p99 ms | hours p99 ms | days p99 ms | thousand checks/s | pruning s | longest step ms |")
    print("|" + "---:|" * 17, flush=True)
    per_check = {}
    for seconds, days in CASES:
        with tempfile.TemporaryDirectory(prefix="samples") as folder:
            done = subprocess.run([str(bench), str(SERIES), str(seconds), str(days), str(Path(folder) / "data")],
                                  stdout=subprocess.PIPE, text=True)
        if done.returncode:
            return done.returncode
        print(done.stdout, end="", flush=True)
        cells = [cell.strip() for cell in done.stdout.strip().strip("|").split("|")]
        per_check[seconds, days] = (float(cells[3]), float(cells[4]))
    (one, first), (three, later) = per_check[300, 1], per_check[300, 3]
    day_mb = (later - first) / 2
    print(f"\nExtrapolated, not measured: a month of {one:.0f} million checks a day, {first + (MONTH - 1) * day_mb:,.0f} MB "
          f"({(first + (MONTH - 1) * day_mb) / (MONTH * one):.2f} bytes a check): every day after the first added {day_mb:.0f} MB.")
    print("\nAim: at most 3 bytes a check, questions under 100 ms.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
