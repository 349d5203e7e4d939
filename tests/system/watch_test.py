#!/usr/bin/env python3
"""The watch of a running server: every site and host has one row a period, through kill -9 and outages; what goes away
is told, and told again when it is back.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/watch_test.py
"""
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

import running
from contract import Contract

SITES = 40
EVERY_S = 4
KILLS = int(os.environ.get("HUABIAO_KILLS", "3"))
WATCH_SERIES = -1


class Watched(unittest.TestCase):
    condition = "healthy"
    sites = SITES

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-watch-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        subprocess.run([running.BADWEB, "estate", "--seed", "31", "--sites", str(self.sites), "--condition", self.condition, "--workbook",
                        self.folder / "annex3.xlsx", "--truth", self.folder / "truth.jsonl"], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([running.HUABIAO, "census", "import", self.folder / "annex3.xlsx", "--data", self.folder / "data"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        lines = (self.folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
        self.hosts = {json.loads(line)["host"] for line in lines}
        self.badweb = self.server = None
        self.addCleanup(lambda: [program.end() for program in (self.server, self.badweb) if program])
        self.start_badweb()

    def start_badweb(self, *options):
        same = [] if self.badweb is None else ["--port", str(self.badweb.told["plain"]), "--tls-port", str(self.badweb.told["tls"])]
        keys = self.folder / "ca.pem"
        self.badweb = running.Program([running.BADWEB, "serve", "--estate", str(self.folder / "truth.jsonl"), "--ca-out",
                                       str(keys), "--lifetime", "600", *same, *options])

    def start_server(self, *options):
        self.server = running.serve(self.folder / "data", *self.same_options(), *options)
        return self.server.told

    def same_options(self):
        return ("--lab", self.badweb.told["lab"], "--ca-file", str(self.folder / "ca.pem"), "--watch", f"{EVERY_S}s", "--timeout",
                "3s", "--host-gap", "0ms", "--retry-pause", "100ms", "--workers", "1")


class WatchTest(Watched):
    def periods(self):
        """Of every ended period: state and the outcomes of every host."""
        with sqlite3.connect(f"file:{self.folder / 'data' / 'huabiao.db'}?mode=ro", uri=True) as db:
            rounds = db.execute("SELECT number, state FROM round WHERE kind = 3 AND state <> 0 ORDER BY number").fetchall()
            told = []
            for number, state in rounds:
                rows = db.execute("SELECT host, outcome FROM visit_row WHERE series = ? AND first_number <= ? AND "
                                  "last_number >= ?", (WATCH_SERIES, number, number)).fetchall()
                told.append((state, rows))
        return told

    def test_every_host_has_one_row_a_period_through_kills(self):
        for _ in range(KILLS):
            self.start_server()
            time.sleep(random.uniform(1, 2.5 * EVERY_S))
            self.server.end(signal.SIGKILL)
        self.start_server()
        ended = len(self.periods())
        running.until(lambda: len(self.periods()) >= ended + 3, "three more periods")
        self.assertEqual(self.server.end()[0], 0)
        periods = self.periods()
        for number, (_, rows) in enumerate(periods, 1):
            self.assertEqual(sorted(host for host, _ in rows), sorted(self.hosts), f"period {number}")
        self.assertGreaterEqual(sum(state == 2 for state, _ in periods), 1, "a killed period is ended as stopped")
        self.assertTrue(all(outcome in (0, 1) for _, outcome in periods[-1][1]), "the last was visited whole")

    def test_what_goes_away_is_told_and_what_comes_back(self):
        client = running.signed_in(self.start_server(), Contract())
        states = lambda: {site["state"] for site in client.call("GET", "/sites?limit=200").json["items"]}
        running.until(lambda: states() == {"up"}, "every site up")
        self.badweb.end()
        running.until(lambda: states() == {"down"}, "every site down")
        self.start_badweb()
        running.until(lambda: states() == {"up"}, "every site up again")
        site = client.call("GET", "/sites?limit=1").json["items"][0]
        host = client.call("GET", f"/sites/{site['id']}/availability").json["hosts"][0]
        self.assertGreaterEqual(host["days"][-1]["opened"], 2)
        self.assertGreaterEqual(host["days"][-1]["failed"], 1)

    def test_what_many_sites_share_is_one_finding(self):
        client = running.signed_in(self.start_server(), Contract())
        listed = lambda query: client.call("GET", f"/findings?limit=200&category=availability&{query}").json["items"]
        running.until(lambda: client.call("GET", "/watch").json["before"], "a whole period")
        self.badweb.end()
        confirmed = running.until(lambda: listed("state=confirmed&explained=hide"), "the machine is accused")
        self.assertEqual([(one["rule"], one["site"]) for one in confirmed], [("availability.shared-machine", None)])
        cause = confirmed[0]["id"]
        sites = {one["site"]["id"] for one in listed(f"cause={cause}")}
        self.assertEqual(len(sites), self.sites)
        self.assertIn("127.0.0.1", client.call("GET", f"/findings/{cause}").json["explanation"]["zh"])
        self.start_badweb()
        running.until(lambda: client.call("GET", f"/findings/{cause}").json["state"] == "resolved", "the machine is well")

    def test_a_common_cause_does_not_outlive_the_watch(self):
        client = running.signed_in(self.start_server(), Contract())
        listed = lambda client: client.call("GET", "/findings?limit=200&category=availability&state=confirmed&explained=hide").json["items"]
        running.until(lambda: client.call("GET", "/watch").json["before"], "a whole period")
        self.badweb.end()
        cause = running.until(lambda: listed(client), "the machine is accused")[0]["id"]
        explained = {one["site"]["id"] for one in client.call(
            "GET", f"/findings?limit=200&category=availability&state=confirmed&cause={cause}").json["items"]}
        self.assertGreaterEqual(len(explained), 3)
        self.assertEqual(self.server.end()[0], 0)
        self.server = running.serve(self.folder / "data")
        client = running.signed_in(self.server.told, Contract())
        ended = running.until(lambda: (f := client.call("GET", f"/findings/{cause}").json)["state"] == "resolved" and f, "its end")
        self.assertEqual(ended["events"][-1]["what"], "unwatched")
        alone = {one["site"]["id"] for one in listed(client)}
        self.assertLessEqual(explained, alone, "what it explained stands on its own")

    def test_it_says_how_it_keeps_its_word(self):
        client = running.signed_in(self.start_server(), Contract())
        watch = running.until(lambda: (w := client.call("GET", "/watch").json)["before"] and w, "a whole period")
        self.assertEqual((watch["every_s"], watch["running"], watch["failure"]), (EVERY_S, True, None))
        before = watch["before"]
        self.assertEqual((before["rows"], before["done"], before["not_visited"]), (len(self.hosts), len(self.hosts), 0))
        self.assertLess(before["late_ms"]["most"], 10_000)
        kept = client.call("GET", "/watch/periods").json["items"]
        self.assertIn(before, kept)
        self.assertEqual(client.call("GET", "/rounds").json["total"], 0, "periods are not listed as rounds")
        self.assertEqual(client.call("GET", f"/rounds/{before['round']}").json["kind"], "watch")
        metrics = urllib.request.urlopen(self.server.told["address"] + "metrics").read().decode()
        value = dict(re.findall(r"^huabiao_(watch_\w+) (\S+)$", metrics, re.M))
        self.assertEqual((float(value["watch_running"]), float(value["watch_rows"])), (1, len(self.hosts)))

    def stand_by(self):
        """A second server for the same data directory, and its stderr's lines as they come."""
        second = subprocess.Popen([running.HUABIAO, "--lang", "en", "serve", "--standby", "--data", str(self.folder / "data"), "--listen",
                                   "127.0.0.1:0", "--format", "jsonl", *self.same_options()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(second.communicate, timeout=30)
        self.addCleanup(second.terminate)
        self.assertIn("standing by", second.stderr.readline())
        return second

    def takes_over(self, second, since):
        address = json.loads(second.stdout.readline())["address"]
        self.assertLess(time.monotonic() - since, 30)
        self.assertEqual(urllib.request.urlopen(address + "healthz").status, 200)
        ended = len(self.periods())
        running.until(lambda: len(self.periods()) >= ended + 2, "two periods of the second")

    def rows_are_whole(self):
        for number, (_, rows) in enumerate(self.periods(), 1):
            self.assertEqual(sorted(host for host, _ in rows), sorted(self.hosts), f"period {number}")

    def test_a_server_that_stands_by_takes_over_within_half_a_minute(self):
        self.start_server()
        second = self.stand_by()
        running.until(lambda: len(self.periods()) >= 1, "a period of the first")
        self.server.end(signal.SIGKILL)
        self.takes_over(second, time.monotonic())
        self.rows_are_whole()

    def test_a_server_that_hangs_is_superseded_and_steps_down_when_it_wakes(self):
        self.start_server()
        second = self.stand_by()
        running.until(lambda: len(self.periods()) >= 2, "two periods of the first")
        self.freeze_between_writes(self.server.process)
        self.takes_over(second, time.monotonic())
        self.server.process.send_signal(signal.SIGCONT)
        _, told = self.server.process.communicate(timeout=30)
        self.assertEqual(self.server.process.returncode, 4, told)
        self.assertIn("storage.lease_lost", told)
        ended = len(self.periods())
        running.until(lambda: len(self.periods()) >= ended + 2, "two more periods of the second")
        self.rows_are_whole()
        with sqlite3.connect(f"file:{self.folder / 'data' / 'huabiao.db'}?mode=ro", uri=True) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM round WHERE kind = 3 AND state = 0").fetchone()[0] <= 2, True)
            twice = db.execute("SELECT host, count(*) FROM visit_row WHERE series = ? AND latest = 1 GROUP BY host HAVING count(*) > 1", (WATCH_SERIES,)).fetchall()
        self.assertEqual(twice, [])

    def test_a_superseded_server_that_was_to_stand_by_does_so_again(self):
        self.start_server("--standby")
        second = self.stand_by()
        running.until(lambda: len(self.periods()) >= 1, "a period of the first")
        self.freeze_between_writes(self.server.process)
        self.takes_over(second, time.monotonic())
        self.server.process.send_signal(signal.SIGCONT)
        self.assertIn("storage.lease_lost", self.line_with(self.server.process.stderr, "lease_lost"))
        self.line_with(self.server.process.stderr, "standing by")
        second.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        json.loads(self.server.process.stdout.readline())
        self.assertLess(time.monotonic() - killed, 30)
        ended = len(self.periods())
        running.until(lambda: len(self.periods()) >= ended + 2, "two periods of the first again")
        self.rows_are_whole()

    def test_a_server_that_hangs_in_the_middle_of_a_write_is_ended(self):
        self.start_server()
        second = self.stand_by()
        running.until(lambda: len(self.periods()) >= 1, "a period of the first")
        self.freeze(self.server.process, writing=True)
        self.takes_over(second, time.monotonic())
        self.assertEqual(self.server.process.wait(10), -signal.SIGKILL)
        self.rows_are_whole()

    def line_with(self, stream, words):
        while line := stream.readline():
            if words in line:
                return line
        self.fail(f"nobody said {words}")

    def freeze_between_writes(self, process):
        self.freeze(process, writing=False)

    def freeze(self, process, writing):
        """Stops a process where it does, or does not, hold the lock of the database's writer."""
        with sqlite3.connect(self.folder / "data" / "huabiao.db", isolation_level=None, timeout=0) as db:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                process.send_signal(signal.SIGSTOP)
                time.sleep(0.002)
                try:
                    db.execute("BEGIN IMMEDIATE")
                    db.execute("ROLLBACK")
                    locked = False
                except sqlite3.OperationalError:
                    locked = True
                if locked == writing:
                    return
                process.send_signal(signal.SIGCONT)
                time.sleep(random.uniform(0, 0.01))
        self.fail("never in the wanted state")

    def test_a_round_by_hand_runs_beside_it(self):
        client = running.signed_in(self.start_server(), Contract())
        made = client.call("POST", "/rounds", {}, 201).json
        running.until(lambda: client.call("GET", f"/rounds/{made['id']}").json["state"] == "finished", "the round")
        self.assertTrue(client.call("GET", "/watch").json["running"])

    def test_a_database_locked_for_ten_seconds_costs_no_row(self):
        running.signed_in(self.start_server(), Contract())
        running.until(lambda: len(self.periods()) >= 1, "a period")
        with sqlite3.connect(self.folder / "data" / "huabiao.db", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            time.sleep(12)
            other.execute("ROLLBACK")
        ended = len(self.periods())
        running.until(lambda: len(self.periods()) >= ended + 3, "three more periods")
        self.assertEqual(self.server.end()[0], 0)
        for number, (_, rows) in enumerate(self.periods(), 1):
            self.assertEqual(sorted(host for host, _ in rows), sorted(self.hosts), f"period {number}")

    def test_a_full_disk_is_said_and_costs_no_row(self):
        client = running.signed_in(self.start_server(), Contract())
        running.until(lambda: len(self.periods()) >= 1, "a period")
        server = self.server.process.pid
        # No file may grow: what a full disk does, without filling one.
        resource.prlimit(server, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        failure = running.until(lambda: client.call("GET", "/watch").json["failure"], "the watch says why it stands still")
        self.assertIn(failure["code"], ("storage.disk_full", "storage.io"))
        self.assertTrue(failure["explanation"]["zh"] and failure["explanation"]["en"])
        time.sleep(2 * EVERY_S)
        resource.prlimit(server, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        running.until(lambda: client.call("GET", "/watch").json["running"], "the watch goes on")
        ended = len(self.periods())
        running.until(lambda: len(self.periods()) >= ended + 3, "three more periods")
        self.assertEqual(self.server.end()[0], 0)
        for number, (_, rows) in enumerate(self.periods(), 1):
            self.assertEqual(sorted(host for host, _ in rows), sorted(self.hosts), f"period {number}")

    def test_a_fifth_of_the_sites_hanging_makes_no_other_late(self):
        self.badweb.end()
        self.start_badweb("--hanging", "20")
        client = running.signed_in(self.start_server(), Contract())
        before = running.until(lambda: (w := client.call("GET", "/watch").json)["periods"] >= 4 and w["before"], "whole periods")
        self.assertLess(before["late_ms"]["p99"], 2_000)
        outcomes = running.until(lambda: (p := self.periods()) and {o for _, o in p[-1][1]} - {0, 1} and p[-1][1], "hanging sites")
        well = [host for host, outcome in outcomes if outcome in (0, 1)]
        self.assertGreater(len(well), len(self.hosts) // 2)


class HostileTest(Watched):
    """A page made to do harm in every slot of the watch at once."""
    sites = 12

    def keeps_its_word(self):
        client = running.signed_in(self.start_server(), Contract())
        before = running.until(lambda: (w := client.call("GET", "/watch").json)["before"] and w["periods"] >= 3 and w["before"], "whole periods", 120)
        self.assertEqual(before["done"], len(self.hosts))
        children = subprocess.run(["ps", "-o", "rss=", "--ppid", str(self.server.process.pid)], capture_output=True, text=True).stdout.split()
        self.assertTrue(children)
        self.assertLess(sum(map(int, children)), 1 << 20, "KiB of all children")
        return {row["outcome"] for row in client.call("GET", f"/rounds/{before['round']}/rows").json["items"]}


class BombTest(HostileTest):
    condition = "gzip-bomb"

    def test_bodies_that_unpack_without_end_are_cut_off(self):
        self.assertEqual(self.keeps_its_word(), {"ok_with_faults"})


class EndlessTest(HostileTest):
    condition = "endless"

    def test_bodies_without_end_are_cut_off(self):
        self.assertLessEqual(self.keeps_its_word(), {"ok_with_faults", "timeout", "not_visited"})


class CloakedTest(Watched):
    """Sites that show search engines something else: found where consent allows to ask as one, and nowhere else."""
    condition = "cloaked"

    def test_what_only_a_search_engine_sees_is_found_with_consent(self):
        client = running.signed_in(self.start_server(), Contract())
        other, asked = [site["id"] for site in client.call("GET", "/sites?limit=200").json["items"] if site["hosts"]][:2]
        client.call("POST", f"/sites/{other}/orders", {"consent": "passive"}, 201)
        self.server.end()
        client = running.signed_in(self.start_server("--watch-views", f"{2 * EVERY_S}s", "--consent", "standard",
                                                     "--consent-by", "冀网信函〔2026〕3号"), Contract())
        self.assertEqual(client.call("GET", f"/sites/{asked}/orders").json["now"]["consent"], "standard")
        of = lambda site: client.call("GET", f"/findings?site={site}&category=conditional-content").json["items"]
        seen = running.until(lambda: [f for f in of(asked) if f["state"] == "confirmed"], "a confirmed finding")
        self.assertEqual({finding["rule"] for finding in seen}, {"conditional-content.view-differs"})
        self.assertLessEqual({finding["severity"] for finding in seen}, {"medium", "high"})
        periods = client.call("GET", "/watch").json["periods"]
        running.until(lambda: client.call("GET", "/watch").json["periods"] >= periods + 3, "three more periods")
        self.assertTrue(all(f["state"] == "confirmed" for f in of(asked)), "asked as a visitor meanwhile: nothing is cleared by that")
        self.assertEqual(of(other), [])


class Walked(Watched):
    """What lies behind a front page that is well: found by the walk through inner pages, gone when it is mended."""

    def check(self, rule, severity):
        client = running.signed_in(self.start_server("--watch-walk", f"{2 * EVERY_S}s"), Contract())
        confirmed = lambda: [f for f in client.call("GET", "/findings?state=confirmed&limit=200").json["items"] if f["rule"] == rule]
        found = running.until(confirmed, f"{rule} confirmed")
        self.assertEqual({finding["severity"] for finding in found}, {severity})
        site = found[0]["site"]["id"]
        walked = client.call("GET", f"/sites/{site}/walks").json["hosts"]
        self.assertTrue(walked and walked[0]["pages"], walked)
        # The same estate, mended.
        self.badweb.end()
        truth = self.folder / "truth.jsonl"
        truth.write_text(truth.read_text(encoding="utf-8").replace(f'"only":"{self.condition}"', '"only":"healthy"'), encoding="utf-8")
        self.start_badweb()
        running.until(lambda: not confirmed(), f"{rule} resolved", 60)
        return client.call("GET", f"/findings/{found[0]['id']}").json


class DeadLinksTest(Walked):
    condition = "dead-links"

    def test_links_that_lead_nowhere_are_found_until_they_are_mended(self):
        self.assertIn("/list/", self.check("broken-link.dead", "low")["url"])


class InnerDarkTest(Walked):
    condition = "inner-dark"

    def test_dark_links_on_inner_pages_are_found_until_they_are_gone(self):
        self.assertRegex(self.check("dark-link.hidden-list", "high")["url"], "/(list|art)/")


class StaleTest(Walked):
    condition = "stale"

    def test_a_front_page_nobody_keeps_up_is_found_until_something_new_stands_there(self):
        self.check("content-freshness.home-stale", "medium")


class FindsEverythingTest(Walked):
    condition = "finds-everything"

    def test_a_host_that_answers_for_any_address_is_found(self):
        self.check("broken-link.missing-page-found", "low")


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
