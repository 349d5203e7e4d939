#!/usr/bin/env python3
"""The whole confusion table: what huabiao says of three freshly drawn estates against the truth about them.

For each seed badweb draws an estate and serves it; huabiao imports its workbooks and checks every site; every row, fact
and finding is held against the truth. Sick sites must be found, healthy ones must not be accused. Differences are
printed by condition; the exit code is 1 when there are any.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/confusion_test.py [SEED...]
"""
import collections
import json
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import tempfile
import time

SITES = 300
SEEDS = 3
TIME_SCALE = 0.4        # of badweb's waits: a first byte after 1.6 s, silence for 24 s
TIMEOUT_S = 5           # huabiao's patience: longer than a slow first byte, shorter than a trickle (16 s)
ROUND_LIMIT_S = 400     # a round that takes longer hangs
SEVERITIES = ["info", "low", "medium", "high", "critical"]
READ = ("ok", "ok_with_faults")


class Differences:
    """What is wrong, grouped so that one cause on fifty hosts is one line."""

    def __init__(self):
        self.by_cause = collections.defaultdict(list)

    def add(self, truth, what, expected, found):
        self.by_cause[(truth["condition"], what, str(expected), str(found))].append(truth["host"] or truth["site"])

    def __len__(self):
        return len(self.by_cause)

    def show(self):
        for (condition, what, expected, found), hosts in sorted(self.by_cause.items()):
            print(f"  {condition:22} {what}: expected {expected}, found {found}")
            print(f"  {'':22} {len(hosts)} x, e.g. {hosts[0]}")


def run(command, environment, accepted=(0,)):
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=ROUND_LIMIT_S)
    if done.returncode not in accepted:
        sys.exit(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


class Badweb:
    """A badweb process that serves one estate while the block runs."""

    def __init__(self, binary, truth, ca_file):
        self.command = [binary, "serve", "--estate", truth, "--ca-out", ca_file, "--time-scale", str(TIME_SCALE),
                        "--lifetime", str(ROUND_LIMIT_S + 60)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline()
        if not ready:
            sys.exit("badweb did not start")
        self.lab = json.loads(ready)["lab"]
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


def check_estate(huabiao, badweb, seed, folder):
    """Draws, imports, serves and checks one estate. Gives the truth lines and huabiao's lines."""
    environment = {**os.environ, "HUABIAO_DATA": str(folder / "data"), "HUABIAO_LANG": "en"}
    annex3, annex2, truth, ca_file = (str(folder / name) for name in ("annex3.xlsx", "annex2.xlsx", "truth.jsonl", "ca.pem"))
    run([badweb, "estate", "--seed", str(seed), "--sites", str(SITES), "--workbook", annex3, "--annex2", annex2, "--truth",
         truth], environment)
    for workbook in (annex3, annex2):
        run([huabiao, "census", "import", workbook], environment)
    with Badweb(badweb, truth, ca_file) as serving:
        output = run([huabiao, "check", "--all", "--lab", serving.lab, "--ca-file", ca_file, "--format", "jsonl",
                      "--timeout", f"{TIMEOUT_S}s", "--host-gap", "0ms", "--retry-pause", "200ms"], environment)
    lines = [json.loads(line) for line in output.splitlines()]
    return [json.loads(line) for line in pathlib.Path(truth).read_text().splitlines()], lines


def rows_by_host(lines):
    """The rows that count: by host and scheme the one of the last attempt."""
    rows = {}
    for line in lines:
        key = (line["host"] or line["site"], scheme_of(line))
        if key not in rows or line.get("attempt", 1) >= rows[key].get("attempt", 1):
            rows[key] = line
    return rows


def scheme_of(line):
    return line["asked_url"].split(":")[0] if line.get("asked_url") else "none"


def digits(value):
    return "".join(c for c in value or "" if c.isalnum()).lower()


def compare_values(truth, name, found, differences):
    """A number of the footer: read as written, and judged well or ill formed as it is."""
    expected = truth["facts"][name]
    raws = {digits(value["raw"]): value["valid"] for value in found}
    if expected is None:
        if raws:
            differences.add(truth, name, "none", sorted(raws))
        return
    matching = [valid for raw, valid in raws.items() if raw.startswith(digits(expected["raw"])) or digits(expected["raw"]) in raw]
    if not matching:
        differences.add(truth, name, "read" if expected["valid"] else "read, ill-formed", "not read" if not raws else "another")
    elif expected["valid"] not in matching:
        differences.add(truth, f"{name} valid", expected["valid"], matching)


def compare_facts(truth, row, differences):
    facts, expected = row.get("facts"), truth["facts"]
    if facts is None:
        differences.add(truth, "facts", "present", "none")
        return
    mark = facts["mark"]
    if mark["state"] != expected["mark"]["state"]:
        differences.add(truth, "mark state", expected["mark"]["state"], mark["state"])
    elif expected["mark"]["id"] and mark["id"] != expected["mark"]["id"]:
        differences.add(truth, "mark id", "the one on the page", mark["id"])
    if mark["colour"] and expected["mark"]["colour"] and mark["colour"] != expected["mark"]["colour"]:
        differences.add(truth, "mark colour", expected["mark"]["colour"], mark["colour"])
    for name in ("icp", "police", "site_code"):
        compare_values(truth, name, facts[name], differences)
    if "title" in expected and row.get("title") != expected["title"]:
        differences.add(truth, "title", "the site's name", row.get("title"))


def compare_tls(truth, row, differences):
    expected, tls = truth["tls"], row.get("tls")
    if expected is None or row["outcome"] not in READ:
        return
    if tls is None:
        differences.add(truth, "tls", "present", "none")
        return
    for name in ("trusted", "expired", "self_signed", "name_mismatch"):
        if tls.get(name) != expected[name]:
            differences.add(truth, f"tls {name}", expected[name], tls.get(name))


def compare_findings(truth, rows, differences):
    worst = {}
    for row in rows:
        for finding in row["findings"]:
            at = SEVERITIES.index(finding["severity"])
            if at >= worst.get(finding["category"], (-1, ""))[0]:
                worst[finding["category"]] = (at, finding["rule"])
    expected = {finding["category"]: SEVERITIES.index(finding["severity"]) for finding in truth["findings"]}
    for category, at_least in expected.items():
        if category not in worst:
            differences.add(truth, f"finding {category}", f"at least {SEVERITIES[at_least]}", "none")
        elif worst[category][0] < at_least:
            differences.add(truth, f"finding {category}", f"at least {SEVERITIES[at_least]}", SEVERITIES[worst[category][0]])
    for category, (severity, rule) in worst.items():
        if severity > 0 and category not in expected and category not in truth["tolerated"]:
            differences.add(truth, "accusation", "none", f"{rule} ({SEVERITIES[severity]})")


def compare(truth_lines, lines, differences):
    rows = rows_by_host(lines)
    wanted = set()
    for truth in truth_lines:
        if not truth["host"]:
            wanted.add((truth["site"], "none"))
            row = rows.get((truth["site"], "none"))
            if row is None or row["outcome"] != "no_address":
                differences.add(truth, "row", "no_address", row and row["outcome"])
            continue
        seen = []
        for scheme in ("https", "http"):
            wanted.add((truth["host"], scheme))
            row = rows.get((truth["host"], scheme))
            if row is None:
                differences.add(truth, f"{scheme} row", "one", "none")
                continue
            seen.append(row)
            if row["outcome"] not in truth[scheme]:
                differences.add(truth, scheme, " or ".join(truth[scheme]), row["outcome"])
            elif row["outcome"] in READ:
                compare_facts(truth, row, differences)
            if scheme == "https":
                compare_tls(truth, row, differences)
        compare_findings(truth, seen, differences)
    for key in rows.keys() - wanted:
        differences.add({"condition": "-", "host": key[0]}, "row", "none", key)


def show_table(truth_lines, lines):
    """How each condition ended, https then http: the confusion table of one estate."""
    rows, table = rows_by_host(lines), collections.defaultdict(collections.Counter)
    for truth in truth_lines:
        ends = [rows.get((truth["host"] or truth["site"], scheme), {}).get("outcome", "-") for scheme in ("https", "http")]
        table[truth["condition"]][" / ".join(ends) if truth["host"] else "no host"] += 1
    for condition, ends in sorted(table.items()):
        print(f"  {condition:22} " + ", ".join(f"{count} x {end}" for end, count in ends.most_common()))


def main():
    huabiao, badweb = os.environ.get("HUABIAO_BIN"), os.environ.get("BADWEB_BIN")
    if not huabiao or not badweb:
        sys.exit("set HUABIAO_BIN and BADWEB_BIN to the two programs")
    seeds = [int(word) for word in sys.argv[1:]] or [secrets.randbelow(10**6) for _ in range(SEEDS)]
    print("seeds:", *seeds, flush=True)
    failed = False
    for seed in seeds:
        differences, began = Differences(), time.monotonic()
        with tempfile.TemporaryDirectory(prefix="confusion") as folder:
            truth_lines, lines = check_estate(huabiao, badweb, seed, pathlib.Path(folder))
        compare(truth_lines, lines, differences)
        print(f"seed {seed}: {len(truth_lines)} sites and hosts, {len(lines)} rows, {time.monotonic() - began:.0f} s, "
              f"{len(differences)} kinds of difference")
        if len(differences):
            failed = True
            show_table(truth_lines, lines)
            print("differences:")
            differences.show()
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
