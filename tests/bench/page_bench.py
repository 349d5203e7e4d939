#!/usr/bin/env python3
"""Reading pages: MB/s of the tokenizer and of all page facts beside gumbo, myhtml and libxml2, as Markdown."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from make_words_pack import write_pack

PROGRAM = Path(os.environ["HUABIAO_BUILD"]) / "tests" / "bench" / "page_bench"


def main():
    print("## Reading pages\n", flush=True)
    if not PROGRAM.exists():
        print("Not built: libgumbo-dev, libmodest-dev, libxml2-dev or libbenchmark-dev is missing.")
        return 1
    with tempfile.TemporaryDirectory(prefix="page-bench") as name:
        pack, bundle, payload = Path(name) / "made-up", Path(name) / "made-up.hbrules", Path(name) / "payload"
        write_pack(pack)
        subprocess.run([os.environ["HUABIAO_BIN"], "rules", "compile", pack, "--out", bundle], check=True, capture_output=True)
        payload.write_bytes(bundle.read_bytes().split(b"\n\n", 1)[1])
        done = subprocess.run([str(PROGRAM), "--benchmark_repetitions=3"], env={**os.environ, "HUABIAO_BENCH_PACK": str(payload)},
                              capture_output=True, text=True)
    print("\n".join(line for line in done.stdout.splitlines() if line.startswith(("|", "page_bench", *"0123456789"))))
    print("\nAims: the tokenizer 30 times gumbo and 3 times myhtml; all page facts 15 times gumbo and 1.5 times myhtml; "
          "everything 5 times gumbo.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
