#!/usr/bin/env python3
"""The whole confusion table: what huabiao says of three freshly drawn estates against the truth about them.

For each seed badweb draws an estate and serves it; huabiao imports its workbooks and checks every site; every row, fact
and finding is held against the truth. Sick sites must be found, healthy ones must not be accused. Differences are
printed by condition; the exit code is 1 when there are any. Each site and host counts as one test.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/confusion_test.py [SEED...]

With --each instead one estate for every condition, all of its sites in it: what is rare in a mixed estate is met there.
"""
import argparse
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
EACH_SITES = 120        # of one condition: where every site keeps its visitor waiting, a round takes a minute
TIME_SCALE = 0.5        # of badweb's waits: a first byte after 2 s, silence for 30 s
TIMEOUT_S = 7           # huabiao's patience: longer than a slow first byte, shorter than a trickle (20 s)
ROUND_LIMIT_S = 400     # a round that takes longer hangs
SEVERITIES = ["info", "low", "medium", "high", "critical"]
READ = ("ok", "ok_with_faults")


class Differences:
    """What is wrong, grouped so that one cause on fifty hosts is one line."""

    def __init__(self):
        self.by_cause = collections.defaultdict(list)
        self.hosts = set()

    def add(self, truth, what, expected, found):
        self.hosts.add(truth["host"] or truth["site"])
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


def check_estate(huabiao, badweb, drawing, folder):
    """Draws (`drawing`: the options of badweb estate), imports, serves and checks one estate. Gives the truth lines and
    huabiao's lines."""
    environment = {**os.environ, "HUABIAO_DATA": str(folder / "data"), "HUABIAO_LANG": "en"}
    annex3, annex2, truth, ca_file = (str(folder / name) for name in ("annex3.xlsx", "annex2.xlsx", "truth.jsonl", "ca.pem"))
    run([badweb, "estate", *drawing, "--workbook", annex3, "--annex2", annex2, "--truth", truth], environment)
    for workbook in (annex3, annex2):
        run([huabiao, "census", "import", workbook], environment)
    with Badweb(badweb, truth, ca_file) as serving:
        output = run([huabiao, "check", "--all", "--lab", serving.lab, "--ca-file", ca_file, "--format", "jsonl",
                      "--timeout", f"{TIMEOUT_S}s", "--host-gap", "0ms", "--retry-pause", "500ms", "--concurrency", "64"], environment)
    lines = [json.loads(line) for line in output.splitlines()]
    return [json.loads(line) for line in pathlib.Path(truth).read_text().splitlines()], lines


def rows_by_host(lines):
    """One row per host; a site that declares none goes by its name."""
    return {line["host"] or line["site_name"]: line for line in lines}


def attempts_of(row, scheme):
    return [attempt["outcome"] for attempt in row["attempts"] if attempt["scheme"] == scheme]


def expected_outcomes(truth):
    """https is asked first; http only when https gave no page, and then a page counts."""
    return truth["http"] if truth["https"][0] not in READ and truth["http"][0] in READ else truth["https"]


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
    facts, expected = row["facts"], truth["facts"]
    if "mark" not in facts:
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
    button = facts["error_report"]
    if (button["present"], button["code"]) != (expected["button"], expected["button_code"]):
        differences.add(truth, "report button", expected["button"], button["present"] and "another code")
    if "title" in expected and facts["title"] != expected["title"]:
        differences.add(truth, "title", "the site's name", facts["title"])


def compare_tls(truth, row, differences):
    expected, tls = truth["tls"], row["facts"]["tls"]
    if expected is None or row["outcome"] not in READ:
        return
    if tls is None:
        differences.add(truth, "tls", "present", "none")
        return
    for name in ("trusted", "expired", "self_signed", "name_mismatch"):
        if tls.get(name) != expected[name]:
            differences.add(truth, f"tls {name}", expected[name], tls.get(name))


def compare_findings(truth, row, differences):
    worst = {}
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


def compare_row(truth, row, differences):
    for scheme in ("https", "http"):
        for outcome in attempts_of(row, scheme):
            if outcome not in truth[scheme]:
                differences.add(truth, f"{scheme} attempt", " or ".join(truth[scheme]), outcome)
    expected = expected_outcomes(truth)
    if row["outcome"] not in expected:
        differences.add(truth, "outcome", " or ".join(expected), row["outcome"])
    elif row["outcome"] in READ:
        compare_facts(truth, row, differences)
    elif truth["status"] and row["status"] != truth["status"]:
        differences.add(truth, "status", truth["status"], row["status"])
    compare_tls(truth, row, differences)
    compare_findings(truth, row, differences)


def compare(truth_lines, lines, differences):
    rows = rows_by_host(lines)
    if len(rows) != len(lines):
        differences.add({"condition": "-", "host": "-", "site": "-"}, "rows", "one per host", f"{len(lines)} for {len(rows)}")
    for truth in truth_lines:
        row = rows.pop(truth["host"] or truth["site"], None)
        if row is None:
            differences.add(truth, "row", "one", "none")
        elif truth["host"]:
            compare_row(truth, row, differences)
        elif row["outcome"] != "no_address":
            differences.add(truth, "outcome", "no_address", row["outcome"])
    for key in rows:
        differences.add({"condition": "-", "host": key, "site": key}, "row", "none", "one")


def show_table(truth_lines, lines):
    """How each condition ended: the confusion table of one estate."""
    rows, table = rows_by_host(lines), collections.defaultdict(collections.Counter)
    for truth in truth_lines:
        row = rows.get(truth["host"] or truth["site"])
        table[truth["condition"]][row["outcome"] if row else "no row"] += 1
    for condition, ends in sorted(table.items()):
        print(f"  {condition:22} " + ", ".join(f"{count} x {end}" for end, count in ends.most_common()))


def conditions(badweb):
    """All badweb knows, of the large estate in which each occurs."""
    with tempfile.TemporaryDirectory(prefix="confusion") as folder:
        truth = str(pathlib.Path(folder) / "truth.jsonl")
        run([badweb, "estate", "--seed", "1", "--sites", "3000", "--truth", truth], os.environ)
        return sorted({json.loads(line)["condition"] for line in pathlib.Path(truth).read_text().splitlines()})


def judged(huabiao, badweb, name, drawing):
    """One estate against its truth: how many hosts are judged rightly, how many are not."""
    differences, began = Differences(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="confusion") as folder:
        truth_lines, lines = check_estate(huabiao, badweb, drawing, pathlib.Path(folder))
    compare(truth_lines, lines, differences)
    print(f"{name}: {len(truth_lines)} sites and hosts, {len(lines)} rows, {time.monotonic() - began:.0f} s, "
          f"{len(differences)} kinds of difference")
    if len(differences):
        show_table(truth_lines, lines)
        print("differences:")
        differences.show()
    sys.stdout.flush()
    return max(0, len(truth_lines) - len(differences.hosts)), len(differences.hosts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("seeds", type=int, nargs="*", metavar="SEED")
    parser.add_argument("--each", action="store_true", help="one estate for every condition")
    arguments = parser.parse_args()
    huabiao, badweb = os.environ.get("HUABIAO_BIN"), os.environ.get("BADWEB_BIN")
    if not huabiao or not badweb:
        sys.exit("set HUABIAO_BIN and BADWEB_BIN to the two programs")
    seeds = arguments.seeds or [secrets.randbelow(10**6) for _ in range(1 if arguments.each else SEEDS)]
    print("seeds:", *seeds, flush=True)
    passed = failed = 0
    for seed in seeds:
        estates = {f"seed {seed}": ["--sites", str(SITES)]}
        if arguments.each:
            estates = {f"{name}, seed {seed}": ["--sites", str(EACH_SITES), "--condition", name] for name in conditions(badweb)}
        for name, drawing in estates.items():
            right, wrong = judged(huabiao, badweb, name, ["--seed", str(seed), *drawing])
            passed += right
            failed += wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
