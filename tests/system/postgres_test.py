#!/usr/bin/env python3
"""huabiao on a PostgreSQL server: a form read in, an estate watched, two servers that serve the same people while one of
them watches, and everything moved from SQLite to the server and back.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/postgres_test.py
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import running
from contract import Contract

sys.path.insert(0, str(running.ROOT / "tools"))
from postgres_server import PASSWORD, PostgresServer  # noqa: E402

SITES = 20
EVERY_S = 3
CONTRACT = Contract()


def setUpModule():
    global SERVER
    SERVER = PostgresServer()
    SERVER.__enter__()


def tearDownModule():
    SERVER.__exit__()


class OnPostgres(unittest.TestCase):
    made = 0

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-on-postgres-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        OnPostgres.made += 1
        self.name = f"huabiao_{OnPostgres.made}"
        self.url = SERVER.make(self.name)
        self.programs = []
        self.addCleanup(lambda: [program.end() for program in reversed(self.programs)])

    def run_huabiao(self, *words, expect=0, environment=None):
        done = subprocess.run([running.HUABIAO, "--lang", "en", *map(str, words)], capture_output=True, text=True,
                              timeout=300, env={**os.environ, **(environment or {})}, check=False)
        self.assertEqual(done.returncode, expect, f"{words}: {done.stderr}{done.stdout}")
        return done

    def lab(self, condition="healthy"):
        subprocess.run([running.BADWEB, "estate", "--seed", "31", "--sites", str(SITES), "--condition", condition,
                        "--workbook", self.folder / "annex3.xlsx", "--truth", self.folder / "truth.jsonl"], check=True,
                       stdout=subprocess.DEVNULL)
        lines = (self.folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
        self.hosts = {json.loads(line)["host"] for line in lines}
        self.badweb = running.Program([running.BADWEB, "serve", "--estate", str(self.folder / "truth.jsonl"), "--ca-out",
                                       str(self.folder / "ca.pem"), "--lifetime", "600"])
        self.programs.append(self.badweb)

    def server(self, data, *options, database=None):
        where = ["--database", database or self.url] if database != "" else []
        program = running.serve(self.folder / data, *where, "--lab", self.badweb.told["lab"], "--ca-file",
                                str(self.folder / "ca.pem"), "--timeout", "3s", "--host-gap", "0ms", "--retry-pause",
                                "100ms", "--workers", "1", *options)
        self.programs.append(program)
        return program

    def import_form(self, *where):
        self.run_huabiao("census", "import", self.folder / "annex3.xlsx", *where)

    def sql(self, statement):
        return SERVER.sql(statement, self.name)

    def periods(self):
        return int(self.sql("SELECT count(*) FROM huabiao.round WHERE kind = 3 AND state = 1") or 0)


class Serving(OnPostgres):
    def test_an_estate_is_read_in_watched_and_searched(self):
        self.lab("dark-display-none")
        self.import_form("--data", self.folder / "a", "--database", self.url)
        client = running.signed_in(self.server("a", "--watch", f"{EVERY_S}s").told, CONTRACT)
        self.assertEqual(client.call("GET", "/sites?limit=5").json["total"], SITES)
        name = client.call("GET", "/sites?limit=1").json["items"][0]["name"]
        found = client.call("GET", "/sites?" + running_query(q=name)).json
        self.assertIn(name, [site["name"] for site in found["items"]])
        running.until(lambda: self.periods() >= 2, "two periods of the watch")
        items = client.call("GET", "/findings?limit=50").json["items"]
        self.assertTrue(items, "the sites are sick")
        body = client.call("GET", f"/findings/{items[0]['id']}").json["body_sha256"]
        self.assertTrue(body)
        self.assertGreater(int(self.sql("SELECT count(*) FROM huabiao.evidence_body")), 0)
        self.assertFalse((self.folder / "a" / "huabiao.db").exists())
        self.assertEqual(self.sql("SELECT count(*) FROM huabiao_samples.series WHERE kind = 0"), str(len(self.hosts)))

    def test_every_command_takes_it_and_doctor_names_the_engine(self):
        self.lab()
        where = ["--data", self.folder / "a", "--database", self.url]
        self.import_form(*where)
        self.run_huabiao("summary", *where)
        self.run_huabiao("account", "list", *where)
        self.run_huabiao("census", "export", "--form", "annex3", "--out", self.folder / "out.xlsx", *where)
        said = self.run_huabiao("doctor", "--fail-on", "never", "--format", "jsonl", *where).stdout
        self.assertIn("PostgreSQL 15", said)
        self.assertNotIn(PASSWORD, said)

    def test_what_cannot_be_opened_is_named_without_the_password(self):
        where = ["--data", self.folder / "a", "--database"]
        wrong = SERVER.url(self.name, "falsch")
        for url, code in ((wrong, 4), (SERVER.url("no_such"), 4), ("postgresql://huabiao:geheim@127.0.0.1:1/x", 4),
                          ("mysql://x:geheim@y/z", 2)):
            done = self.run_huabiao("summary", *where, url, expect=code)
            self.assertNotIn("geheim", done.stderr)
            self.assertNotIn("falsch", done.stderr)
        self.assertIn("refuses access", self.run_huabiao("summary", *where, wrong, expect=4).stderr)
        self.run_huabiao("summary", *where, wrong.replace(":falsch", ""), environment={"PGPASSWORD": PASSWORD})

    def test_a_newer_schema_is_left_alone(self):
        where = ["--data", self.folder / "a", "--database", self.url]
        self.run_huabiao("summary", *where)
        self.sql("UPDATE huabiao.schema_mark SET version = 99")
        self.assertIn("newer", self.run_huabiao("summary", *where, expect=4).stderr)
        self.assertEqual(self.sql("SELECT version FROM huabiao.schema_mark"), "99")


def running_query(**words):
    import urllib.parse
    return urllib.parse.urlencode(words)


class Together(OnPostgres):
    def test_two_serve_the_same_people_and_one_watches(self):
        self.lab()
        self.import_form("--data", self.folder / "a", "--database", self.url)
        first = self.server("a", "--watch", f"{EVERY_S}s")
        self.assertTrue(first.told["watches"])
        second = self.server("b", "--watch", f"{EVERY_S}s")
        self.assertFalse(second.told["watches"])
        here = running.signed_in(first.told, CONTRACT)
        there = running.Client(second.told["address"], CONTRACT)
        there.cookie, there.csrf = here.cookie, here.csrf  # one session, as behind a balancer
        self.assertEqual(there.call("GET", "/sites?limit=1").json["total"], SITES)
        # What one server writes the other shows at once, and both write.
        for client, other, name in ((here, there, "甲单位"), (there, here, "乙单位")):
            made = client.call("POST", "/organisations", {"name": name}, expect=201).json
            self.assertEqual(other.call("GET", f"/organisations/{made['id']}").json["name"], name)
        running.until(lambda: self.periods() >= 2, "two periods")
        numbers = self.sql("SELECT count(*) - count(DISTINCT number) FROM huabiao.round WHERE kind = 3")
        self.assertEqual(numbers, "0")
        running_at_once = self.sql("SELECT count(*) FROM huabiao.round WHERE kind = 3 AND state = 0")
        self.assertLessEqual(int(running_at_once), 2)
        # The one that watches dies; the other takes it up, at the same address, and people stay signed in.
        before = self.periods()
        first.end(signal.SIGKILL)
        running.until(lambda: self.periods() >= before + 2, "the other watches")
        self.assertEqual(there.call("GET", "/sites?limit=1").json["total"], SITES)

    def test_it_goes_on_when_the_database_server_was_away(self):
        self.lab()
        self.import_form("--data", self.folder / "a", "--database", self.url)
        server = self.server("a", "--watch", f"{EVERY_S}s")
        client = running.signed_in(server.told, CONTRACT)
        running.until(lambda: self.periods() >= 1, "a period")
        SERVER.stop("immediate")
        ready = lambda: client.send("GET", "/readyz").status
        running.until(lambda: ready() == 503, "it says that it is not ready")
        SERVER.start()
        running.until(lambda: ready() == 200, "it is ready again")
        before = self.periods()
        running.until(lambda: self.periods() >= before + 2, "it watches again")
        self.assertEqual(client.call("GET", "/sites?limit=1").json["total"], SITES)
        self.assertIsNone(server.process.poll())


class Moving(OnPostgres):
    def test_all_goes_to_the_server_and_back(self):
        self.lab("dark-display-none")
        self.import_form("--data", self.folder / "a")
        server = self.server("a", "--watch", f"{EVERY_S}s", database="")
        client = running.signed_in(server.told, CONTRACT)
        running.until(lambda: client.call("GET", "/findings?limit=5").json["items"], "findings")
        time.sleep(EVERY_S)
        in_use = self.run_huabiao("store", "copy", "--from", self.folder / "a", "--to", self.url, expect=4)
        self.assertIn("Another huabiao", in_use.stderr)
        self.assertEqual(server.end()[0], 0)
        copied = self.run_huabiao("store", "copy", "--from", self.folder / "a", "--to", self.url)
        self.assertIn("evidence bodies", copied.stdout)
        self.run_huabiao("store", "copy", "--from", self.folder / "a", "--to", self.url, expect=1)  # not empty any more
        self.run_huabiao("store", "copy", "--from", self.url, "--to", self.folder / "back")
        self.run_huabiao("store", "compare", "--from", self.folder / "a", "--to", self.folder / "back")
        # Numbers go on where they were, on both.
        for where in (["--data", self.folder / "c", "--database", self.url], ["--data", self.folder / "back"]):
            self.run_huabiao("summary", *where)
            self.import_form(*where)
        self.sql("UPDATE huabiao.site_version SET name = name || 'x' WHERE row = 1")
        self.run_huabiao("store", "compare", "--from", self.url, "--to", self.folder / "back", expect=1)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=2).result
    running.count_and_exit(result)
