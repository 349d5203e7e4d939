"""Labelled pages beside the checkout: unpacked, inspected, counted. Used by accuracy_bench.py."""
import csv
import json
import math
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HUABIAO = os.environ.get("HUABIAO_BIN", str(ROOT / "build" / "release" / "huabiao"))
ATTACKS = ("dark-link", "title-hijack", "conditional-content", "injected-script", "injected-frame", "defacement", "counterfeit")
SEVERITIES = ("info", "low", "medium", "high", "critical")
ALERT, HIGH = SEVERITIES.index("medium"), SEVERITIES.index("high")


def corpora_folder():
    """Where the packed sets lie; None when they are not beside this checkout."""
    shared = Path(os.environ.get("HUABIAO_SHARED", ROOT / ".." / "shared"))
    return shared / "corpora" if (shared / "corpora").is_dir() else None


def unpack(corpora, name, scratch):
    """The set's folder and the rows of its manifest; (None, []) when it is not there."""
    packed = corpora / f"{name}.tar.zst"
    if not packed.exists():
        return None, []
    subprocess.run(["tar", "--zstd", "-xf", packed, "-C", scratch], check=True)
    with open(scratch / name / "manifest.csv", encoding="utf-8", newline="") as manifest:
        return scratch / name, list(csv.DictReader(manifest))


def inspect(paths, *options):
    """What `huabiao inspect` says of each path: {path: line}. Raises when it fails or leaves a page out."""
    command = [HUABIAO, "inspect", *map(str, paths), "--format", "jsonl", *map(str, options)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    lines = {line["path"]: line for line in map(json.loads, filter(None, done.stdout.split("\n")))}
    missing = [path for path in map(str, paths) if path not in lines]
    if missing:
        raise RuntimeError(f"inspect said nothing of {missing[:3]}")
    return lines


def compare(before, after):
    """What `huabiao compare` says of two pages."""
    command = [HUABIAO, "compare", str(before), str(after), "--format", "json"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def alerts(line):
    """The attack findings of medium and above."""
    return [f for f in line["findings"] if f["category"] in ATTACKS and SEVERITIES.index(f["severity"]) >= ALERT]


def wilson(hits, of):
    """The 95 % Wilson interval of a share."""
    if of == 0:
        return 0.0, 1.0
    z, share = 1.959964, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(hits, of):
    if of == 0:
        return "-"
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {100 * hits / of:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


@dataclass
class Row:
    """One line of the table: a kind of page and what is asked of it."""
    set: str
    label: str
    demand: str
    hits: int = 0
    of: int = 0
    met: bool | None = None  # None: shown, not judged


@dataclass
class Tally:
    """Everything one run of the bench found out."""
    rows: list[Row] = field(default_factory=list)
    misses: list[tuple[str, str, str]] = field(default_factory=list)  # set, file, what was expected
    false_alarms: list[tuple[str, str, str]] = field(default_factory=list)  # set, file, rules
    per_category: dict = field(default_factory=lambda: {c: [0, 0] for c in ATTACKS})  # right and wrong pages accused

    def row(self, set_name, label, demand, hits, of, met=None):
        self.rows.append(Row(set_name, label, demand, hits, of, met))

    def accused(self, line, expected):
        """Counts the categories a page is accused of; `expected` are the right ones."""
        for category in {f["category"] for f in alerts(line)}:
            self.per_category[category][0 if category in expected else 1] += 1

    def expect_clean(self, set_name, label, lines, demand, judge):
        """`lines`: {file: line} of innocent pages. `judge`: pages accused, pages accused highly, pages -> met."""
        accused = high = 0
        for file, line in lines.items():
            found = alerts(line)
            self.accused(line, ())
            if not found:
                continue
            accused += 1
            high += any(SEVERITIES.index(f["severity"]) >= HIGH for f in found)
            self.false_alarms.append((set_name, file, ", ".join(sorted({f["rule"] for f in found}))))
        self.row(set_name, label + ", accused", demand, accused, len(lines), judge(accused, high, len(lines)))

    def expect_accused(self, set_name, label, lines, expected, least, beside=lambda _: ()):
        """`expected`: file -> the categories that are right. `least`: the share asked for; None: shown only. `beside`:
        file -> what is on the page as well: no hit, but not wrong either."""
        hits = 0
        for file, line in lines.items():
            right = expected(file)
            found = {f["category"] for f in alerts(line)}
            if least is not None:
                self.accused(line, (*right, *beside(file)))
            hits += bool(found & set(right))
            if least is not None and not found & set(right):
                other = f"; accused of {', '.join(sorted(found))}" if found else ""
                self.misses.append((set_name, file, " or ".join(right) + other))
        met = None if least is None else hits >= least * len(lines)
        self.row(set_name, label, "shown" if least is None else f"at least {100 * least:.0f} %", hits, len(lines), met)
