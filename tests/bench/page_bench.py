#!/usr/bin/env python3
"""Reading pages: MB/s of the tokenizer and of all page facts beside gumbo, myhtml and libxml2, as Markdown."""
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(os.environ["HUABIAO_BUILD"]) / "tests" / "bench" / "page_bench"


def main():
    print("## Reading pages\n", flush=True)
    if not PROGRAM.exists():
        print("Not built: libgumbo-dev, libmodest-dev, libxml2-dev or libbenchmark-dev is missing.")
        return 1
    done = subprocess.run([str(PROGRAM), "--benchmark_repetitions=3"],
                          capture_output=True, text=True)
    print("\n".join(line for line in done.stdout.splitlines() if line.startswith(("|", "page_bench", *"0123456789"))))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
