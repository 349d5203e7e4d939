#!/usr/bin/env python3
"""Vantage points: an outage is believed when two views agree. A second view that reads the page saves the site; a vantage
point that vanishes, lies, is a stranger or says all twice costs no row and changes none.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/vantage_test.py
"""
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import running
import vantages
from contract import Contract

SITES = 6
EVERY_S = 3
CONTRACT = Contract()


class VantageTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-vantage-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        subprocess.run([running.BADWEB, "estate", "--seed", "31", "--sites", str(SITES), "--condition", "healthy", "--workbook",
                        self.folder / "annex3.xlsx", "--truth", self.folder / "truth.jsonl"], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([running.HUABIAO, "census", "import", self.folder / "annex3.xlsx", "--data", self.folder / "data"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.programs = []
        self.addCleanup(lambda: [program.end() for program in reversed(self.programs)])
        # What this server sees, and what is seen from elsewhere.
        self.here, self.there = self.badweb("here"), self.badweb("there")

    def started(self, program):
        self.programs.append(program)
        return program

    def badweb(self, name):
        return self.started(running.Program([running.BADWEB, "serve", "--estate", str(self.folder / "truth.jsonl"), "--ca-out",
                                             str(self.folder / f"{name}.pem"), "--lifetime", "600"]))

    def start_server(self, *options, port=0):
        self.server = self.started(running.Program(
            [running.HUABIAO, "--lang", "en", "serve", "--data", str(self.folder / "data"), "--listen", f"127.0.0.1:{port}",
             "--format", "jsonl", "--lab", self.here.told["lab"], "--ca-file", str(self.folder / "here.pem"), "--watch",
             f"{EVERY_S}s", "--timeout", "2s", "--host-gap", "0ms", "--retry-pause", "100ms", "--workers", "1",
             "--vantage-wait", "2s", *options]))
        return running.signed_in(self.server.told, CONTRACT)

    def token_of(self, client, name):
        return client.call("POST", "/vantages", {"name": name}, 201).json["token"]

    def start_worker(self, token, name="east", server=None, lab=None):
        file = self.folder / f"{name}.token"
        file.write_text(token + "\n")
        file.chmod(0o600)
        return self.started(running.Program(
            [running.HUABIAO, "--lang", "en", "worker", "--server", server or self.server.told["address"], "--token-file",
             str(file), "--data", str(self.folder / name), "--format", "jsonl", "--workers", "1", "--lab",
             lab or self.there.told["lab"], "--ca-file", str(self.folder / "there.pem")]))

    def states(self, client):
        return {site["state"] for site in client.call("GET", "/sites?limit=200").json["items"]}

    def vantage(self, client, name="east"):
        return {one["name"]: one for one in client.call("GET", "/vantages").json["items"]}[name]

    def rows(self, client):
        """Of the latest whole period."""
        watch = client.call("GET", "/watch").json
        return watch["before"] and client.call("GET", f"/rounds/{watch['before']['round']}/rows?limit=200").json["items"]

    def whole_periods(self, client, more):
        enough = client.call("GET", "/watch").json["periods"] + more
        running.until(lambda: client.call("GET", "/watch").json["periods"] > enough, f"{more} more periods")

    def test_a_site_that_opens_from_elsewhere_is_not_down(self):
        client = self.start_server()
        running.until(lambda: self.states(client) == {"up"}, "every site up")
        worker = self.start_worker(self.token_of(client, "east"))
        self.assertEqual(worker.told["connected"], True)
        self.assertTrue(self.vantage(client)["present"])
        self.here.end()
        running.until(lambda: self.vantage(client)["done"] >= SITES, "every site seen from elsewhere")
        self.whole_periods(client, 2)
        self.assertEqual(self.states(client), {"up"}, "one view alone is not believed")
        rows = self.rows(client)
        self.assertEqual({row["vantage"] for row in rows}, {"east"})
        for row in rows:
            made = [(one["number"], one["vantage"]) for one in row["attempts"]]
            self.assertEqual((made[0], made[-1]), ((1, "local"), (2, "east")))
        found = client.call("GET", "/findings?category=availability").json["items"]
        self.assertEqual({one["rule"] for one in found}, {"availability.not-from-everywhere"})
        self.there.end()
        running.until(lambda: self.states(client) == {"down"}, "what opens from nowhere is down")
        self.assertEqual(worker.end()[0], 0)

    def test_a_vantage_point_killed_mid_lease_costs_no_row(self):
        # Its own view hangs, so that it is killed with errands on lease.
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen(50)
            port = silent.getsockname()[1]
            client = self.start_server()
            worker = self.start_worker(self.token_of(client, "east"), lab=f"127.0.0.1:{port}:{port}")
            self.here.end()
            running.until(lambda: self.vantage(client)["out"] > 0, "errands on lease")
            worker.end(signal.SIGKILL)
        running.until(lambda: self.vantage(client)["lapsed"] > 0, "leases that ended")
        running.until(lambda: self.states(client) == {"down"}, "rows by the server itself")
        running.until(lambda: not self.vantage(client)["present"], "it is missed")
        self.whole_periods(client, 1)
        self.assertEqual({row["vantage"] for row in self.rows(client)}, {"local"})
        self.every_host_has_one_row_a_period()

    def every_host_has_one_row_a_period(self):
        self.server.end()
        hosts = {row[0] for row in self.query("SELECT DISTINCT host FROM visit_row")}
        for number, in self.query("SELECT number FROM round WHERE kind = 3 AND state = 1"):
            rows = self.query("SELECT host FROM visit_row WHERE series = -1 AND first_number <= ? AND last_number >= ?",
                              number, number)
            self.assertEqual(sorted(row[0] for row in rows), sorted(hosts), f"period {number}")

    def query(self, text, *values):
        with sqlite3.connect(f"file:{self.folder / 'data' / 'huabiao.db'}?mode=ro", uri=True) as db:
            return db.execute(text, values).fetchall()

    def test_garbage_strangers_and_repeats_change_nothing(self):
        client = self.start_server()
        running.until(lambda: self.states(client) == {"up"}, "every site up")
        east = vantages.Played(self.server.told, self.token_of(client, "east"), CONTRACT)
        west = vantages.Played(self.server.told, self.token_of(client, "west"), CONTRACT)
        stranger = vantages.Played(self.server.told, "hbvantage_" + "0" * 64, CONTRACT)
        self.assertEqual(stranger.lease(expect=401)["code"], "vantage.bad_token")
        self.assertEqual(stranger.tell("{}\n", 401)["code"], "vantage.bad_token")
        self.assertEqual(east.lease(room=0), ({"type": "lease", "user_agent": "", "headers": [], "timeout_ms": 15000,
                                               "host_gap_ms": 1000, "errands": 0}, []))
        self.here.end()
        errand, visits = east.wait_for_errand()
        self.assertEqual(visits[0]["attempt"], 2)
        good = vantages.result(errand, visits)
        self.assertEqual(west.tell(good, 404)["code"], "vantage.no_such_lease")
        for garbage in (b"", b"garbage", b"\xff" * 1000, b"{}\n", good.encode()[:100]):
            self.assertEqual(east.tell(garbage, 422)["code"], "vantage.bad_results")
        self.assertEqual(east.tell(vantages.result(errand, visits, lease="0" * 64), 404)["code"], "vantage.no_such_lease")
        self.assertEqual((east.tell(good)["state"], east.tell(good)["state"]), ("accepted", "known"))
        # Records of other visits spoil their lease, and nothing of them is kept.
        errand, visits = east.wait_for_errand()
        other = [dict(visits[0], host="www.other.gov.cn")]
        self.assertEqual(east.tell(vantages.result(errand, other), 409)["code"], "vantage.other_visits")
        self.assertEqual(east.tell(vantages.result(errand, visits), 404)["code"], "vantage.no_such_lease")
        errand, visits = east.wait_for_errand()
        self.assertEqual(east.tell(vantages.result(errand, visits)[:-40] + "\n", 422)["code"], "vantage.bad_results")
        self.assertEqual(east.tell(vantages.result(errand, visits), 404)["code"], "vantage.no_such_lease", "one try a lease")
        large = b'{"type":"results"' + b" " * (65 << 20)
        self.assertEqual(east.tell(large, 413)["code"], "http.body_too_large")
        running.until(lambda: self.states(client) == {"down"}, "the server's own second look")
        self.assertGreaterEqual(self.vantage(client)["refused"], 3)
        self.assertEqual(self.query("SELECT count(*) FROM visit_row WHERE host = 'www.other.gov.cn'"), [(0,)])
        self.every_host_has_one_row_a_period()

    def test_a_removed_one_is_a_stranger_at_once(self):
        client = self.start_server()
        token = self.token_of(client, "east")
        worker = self.start_worker(token)
        client.call("DELETE", "/vantages/east", expect=204)
        started = time.monotonic()
        code, error = worker.end(signal.SIGCONT, 30)  # it ends by itself
        self.assertLess(time.monotonic() - started, 25)
        self.assertEqual(code, 4)
        self.assertIn("vantage.bad_token", error)
        client.call("DELETE", "/vantages/east", expect=404)
        self.assertNotIn(token, error)
        self.assertNotIn(token.encode(), (self.folder / "data" / "huabiao.db").read_bytes())

    def test_a_server_that_comes_back_is_found_and_told_what_waits(self):
        client = self.start_server()
        token = self.token_of(client, "east")
        worker = self.start_worker(token)
        self.here.end()
        running.until(lambda: self.vantage(client)["done"] > 0, "a result")
        port = int(self.server.told["address"].rstrip("/").rsplit(":", 1)[1])
        self.server.end(signal.SIGKILL)
        # What was under way when the server went, and one nobody knows: both wait on the disk.
        queue = self.folder / "east" / "vantage-queue"
        (queue / f"{10**9:020}.result").write_text(vantages.result({"lease": "0" * 64, "errand": 1}, [{"id": 1, "host": "a.gov.cn"}]))
        worker.end()
        worker = None
        client = self.start_server(port=port)
        worker = self.start_worker(token)
        self.assertGreaterEqual(worker.told["waiting"], 1)
        running.until(lambda: not list(queue.glob("*.result")), "an empty queue")
        running.until(lambda: self.vantage(client)["done"] > 0, "new results")
        running.until(lambda: self.states(client) == {"up"}, "sites seen from elsewhere")
        # And without a restart of its own.
        self.server.end(signal.SIGKILL)
        time.sleep(2)
        client = self.start_server(port=port)
        running.until(lambda: self.vantage(client)["done"] > 0, "it found back")
        self.assertEqual(worker.end()[0], 0)
        self.assertEqual(stat.S_IMODE(queue.stat().st_mode), 0o700)

    def test_the_command_line_adds_lists_and_removes(self):
        def command(*words):
            return subprocess.run([running.HUABIAO, "--lang", "en", "--data", str(self.folder / "data"), "vantage", *words],
                                  capture_output=True, text=True, timeout=60)
        made = command("add", "east")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertRegex(made.stdout, r"^hbvantage_[0-9a-f]{64}\n$")
        self.assertIn("vantage.name_taken", command("add", "east").stderr)
        self.assertEqual(command("add", "local").returncode, 2)
        client = self.start_server()
        self.start_worker(made.stdout.strip())
        listed = command("list", "--format", "jsonl").stdout
        self.assertIn('"name":"east"', listed)
        self.assertNotIn('"heard_at":null', listed)
        self.assertEqual(command("remove", "east").returncode, 0)
        self.assertEqual(client.call("GET", "/vantages").json["items"], [])
        self.assertIn("vantage.none", command("remove", "east").stderr)

    def test_no_file_opens_the_way_to_this_machine(self):
        data = self.folder / "west"
        data.mkdir(mode=0o700)
        (data / "huabiao.toml").write_text(f'lab = "{self.there.told["lab"]}"\n')
        token = self.folder / "token"
        token.write_text("hbvantage_" + "0" * 64)
        def worker(*words):
            return subprocess.run([running.HUABIAO, "--lang", "en", "worker", "--token-file", str(token), "--data",
                                   str(data), *words], capture_output=True, text=True, timeout=60).stderr
        self.assertIn("serve.lab_not_given", worker("--server", "https://127.0.0.1:1"))
        (data / "huabiao.toml").unlink()
        for address in ("http://huabiao.example.gov.cn", "ftp://a.cn", "https://a.cn/path", "https://u:p@a.cn", "nonsense"):
            self.assertIn("vantage.bad_server", worker("--server", address), address)
        self.assertIn("--token-file", subprocess.run([running.HUABIAO, "--lang", "en", "worker", "--server", "https://a.cn"],
                                                     capture_output=True, text=True, timeout=60).stderr)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
