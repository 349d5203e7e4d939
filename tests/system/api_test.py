#!/usr/bin/env python3
"""Drives every operation of api/openapi.yaml against the real binary over a badweb estate, and holds both directions
against the contract. Then everything that must be refused."""
import gzip
import http.client
import io
import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse
import zipfile
import zlib
from pathlib import Path

import running
import vantages
from contract import Contract, is_signing_in

CONTRACT = Contract()
PASSWORD = "Hua-Biao-2015!"
SITES = 24
# What access_test.py drives, every one.
ACCESS = ("/accounts", "/audit", "/grants", "/roles", "/scopes", "/session/sessions", "/session/grants", "/session/loans")


class Estate:
    """One server over one badweb, shared by the tests of a class."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-api-"))
        self.badweb = self.server = None
        subprocess.run([running.BADWEB, "estate", "--seed", "7", "--sites", str(SITES), "--workbook",
                        self.folder / "annex3.xlsx", "--truth", self.folder / "truth.jsonl"], check=True,
                       stdout=subprocess.DEVNULL)
        self.badweb = running.Program([running.BADWEB, "serve", "--estate", str(self.folder / "truth.jsonl"), "--ca-out",
                                       str(self.folder / "ca.pem"), "--lifetime", "900", "--time-scale", "0.1"])
        self.syslog = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.syslog.bind(("127.0.0.1", 0))
        (self.folder / "data").mkdir(mode=0o700)
        (self.folder / "data" / "huabiao.toml").write_text(
            f'[[channel]]\nname = "log"\nkind = "syslog"\ntransport = "udp"\nhost = "127.0.0.1"\nport = '
            f'{self.syslog.getsockname()[1]}\nprivate_addresses = "allow"\ntell = ["opened"]\n', encoding="utf-8")
        self.start()
        told = self.server.told
        self.client = running.Client(told["address"], CONTRACT)
        self.client.sign_in(told["account"], told["secret"])

    def start(self):
        self.server = running.serve(self.folder / "data", "--lab", self.badweb.told["lab"], "--ca-file",
                                    str(self.folder / "ca.pem"), "--timeout", "3s", "--host-gap", "10ms",
                                    "--retry-pause", "100ms", "--workers", "1")

    def end(self):
        for program in (self.server, self.badweb):
            if program:
                program.end()
        self.syslog.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def multipart(filename, content):
    boundary = "----huabiao-test"
    head = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{filename}\"\r\n"
            "Content-Type: application/octet-stream\r\n\r\n").encode()
    return head + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


GOOD_CSV = ("党政机关、事业单位网站摸底自查表\n主管部门（公章）：示例市大数据局\n"
            "单位名称,网站名称,英文域名,中文域名,是否挂标,联系人,联系电话\n"
            "示例市档案馆,示例市档案馆网,www.dag.example.gov.cn,示例市档案馆·政务,是,联系人,0311-80000000\n")
BAD_CSV = GOOD_CSV + "示例市图书馆,示例市图书馆网,exa mple_.gov.cn,无,也许,联系人,电话没有\n"


class Operations(unittest.TestCase):
    """In the order of a first day: sign in, import, a round, findings, edits, exports."""

    @classmethod
    def setUpClass(cls):
        cls.estate = Estate()
        cls.client = cls.estate.client

    @classmethod
    def tearDownClass(cls):
        cls.estate.end()

    def test_01_the_first_login_secret_must_be_changed(self):
        me = self.client.call("GET", "/session").json
        self.assertTrue(me["must_change_password"])
        refused = self.client.call("GET", "/sites", expect=403).json
        self.assertEqual(refused["code"], "access.must_change_password")
        secret = self.estate.server.told["secret"]
        self.client.call("POST", "/session/password", {"current": secret, "new": "short"}, expect=400, hold_request=False)
        self.client.call("POST", "/session/password", {"current": "wrong", "new": PASSWORD}, expect=401)
        answer = self.client.call("POST", "/session/password", {"current": secret, "new": PASSWORD})
        self.client.keep(answer)
        self.assertFalse(answer.json["must_change_password"])
        old = running.Client(self.estate.server.told["address"], CONTRACT)
        self.assertEqual(old.call("POST", "/session", {"name": "admin", "password": secret}, expect=401).status, 401)

    def test_02_about_contract_and_problems(self):
        about = self.client.call("GET", "/about").json
        self.assertEqual(about["lab"], self.estate.badweb.told["lab"])
        text = self.client.call("GET", "/openapi.yaml").body.decode()
        self.assertEqual(text, (running.ROOT / "api/openapi.yaml").read_text(encoding="utf-8"))
        problem = self.client.call("GET", "/problems/http.bad_json").json
        self.assertTrue(problem["title"]["zh"] and problem["next"]["en"])
        self.client.call("GET", "/problems/no.such_code", expect=404)

    def test_03_a_form_with_bad_cells_shows_each(self):
        answer = self.client.call("POST", "/imports?filename=" + urllib.parse.quote("自查表.csv"), BAD_CSV.encode(), 201,
                                  {"Content-Type": "application/octet-stream"})
        at = "/imports/" + str(answer.json["id"])
        ready = running.until(lambda: (j := self.client.call("GET", at).json)["state"] != "reading" and j, "the form to be read")
        self.assertEqual((ready["state"], ready["rows"], ready["bad_rows"], ready["form"]), ("ready", 2, 1, "annex2"))
        self.assertEqual(ready["filename"], "自查表.csv")
        columns = {p["column_name"]: p for p in ready["problems"] if p["severity"] == "error"}
        self.assertIn("英文域名", columns)
        self.assertEqual((columns["英文域名"]["row"], columns["英文域名"]["column"]), (5, "C"))
        self.assertTrue(columns["英文域名"]["read"] and columns["英文域名"]["expected"] and columns["英文域名"]["message"])
        bad = self.client.call("GET", at + "/rows?filter=bad").json
        self.assertEqual([row["row"] for row in bad["items"]], [5])
        first = self.client.call("GET", at + "/rows?limit=1").json
        second = self.client.call("GET", f"{at}/rows?limit=1&cursor={first['next_cursor']}").json
        self.assertEqual([first["items"][0]["row"], second["items"][0]["row"], second["next_cursor"]], [4, 5, None])
        refused = self.client.call("POST", at + "/commit", {"accept": "all-or-nothing"}, expect=409).json
        self.assertEqual(refused["code"], "desk.rows_with_errors")
        self.client.call("DELETE", at, expect=204)
        self.client.call("GET", at, expect=404)

    def test_04_what_is_no_form_is_told_so(self):
        for name, content in (("a.xlsx", b"PK\x03\x04 broken"), ("b.bin", bytes(range(256)) * 8), ("c.csv", b"")):
            body, kind = multipart(name, content)
            at = self.client.call("POST", "/imports", body, 201, {"Content-Type": kind}).json
            done = running.until(lambda: (j := self.client.call("GET", f"/imports/{at['id']}").json)["state"] != "reading" and j,
                         "reading")
            self.assertEqual(done["state"], "failed", name)
            self.assertTrue(done["problem"]["title"] and done["problem"]["next"], name)
        self.client.call("POST", "/imports", b"--x", 400, {"Content-Type": "multipart/form-data"})
        listed = self.client.call("GET", "/imports").json
        self.assertEqual(listed["total"], 3)

    def test_05_the_estate_is_imported(self):
        body, kind = multipart("汇总表.xlsx", (self.estate.folder / "annex3.xlsx").read_bytes())
        made = self.client.call("POST", "/imports", body, 201, {"Content-Type": kind})
        self.assertEqual(made.headers["location"], f"/api/v1/imports/{made.json['id']}")
        at = f"/imports/{made.json['id']}"
        ready = running.until(lambda: (j := self.client.call("GET", at).json)["state"] != "reading" and j, "reading")
        self.assertEqual((ready["state"], ready["bad_rows"], ready["form"]), ("ready", 0, "annex3"), ready)
        again = self.client.call("POST", at + "/sheet", {"sheet": ready["sheet"]}).json
        self.assertEqual(again["id"], ready["id"])
        self.client.call("POST", at + "/sheet", {"sheet": "no such sheet"}, expect=404)
        running.until(lambda: self.client.call("GET", at).json["state"] == "ready", "reading again")
        done = self.client.call("POST", at + "/commit", {"accept": "all-or-nothing"}).json
        self.assertEqual(done["state"], "committed")
        self.assertGreaterEqual(done["committed"]["sites_new"], SITES)
        self.client.call("POST", at + "/commit", {"accept": "all-or-nothing"}, expect=409)

    def test_06_sites_are_searched_filtered_and_paged(self):
        everything, cursor = [], ""
        while cursor is not None:
            query = "/sites?limit=7" + (f"&cursor={urllib.parse.quote(cursor)}" if cursor else "")
            page = self.client.call("GET", query).json
            everything += page["items"]
            cursor = page["next_cursor"]
        self.assertEqual(len(everything), page["total"])
        self.assertEqual(len({site["id"] for site in everything}), len(everything))
        one = everything[3]
        found = self.client.call("GET", "/sites?q=" + urllib.parse.quote(one["name"])).json
        self.assertIn(one["id"], [site["id"] for site in found["items"]])
        self.assertEqual(self.client.call("GET", "/sites?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA").json["total"], 0)
        names = [site["name"].encode() for site in self.client.call("GET", "/sites?sort=-name&limit=200").json["items"]]
        self.assertEqual(names, sorted(names, reverse=True))
        for bad in ("state=gone", "limit=0", "limit=201", "region=13", "colour=red", "q=" + "x" * 201, "organisation=-1"):
            problem = self.client.call("GET", "/sites?" + bad, expect=400).json
            self.assertEqual(problem["errors"][0]["parameter"], bad.split("=")[0])
        self.client.call("GET", "/sites?cursor=forged", expect=400)

    def test_07_a_round_runs_and_is_watched_live(self):
        made = self.client.call("POST", "/rounds", {}, 201).json
        at = f"/rounds/{made['id']}"
        self.assertEqual(self.client.call("POST", "/rounds", {}, expect=409).json["code"], "desk.round_running")
        events = self.watch(at)
        self.client.driven.add(("GET", "/rounds/{id}/events"))
        schema = CONTRACT.document["components"]["schemas"]["RoundProgress"]
        for _, data in events:
            CONTRACT.check(schema, data, "event")
        self.assertEqual(events[-1][0], "end")
        last = events[-1][1]
        self.assertEqual((last["state"], last["done"]), ("finished", last["total"]))
        self.assertGreater(last["total"], SITES)
        self.assertEqual(sum(c["count"] for c in last["by_outcome"]), last["total"])
        self.assertEqual([d["done"] for _, d in events], sorted(d["done"] for _, d in events))
        detail = running.until(lambda: (j := self.client.call("GET", at).json)["state"] == "finished" and j, "the round to end")
        self.assertEqual(sum(c["count"] for c in detail["by_outcome"]), detail["targets"])
        rows, cursor = [], None
        while True:
            page = self.client.call("GET", f"{at}/rows?limit=20" + (f"&cursor={urllib.parse.quote(cursor)}" if cursor else "")).json
            rows += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        self.assertEqual(len(rows), detail["targets"])
        ok = self.client.call("GET", f"{at}/rows?outcome=ok").json
        self.assertTrue(ok["items"] and all(row["outcome"] == "ok" for row in ok["items"]))
        self.assertEqual(self.client.call("GET", "/rounds").json["items"][0]["id"], made["id"])
        self.assertEqual(self.watch(at)[-1][0], "end")
        self.client.call("POST", at + "/cancel", expect=409)
        self.client.call("GET", "/rounds/999", expect=404)

    def watch(self, at, patience=120):
        connection = http.client.HTTPConnection(self.client.host, self.client.port, timeout=patience)
        connection.request("GET", "/api/v1" + at + "/events", headers={"Cookie": self.client.cookie})
        response = connection.getresponse()
        self.assertEqual(response.headers["content-type"].split(";")[0], "text/event-stream")
        frames = response.read().decode().split("\n\n")
        connection.close()
        events = []
        for frame in frames:
            lines = dict(line.split(": ", 1) for line in frame.splitlines() if line and not line.startswith(":"))
            if lines:
                events.append((lines["event"], json.loads(lines["data"])))
        return events

    def test_08_the_overview_counts_it(self):
        overview = self.client.call("GET", "/overview").json
        self.assertGreaterEqual(overview["sites"], SITES)
        self.assertEqual(sum(c["count"] for c in overview["by_state"]), overview["sites"])
        self.assertIsNotNone(overview["latest_round"])
        self.assertIsNone(overview["running_round"])
        self.assertEqual(len(overview["trend"]), 1)
        self.client.call("GET", "/overview?region=130000")

    def test_09_a_site_has_facts_findings_and_history(self):
        site = self.client.call("GET", "/sites?sort=-severity&limit=1").json["items"][0]
        self.assertGreater(site["open_findings"], 0)
        one = self.client.call("GET", f"/sites/{site['id']}")
        self.assertTrue(one.json["hosts"] and one.json["declarations"])
        self.assertTrue(one.headers["etag"])
        history = self.client.call("GET", f"/sites/{site['id']}/history").json
        self.assertTrue(history["declarations"] and history["rounds"])
        before = "2001-01-01T00:00:00Z"
        self.client.call("GET", f"/sites/{site['id']}?as_known={before}", expect=404)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 5))
        self.client.call("GET", f"/sites/{site['id']}?as_of={now}&as_known={now}")
        self.client.call("GET", "/sites/999999", expect=404)
        self.client.call("GET", "/sites/abc", expect=404)

    def test_10_findings_are_decided_with_a_reason(self):
        page = self.client.call("GET", "/findings?severity=low&state=open&limit=5").json
        self.assertTrue(page["items"])
        at = f"/findings/{page['items'][0]['id']}"
        finding = self.client.call("GET", at)
        self.assertTrue(finding.json["evidence"] or finding.json["category"] in ("availability", "certificate", "dns"))
        tag = finding.headers["etag"]
        accepted = {"decision": "accepted", "reason": "已知，下月整改", "until": "2031-01-01T00:00:00Z"}
        self.assertEqual(self.client.call("PATCH", at, accepted, expect=428).json["code"], "http.no_if_match")
        self.client.call("PATCH", at, {"decision": "accepted"}, expect=400, headers={"If-Match": tag})
        self.client.call("PATCH", at, {"decision": "perhaps"}, expect=400, headers={"If-Match": tag}, hold_request=False)
        decided = self.client.call("PATCH", at, accepted, headers={"If-Match": tag})
        self.assertEqual((decided.json["decision"], decided.json["decided"]["reason"]), ("accepted", "已知，下月整改"))
        self.client.call("PATCH", at, accepted, expect=412, headers={"If-Match": tag})
        self.client.call("PATCH", at, {"decision": "none"}, headers={"If-Match": decided.headers["etag"]})
        for query in ("category=mark", "decision=accepted", "sort=newest", "round=1", "q=mark", "region=130000"):
            self.client.call("GET", "/findings?" + query)
        self.client.call("GET", "/findings/999999", expect=404)

    def test_11_evidence_is_handed_over_inert(self):
        for finding in self.client.call("GET", "/findings?limit=200").json["items"]:
            detail = self.client.call("GET", f"/findings/{finding['id']}").json
            if detail["body_kept"]:
                break
        else:
            self.fail("no finding has a body kept")
        answer = self.client.call("GET", f"/evidence/{detail['body_sha256']}")
        self.assertEqual(answer.headers["content-type"], "application/octet-stream")
        self.assertTrue(answer.headers["content-disposition"].startswith("attachment;"))
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        self.assertIn("sandbox", answer.headers["content-security-policy"])
        import hashlib
        self.assertEqual(hashlib.sha256(answer.body).hexdigest(), detail["body_sha256"])
        self.client.call("GET", "/evidence/" + "0" * 64, expect=404)

    def test_11_a_picture_is_handed_over_as_a_picture(self):
        """As the rendered view keeps them (tests/system/render_test.py draws real ones)."""
        import hashlib
        import zlib
        listed = self.client.call("GET", "/findings?limit=2").json["items"]
        with_one, without = (f"/findings/{one['id']}" for one in listed)
        self.assertIsNone(self.client.call("GET", with_one).json["picture"])
        png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100)
        digest = hashlib.sha256(png).hexdigest()
        file = self.estate.folder / "data" / "pictures" / digest[:2] / f"{digest}.z"
        file.parent.mkdir(parents=True)
        file.write_bytes(zlib.compress(png))
        with sqlite3.connect(self.estate.folder / "data" / "huabiao.db", timeout=30) as db:
            db.execute("INSERT INTO picture VALUES(?, ?, ?, 0, 4000000000000)", (digest, len(png), len(png)))
            db.execute("INSERT INTO finding_picture VALUES(?, ?, 1280, 900, 1700000000000)", (listed[0]["id"], digest))
        self.assertEqual(self.client.call("GET", with_one).json["picture"],
                         {"width": 1280, "height": 900, "bytes": len(png), "taken_at": "2023-11-14T22:13:20.000Z"})
        answer = self.client.call("GET", with_one + "/picture")
        self.assertEqual(answer.body, png)
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        self.assertIn("sandbox", answer.headers["content-security-policy"])
        self.client.call("GET", without + "/picture", expect=404)
        file.unlink()  # gone by age or quota
        self.assertIsNone(self.client.call("GET", with_one).json["picture"])
        self.client.call("GET", with_one + "/picture", expect=404)

    def test_12_findings_are_exported_in_three_forms(self):
        total = self.client.call("GET", "/findings?limit=1").json["total"]
        lines = self.client.call("GET", "/findings/export?format=jsonl").body.decode().splitlines()
        self.assertEqual(len([json.loads(line) for line in lines]), total)
        sarif = self.client.call("GET", "/findings/export?format=sarif").json
        self.assertEqual((sarif["version"], len(sarif["runs"][0]["results"])), ("2.1.0", total))
        book = self.client.call("GET", "/findings/export?format=xlsx").body
        self.assertIn("xl/workbook.xml", zipfile.ZipFile(io.BytesIO(book)).namelist())
        self.client.call("GET", "/findings/export?format=pdf", expect=400)
        self.client.call("GET", "/findings/export", expect=400)

    def test_13_the_census_is_exported_as_its_forms(self):
        for form in ("annex2", "annex3"):
            for mark in ("declared", "observed"):
                book = self.client.call("GET", f"/exports/census?form={form}&mark={mark}")
                self.assertIn("xl/workbook.xml", zipfile.ZipFile(io.BytesIO(book.body)).namelist())
                self.assertIn("filename*=UTF-8''", book.headers["content-disposition"])
        self.client.call("GET", "/exports/census?form=annex9", expect=400)

    def test_14_organisations_are_kept_by_hand(self):
        upper = self.client.call("POST", "/organisations", {"name": "示例省政务办", "region": "130000"}, 201).json
        made = self.client.call("POST", "/organisations",
                                {"name": "示例省信息中心", "superior": upper["id"], "kind": "public_institution"}, 201)
        at = f"/organisations/{made.json['id']}"
        self.assertEqual(made.json["superior"]["name"], "示例省政务办")
        tag = made.headers["etag"]
        edited = self.client.call("PATCH", at, {"sector": "government"}, headers={"If-Match": tag})
        self.assertEqual(edited.json["sector"], "government")
        self.client.call("PATCH", at, {"sector": "other"}, expect=412, headers={"If-Match": tag})
        self.client.call("PATCH", at, {"sector": "other"}, expect=428)
        self.client.call("PATCH", f"/organisations/{upper['id']}", {"superior": made.json["id"]}, expect=409,
                         headers={"If-Match": self.client.call("GET", f"/organisations/{upper['id']}").headers["etag"]})
        self.client.call("POST", "/organisations", {"name": " "}, expect=400)
        self.client.call("POST", "/organisations", {"name": "x", "region": "13"}, expect=400)
        listed = self.client.call("GET", "/organisations?q=" + urllib.parse.quote("示例省")).json
        self.assertEqual(listed["total"], 2)
        time.sleep(5.1)  # the tree may be so old
        top = self.client.call("GET", "/organisations/tree?limit=200").json
        node = next(n for n in top["items"] if n["id"] == upper["id"])
        self.assertEqual(node["children"], 1)
        below = self.client.call("GET", f"/organisations/tree?parent={upper['id']}").json
        self.assertEqual([n["id"] for n in below["items"]], [made.json["id"]])
        self.client.call("DELETE", at, expect=204, headers={"If-Match": edited.headers["etag"]})
        self.client.call("GET", at, expect=404)

    def test_15_sites_declarations_and_contacts_are_kept_by_hand(self):
        unit = self.client.call("POST", "/organisations", {"name": "手工单位"}, 201).json["id"]
        made = self.client.call("POST", "/sites", {
            "name": "手工网站", "region": "130000", "declarations": [
                {"organisation": unit, "ascii_domains": ["http://WWW.Shougong.example.gov.cn:8080/", "手工.政务"],
                 "mark_hung": True, "phones": ["0311-80000000"]}]}, 201)
        at = f"/sites/{made.json['id']}"
        names = made.json["declarations"][0]["ascii_domains"]
        self.assertEqual((names[0]["ascii"], names[0]["port"]), ("www.shougong.example.gov.cn", 8080))
        self.assertTrue(names[1]["ascii"].startswith("xn--"))
        taken = self.client.call("POST", "/sites", {"name": "另一个", "declarations": [
            {"organisation": unit, "ascii_domains": ["www.shougong.example.gov.cn"]}]}, expect=409).json
        self.assertEqual(taken["code"], "registry.domain_taken")
        faults = self.client.call("POST", "/sites", {"name": "", "life": "dead", "declarations": [
            {"organisation": unit, "ascii_domains": ["not a host"]}], "colour": 1}, expect=400).json["errors"]
        self.assertEqual({f["pointer"] for f in faults},
                         {"/name", "/life", "/colour", "/declarations/0/ascii_domains"})
        tag = self.client.call("GET", at).headers["etag"]
        edited = self.client.call("PATCH", at, {"icp": "冀ICP备12345678号", "remark": "一\n二"}, headers={"If-Match": tag})
        self.assertEqual(edited.json["remark"], "一\n二")
        self.client.call("PATCH", at, {"name": "过时"}, expect=412, headers={"If-Match": tag})
        second = self.client.call("POST", at + "/declarations",
                                  {"organisation": self.client.call("POST", "/organisations", {"name": "第二单位"}, 201).json["id"]}, 201)
        changed = self.client.call("PATCH", f"/declarations/{second.json['id']}", {"mark_hung": False},
                                   headers={"If-Match": second.json["etag"]})
        self.assertIs(changed.json["mark_hung"], False)
        self.assertEqual(self.client.call("GET", f"/declarations/{second.json['id']}").json, changed.json)
        self.client.call("DELETE", f"/declarations/{second.json['id']}", expect=204,
                         headers={"If-Match": changed.headers["etag"]})
        person = self.client.call("POST", at + "/contacts",
                                  {"name": "联系人", "organisation": unit, "phones": ["13800000000"]}, 201)
        person = self.client.call("PATCH", f"/contacts/{person.json['id']}", {"duty": "网站负责人"},
                                  headers={"If-Match": person.headers["etag"]})
        self.assertEqual(self.client.call("GET", at).json["contacts"][0]["duty"], "网站负责人")
        self.assertEqual(self.client.call("GET", f"/contacts/{person.json['id']}").json, person.json)
        self.client.call("DELETE", f"/contacts/{person.json['id']}", expect=204,
                         headers={"If-Match": person.headers["etag"]})
        domain = self.client.call("GET", "/domains/WWW.shougong.example.gov.cn").json
        self.assertEqual([s["id"] for s in domain["sites"]], [made.json["id"]])
        tag = self.client.call("GET", at).headers["etag"]
        in_use = self.client.call("DELETE", at, expect=409, headers={"If-Match": tag}).json
        self.assertEqual(in_use["code"], "registry.in_use")
        first = self.client.call("GET", at).json["declarations"][0]
        self.client.call("DELETE", f"/declarations/{first['id']}", expect=204, headers={"If-Match": first["etag"]})
        self.client.call("DELETE", at, expect=204, headers={"If-Match": tag})
        self.client.call("GET", at, expect=404)

    def test_16_regions_are_listed(self):
        provinces = self.client.call("GET", "/regions?limit=200").json
        self.assertIn("130000", [r["code"] for r in provinces["items"]])
        self.client.call("GET", "/regions?parent=130000")
        self.assertTrue(self.client.call("GET", "/regions?q=" + urllib.parse.quote("河北")).json["items"])

    def test_17_a_round_is_broken_off_and_says_so_in_every_row(self):
        made = self.client.call("POST", "/rounds", {}, 201).json
        done = self.client.call("POST", f"/rounds/{made['id']}/cancel").json
        self.assertIn(done["state"], ("stopped", "finished"))
        detail = self.client.call("GET", f"/rounds/{made['id']}").json
        self.assertEqual(sum(c["count"] for c in detail["by_outcome"]), detail["targets"])

    def test_18_a_killed_server_goes_on_with_its_round(self):
        made = self.client.call("POST", "/rounds", {}, 201).json
        self.estate.server.end(signal.SIGKILL)
        self.estate.start()
        self.assertEqual(self.estate.server.told["resumed_round"], made["id"])
        self.assertNotIn("secret", self.estate.server.told)
        self.client.port = int(self.estate.server.told["address"].rstrip("/").rsplit(":", 1)[1])
        running.until(lambda: self.client.call("GET", f"/rounds/{made['id']}").json["state"] == "finished", "the resumed round")

    def test_19_sites_hit_by_one_hand_are_one_wave(self):
        gangs = {}
        for line in (self.estate.folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            if truth["gang"]:
                gangs.setdefault(truth["gang"], set()).add(truth["site"])
        gangs = {gang: sites for gang, sites in gangs.items() if len(sites) > 1}
        self.assertTrue(gangs)
        page = self.client.call("GET", "/waves?limit=200").json
        self.assertEqual(len(page["items"]), page["total"])
        by_host = {t["value"]: wave for wave in page["items"] for t in wave["traits"] if t["kind"] == "host"}
        for gang, sites in gangs.items():
            wave = by_host[gang]
            self.assertEqual((wave["state"], wave["open_sites"]), ("open", wave["sites"]))
            at = f"/waves/{wave['id']}"
            self.assertEqual(self.client.call("GET", at).json["id"], wave["id"])
            found, cursor = [], ""
            while cursor is not None:
                part = self.client.call("GET", f"{at}/sites?limit=1" + (f"&cursor={cursor}" if cursor else "")).json
                found += part["items"]
                cursor = part["next_cursor"]
            self.assertEqual({site["site"]["name"] for site in found}, sites)
            self.assertTrue(all(site["findings"] and site["hosts"] for site in found))
            one = found[0]
            self.assertEqual(self.client.call("GET", f"/sites/{one['site']['id']}").json["wave"]["id"], wave["id"])
            finding = self.client.call("GET", f"/findings/{one['findings'][0]['id']}").json
            self.assertEqual((finding["wave"]["id"], finding["site"]["id"]), (wave["id"], one["site"]["id"]))
            self.assertEqual(self.client.call("GET", f"/waves?site={one['site']['id']}").json["items"][0]["id"], wave["id"])
        first = self.client.call("GET", "/waves?limit=1").json
        if first["next_cursor"]:
            second = self.client.call("GET", f"/waves?limit=1&cursor={urllib.parse.quote(first['next_cursor'])}").json
            self.assertNotEqual(first["items"][0]["id"], second["items"][0]["id"])
        some = next(iter(gangs))
        self.assertEqual(self.client.call("GET", f"/waves?q={some}&state=open&severity=medium&kind=host").json["total"], 1)
        self.assertEqual(self.client.call("GET", "/waves?state=over").json["total"], 0)
        for bad in ("state=gone", "kind=smell", "limit=0", "colour=red"):
            problem = self.client.call("GET", "/waves?" + bad, expect=400).json
            self.assertEqual(problem["errors"][0]["parameter"], bad.split("=")[0])
        self.client.call("GET", "/waves?cursor=forged", expect=400)
        self.client.call("GET", f"/waves/{page['items'][0]['id']}/sites?cursor=forged", expect=400)
        self.client.call("GET", "/waves/0000000000000000", expect=404)

    def test_21_without_a_watch_none_is_told(self):
        watch = self.client.call("GET", "/watch").json
        self.assertEqual((watch["every_s"], watch["running"], watch["now"]), (None, False, None))

    def test_22_what_was_found_is_told(self):
        channel = self.client.call("GET", "/channels").json["items"][0]
        self.assertEqual((channel["name"], channel["kind"], channel["tells"]), ("log", "syslog", ["opened"]))
        self.client.call("POST", "/channels/log/test")
        self.client.call("POST", "/channels/other/test", expect=404)
        told = running.until(lambda: self.client.call("GET", "/deliveries?state=sent&channel=log").json["items"], "a delivery")
        self.assertTrue(all(one["happening"] == "opened" for one in told))
        again = self.client.call("POST", f"/deliveries/{told[0]['id']}/replay").json
        self.assertEqual(again["key"], told[0]["key"])
        pages = self.client.call("GET", "/deliveries?limit=1").json
        self.assertEqual((len(pages["items"]), bool(pages["next_cursor"])), (1, pages["total"] > 1))
        self.client.call("GET", "/deliveries?state=lost", expect=400)
        self.client.call("GET", "/deliveries?cursor=forged", expect=400)

    def test_23_a_vantage_point_leases_and_answers(self):
        self.client.call("POST", "/vantages", {"name": "Not a name"}, expect=400, hold_request=False)
        token = self.client.call("POST", "/vantages", {"name": "east"}, 201).json["token"]
        self.client.call("POST", "/vantages", {"name": "east"}, expect=409)
        point = vantages.Played(self.estate.server.told, token, CONTRACT)
        point.lease(room=0)
        round_ = self.client.call("POST", "/rounds", {}, 201).json
        errand, visits = point.wait_for_errand()
        self.assertEqual(point.tell(vantages.result(errand, visits))["state"], "accepted")
        self.client.driven |= point.client.driven
        east = self.client.call("GET", "/vantages").json["items"][0]
        self.assertEqual((east["name"], east["present"], east["version"], east["done"]), ("east", True, "played", 1))
        self.client.call("DELETE", "/vantages/east", expect=204)
        self.client.call("DELETE", "/vantages/east", expect=404)
        running.until(lambda: self.client.call("GET", f"/rounds/{round_['id']}").json["state"] == "finished", "the round")
        self.assertEqual(point.lease(expect=401)["code"], "vantage.bad_token")

    def test_20_every_check_is_kept_and_reckoned_as_an_inspection_does(self):
        site = next(s for s in self.client.call("GET", "/sites?limit=200").json["items"] if s["state"] == "down" and s["hosts"])
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
        found = self.client.call("GET", f"/sites/{site['id']}/availability?until={today}").json
        self.assertEqual((found["rule"]["days"], found["rule"]["visits_per_day"], found["until"]), (7, 20, today))
        host = found["hosts"][0]
        self.assertEqual(len(host["inspection"]["days"]), 7)
        self.assertEqual((host["inspection"]["proof"], host["inspection"]["veto"]), ("too_few", False))
        self.assertGreaterEqual(host["inspection"]["failed"], 1)
        self.assertEqual(host["days"][-1]["failed"], host["inspection"]["days"][-1]["failed"])
        before = self.client.call("GET", f"/sites/{site['id']}/availability").json
        self.assertLess(before["until"], today)

        samples, cursor = [], ""
        while cursor is not None:
            page = self.client.call("GET", f"/sites/{site['id']}/samples?series={host['series']}&limit=1" +
                                    (f"&cursor={cursor}" if cursor else "")).json
            samples += page["items"]
            cursor = page["next_cursor"]
        self.assertGreaterEqual(len(samples), 2, "one for each round")
        self.assertEqual(samples, sorted(samples, key=lambda sample: sample["at"]))
        later = urllib.parse.quote(samples[1]["at"])
        self.assertEqual(self.client.call("GET", f"/sites/{site['id']}/samples?series={host['series']}&from={later}").json["items"],
                         samples[1:])
        self.client.call("GET", f"/sites/{site['id']}/samples", expect=400)
        self.client.call("GET", f"/sites/{site['id']}/samples?series=999999", expect=404)
        self.client.call("GET", f"/sites/{site['id']}/samples?series={host['series']}&cursor=x", expect=400)
        self.client.call("GET", f"/sites/{site['id']}/availability?until=yesterday", expect=400)
        self.client.call("GET", "/sites/999999/availability", expect=404)

    def test_21_the_estate_is_held_against_the_official_metrics(self):
        first = self.client.call("GET", "/sites?limit=1").json["items"][0]["id"]
        tag = self.client.call("GET", f"/sites/{first}").headers["etag"]
        self.client.call("PATCH", f"/sites/{first}", {"region": "130000"}, headers={"If-Match": tag})
        estate = self.client.call("GET", "/inspection").json
        total = estate["total"]
        self.assertEqual(total["sites"], self.client.call("GET", "/sites?limit=1").json["total"])
        self.assertEqual(sum(row["sites"] for row in estate["regions"]), total["sites"])
        self.assertEqual((total["vetoed"], total["items"]["access"]["proven"]), (0, 0), "one round proves nothing")
        self.assertIn("20", estate["rules"]["access"]["explanation"]["en"])
        region = next(row["region"]["code"] for row in estate["regions"] if row["region"])
        below = self.client.call("GET", f"/inspection?region={region}").json
        self.assertEqual(below["total"], {k: v for k, v in next(r for r in estate["regions"] if r["region"] and r["region"]["code"] == region).items() if k != "region"})
        units, cursor = [], ""
        while cursor is not None:
            page = self.client.call("GET", "/inspection/units?limit=50" + (f"&cursor={cursor}" if cursor else "")).json
            units += page["items"]
            cursor = page["next_cursor"]
        self.assertEqual((len(units), sum(row["sites"] for row in units)), (page["total"], total["sites"]))
        unit = urllib.parse.quote(units[0]["unit"])
        sites = self.client.call("GET", f"/inspection/sites?unit={unit}").json
        self.assertEqual(sites["total"], units[0]["sites"])
        self.assertEqual(set(sites["items"][0]["items"].values()), {"not_proven"})
        self.assertEqual(self.client.call("GET", "/inspection/sites?failed=access").json["total"], 0)
        self.client.call("GET", "/inspection/sites?failed=everything", expect=400)
        self.client.call("GET", "/inspection/sites?cursor=x", expect=400)
        self.client.call("GET", "/inspection?region=13", expect=400)
        site = sites["items"][0]["site"]["id"]
        self.assertEqual(self.client.call("GET", f"/sites/{site}/walks").json["hosts"], [], "only the watch walks")
        self.client.call("GET", "/sites/999999/walks", expect=404)

    def test_22_orders_to_the_watch_are_given_kept_and_heeded(self):
        site = next(s for s in self.client.call("GET", "/sites?limit=200").json["items"] if s["state"] == "up" and s["hosts"])
        at = f"/sites/{site['id']}/orders"
        none = self.client.call("GET", at).json
        self.assertEqual((none["now"]["consent"], none["now"]["paused"], none["history"]), ("passive", False, []))
        order = {"consent": "standard", "consent_by": "冀网信函〔2026〕3号", "paused": True, "pause_reason": "机房搬迁",
                 "paused_until": None, "quiet": [{"days": [1, 7], "from": "22:00", "to": "06:30"}]}
        given = self.client.call("POST", at, order, expect=201).json
        self.assertEqual({key: given["now"][key] for key in order}, order)
        self.assertEqual(given["history"][0]["by"], "admin")
        round_ = self.client.call("POST", "/rounds", {"sites": [site["id"]]}, expect=201).json
        deadline = time.monotonic() + 60
        while self.client.call("GET", f"/rounds/{round_['id']}").json["state"] == "running" and time.monotonic() < deadline:
            time.sleep(0.1)
        rows = self.client.call("GET", f"/rounds/{round_['id']}/rows").json["items"]
        self.assertTrue(rows and all(row["outcome"] == "not_visited" for row in rows), rows)
        for wrong, pointer in (({"consent": "some"}, "/consent"), ({"consent": "intrusive"}, "/consent_by"),
                               ({"consent": "passive", "paused": True}, "/pause_reason"),
                               ({"consent": "passive", "quiet": [{"days": [8], "from": "22:00", "to": "23:00"}]}, "/quiet/0/days"),
                               ({"consent": "passive", "quiet": [{"days": [1], "from": "24:00", "to": "23:00"}]}, "/quiet/0/from")):
            problem = self.client.call("POST", at, wrong, expect=400).json
            self.assertEqual([fault["pointer"] for fault in problem["errors"]], [pointer])
        again = self.client.call("POST", at, {"consent": "passive"}, expect=201).json
        self.assertEqual((again["now"]["paused"], len(again["history"])), (False, 2))
        self.client.call("GET", "/sites/999999/orders", expect=404)

    def test_24_orders_for_regions_and_units_hold_where_no_narrower_one_does(self):
        site = self.client.call("GET", "/sites?limit=1").json["items"][0]
        tag = self.client.call("GET", f"/sites/{site['id']}").headers["etag"]
        self.client.call("PATCH", f"/sites/{site['id']}", {"region": "130402"}, headers={"If-Match": tag})
        own = f"/sites/{site['id']}/orders"
        give = lambda body: self.client.call("POST", "/orders", body, 201).json
        before = self.client.call("GET", "/orders").json
        self.assertEqual((before["general"]["consent"], before["general"]["every"]), ("passive", 1))
        listed = give({"region": "130000", "consent": "standard", "consent_by": "冀网信函〔2026〕9号", "every": 2})
        item = listed["items"][-1]
        self.assertEqual((item["whom"]["scope"], item["whom"]["region"]["code"], item["order"]["every"]), ("region", "130000", 2))
        self.assertGreaterEqual(item["sites"], 1)
        seen = self.client.call("GET", own).json
        self.assertEqual((seen["now"]["consent"], seen["from"]["region"]["code"]), ("standard", "130000"))
        unit = self.client.call("GET", f"/sites/{site['id']}").json["declarations"][0]["organisation"]["id"]
        give({"unit": unit, "consent": "passive", "paused": True, "pause_reason": "整改"})
        seen = self.client.call("GET", own).json
        self.assertEqual((seen["now"]["pause_reason"], seen["from"]["of"]["id"]), ("整改", unit))
        seen = self.client.call("POST", own, {"consent": "passive", "every": 3}, 201).json
        self.assertEqual((seen["now"]["every"], seen["from"]["scope"]), (3, "site"))
        seen = self.client.call("POST", own, {"withdrawn": True}, 201).json
        self.assertEqual((seen["from"]["scope"], seen["history"][0]["withdrawn"]), ("unit", True))
        give({"unit": unit, "withdrawn": True})
        give({"region": "130000", "withdrawn": True})
        self.assertEqual(self.client.call("GET", "/orders").json, before)
        for wrong in ({"consent": "passive"}, {"region": "1304", "consent": "passive"}, {"region": "130000"},
                      {"region": "130000", "unit": unit, "consent": "passive"}, {"region": "130000", "consent": "standard"}):
            self.client.call("POST", "/orders", wrong, expect=400, hold_request=False)
        self.client.call("POST", "/orders", {"unit": 999999, "consent": "passive"}, expect=404)

    def test_25_the_wall_shows_every_region_and_what_happened(self):
        wall = self.client.call("GET", "/wall").json
        self.assertEqual(sum(one["sites"] for one in wall["regions"]), self.client.call("GET", "/sites?limit=1").json["total"])
        for one in wall["regions"]:
            self.assertEqual(one["sites"], one["up"] + one["faulty"] + one["down"] + one["other"])
        self.assertGreater(sum(one["down"] + one["faulty"] for one in wall["regions"]), 0)
        self.assertGreater(len(wall["news"]), 0)
        self.assertEqual([one["at"] for one in wall["news"]], sorted((one["at"] for one in wall["news"]), reverse=True))
        self.assertFalse({one["finding"]["severity"] for one in wall["news"]} & {"info", "low"})
        self.assertNotIn("told", {one["what"] for one in wall["news"]})
        code = next(one["region"]["code"] for one in wall["regions"] if one["region"])
        below = self.client.call("GET", f"/wall?region={code}").json
        self.assertEqual(below["region"]["code"], code)
        self.assertEqual(sum(one["sites"] for one in below["regions"]),
                         next(one["sites"] for one in wall["regions"] if one["region"] and one["region"]["code"] == code))
        self.client.call("GET", "/wall?region=13", expect=400)

    def test_26_a_site_has_a_timeline(self):
        found = next(f for f in self.client.call("GET", "/findings?category=dark-link").json["items"] if f["site"])
        at = f"/sites/{found['site']['id']}/timeline"
        day = self.client.call("GET", at).json
        self.assertEqual(day["step_s"], 300)
        self.assertGreater(sum(step["samples"] for host in day["hosts"] for step in host["steps"]), 0)
        self.assertIn(found["id"], {one["finding"]["id"] for one in day["news"]})
        long_ago = self.client.call("GET", at + "?from=2020-01-01T00:00:00Z&to=2020-01-05T00:00:00Z").json
        self.assertEqual((long_ago["hosts"], long_ago["changes"], long_ago["news"]), ([], [], []))
        self.assertEqual(self.client.call("GET", at + "?from=2020-01-01T00:00:00Z").json["step_s"], 86_400, "a year at most, in days")
        self.client.call("GET", at + "?from=yesterday", expect=400)
        self.client.call("GET", "/sites/999999/timeline", expect=404)

    def test_28_a_page_is_shown_before_and_after_it_changed(self):
        """As the watch would have kept it; how it does is the matter of page_changes_test.py."""
        site = next(s for s in self.client.call("GET", "/sites?state=up&limit=200").json["items"])
        host = self.client.call("GET", f"/sites/{site['id']}").json["hosts"][0]
        png = b"\x89PNG\r\n\x1a\n"
        page = lambda text: zlib.compress(f"<html><title>某馆</title><h1>某馆</h1><p>{text}</p>".encode())
        now = int(time.time() * 1000)
        with sqlite3.connect(self.estate.folder / "data" / "pages.db", timeout=30) as db:
            place = db.execute("INSERT INTO place(host, port, path) VALUES(?, ?, '/')", (host["host"], 0)).lastrowid
            put = lambda at, until, key: db.execute(
                "INSERT INTO page(place, at, until, content_key, url, content_type, bytes, state, accused, unkept, picture_at, width, "
                "height) VALUES(?, ?, ?, ?, 'https://x.gov.cn/', 'text/html; charset=utf-8', 9, 0, 0, 3, ?, 8, 6)",
                (place, at, until, key, at)).lastrowid
            put_bytes = lambda page, body: db.execute("INSERT INTO content VALUES(?, ?, ?)", (page, body, png))
            before = put(now - 9000, now - 5000, "a")
            after = put(now - 5000, None, "b")
            put_bytes(before, page("原来的公告"))
            put_bytes(after, page("<b>新的公告</b>"))
        [change] = self.client.call("GET", f"/sites/{site['id']}/timeline").json["page_changes"]
        self.assertEqual((change["id"], change["unkept"]), (after, 3))
        shown = self.client.call("GET", f"/sites/{site['id']}/page-changes/{after}").json
        self.assertEqual((shown["comparison"]["gone"], shown["comparison"]["come"]), (["原来的公告"], ["新的公告"]))
        for side in ("before", "after"):
            self.assertEqual(self.client.call("GET", f"/sites/{site['id']}/page-changes/{after}/{side}.png").body, png)
        other = next(s for s in self.client.call("GET", "/sites?limit=200").json["items"] if s["id"] != site["id"])
        self.client.call("GET", f"/sites/{other['id']}/page-changes/{after}", expect=404)
        with sqlite3.connect(self.estate.folder / "data" / "pages.db", timeout=30) as db:
            db.execute("UPDATE content SET body = x'00' WHERE page = ?", (after,))
        self.assertEqual(self.client.call("GET", f"/sites/{site['id']}/page-changes/{after}", expect=422).json["code"], "pages.damaged")

    def test_27_without_a_watch_no_period_was_kept(self):
        self.assertEqual(self.client.call("GET", "/watch/periods").json["items"], [])
        self.client.call("GET", "/watch/periods?since=now", expect=400)

    def test_23_what_the_dns_is_expected_to_say_stays_on_record(self):
        site = next(s for s in self.client.call("GET", "/sites?limit=200").json["items"] if s["hosts"])
        at = f"/sites/{site['id']}/names"
        before = self.client.call("GET", at).json
        host = before["hosts"][0]
        self.assertEqual((host["asked_at"], host["answers"], host["expected"], before["history"]), (None, [], None, []))
        wanted = {"host": host["host"], "mode": "overlap", "entries": ["2400:3200:0:0::1", "WWW.CDN.Example.cn"]}
        after = self.client.call("POST", at, wanted, expect=201).json
        expected = next(h for h in after["hosts"] if h["host"] == host["host"])["expected"]
        self.assertEqual(expected["entries"], ["2400:3200::1", "www.cdn.example.cn"], "as answers are written")
        self.assertEqual((expected["mode"], expected["by"], len(after["history"])), ("overlap", "admin", 1))
        for wrong, pointer in (({"host": "www.elsewhere.cn"}, "/host"), ({"mode": "some"}, "/mode"), ({"entries": ["a b"]}, "/entries")):
            problem = self.client.call("POST", at, {**wanted, **wrong}, expect=400).json
            self.assertEqual([fault["pointer"] for fault in problem["errors"]], [pointer])
        self.client.call("GET", "/sites/999999/names", expect=404)

    def test_24_what_nobody_asked_registries_and_hosts_for_is_not_known(self):
        site = next(s for s in self.client.call("GET", "/sites?limit=200").json["items"] if s["hosts"])
        domains = self.client.call("GET", f"/sites/{site['id']}/registration").json["domains"]
        self.assertTrue(all(any(host.endswith(one["domain"]) for host in one["hosts"]) for one in domains))
        self.assertTrue(all((one["look"], one["said"], one["history"]) == (None, None, []) for one in domains))
        self.assertEqual(self.client.call("GET", f"/sites/{site['id']}/tls").json, {"hosts": []})
        for path in ("registration", "tls"):
            self.client.call("GET", f"/sites/999999/{path}", expect=404)

    def test_90_titles_follow_the_language(self):
        english = self.client.call("GET", "/sites/999999", expect=404, language="en-GB").json["title"]
        chinese = self.client.call("GET", "/sites/999999", expect=404, language="").json["title"]
        self.assertTrue(english.isascii())
        self.assertFalse(chinese.isascii())

    def test_98_signing_out_ends_the_session(self):
        self.client.call("DELETE", "/session", expect=204)
        self.client.call("GET", "/session", expect=401)

    def test_99_every_operation_was_driven(self):
        elsewhere = {one for one in CONTRACT.operations if one[1].startswith(ACCESS) or is_signing_in(one[1])}
        self.assertEqual(set(CONTRACT.operations) - self.client.driven - elsewhere, set())


class Refusals(unittest.TestCase):
    """A server without an estate: who may not, what is too much, what is hostile."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="huabiao-api-"))
        cls.server = running.serve(cls.folder / "data")
        cls.address = cls.server.told["address"]
        cls.client = running.Client(cls.address, CONTRACT)
        cls.client.sign_in(cls.server.told["account"], cls.server.told["secret"])
        cls.client.keep(cls.client.call("POST", "/session/password",
                                        {"current": cls.server.told["secret"], "new": PASSWORD}))

    @classmethod
    def tearDownClass(cls):
        code, error = cls.server.end()
        shutil.rmtree(cls.folder, ignore_errors=True)
        assert code == 0, error

    def raw(self, sent, patience=30):
        """Bytes as they are, and everything that comes back until the server closes."""
        with socket.create_connection((self.client.host, self.client.port), timeout=patience) as wire:
            wire.sendall(sent)
            return self.rest(wire)

    @staticmethod
    def rest(wire):
        got = b""
        try:
            while chunk := wire.recv(65536):
                got += chunk
        except (ConnectionError, socket.timeout):
            pass
        return got

    def test_nobody_gets_in_without_a_session(self):
        stranger = running.Client(self.address, CONTRACT)
        forged = running.Client(self.address, CONTRACT)
        forged.cookie, forged.csrf = "huabiao_session=" + "0" * 64, "0" * 64
        public = {("POST", "/session"), ("GET", "/openapi.yaml"), ("GET", "/problems/{code}"), ("GET", "/sign-in"),
                  ("POST", "/session/oidc"), ("GET", "/session/oidc/return")}
        for method, template in CONTRACT.operations:
            if (method, template) in public:
                continue
            path = template.replace("{sha256}", "0" * 64).replace("{host}", "a.cn").replace("{id}", "1")
            for client in (stranger, forged):
                self.assertEqual(client.call(method, path, expect=401).status, 401)

    def test_changes_need_the_token_of_the_session(self):
        for method, template in CONTRACT.operations:
            of_a_vantage_point = CONTRACT.operations[(method, template)].get("security") == [{"vantage": []}]
            open_to_all = (method, template) in (("POST", "/session"), ("POST", "/session/oidc"))
            if method == "GET" or of_a_vantage_point or open_to_all:
                continue
            path = "/api/v1" + template.replace("{id}", "1")
            for token in (None, "", "0" * 64):
                answer = self.client.send(method, path, headers={"X-Huabiao-Csrf": token})
                self.assertEqual((answer.status, answer.json["code"]), (403, "http.no_csrf"), (method, path))

    def test_other_sites_are_refused(self):
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = self.client.send("POST", "/api/v1/rounds", {}, headers)
            self.assertEqual((answer.status, answer.json["code"]), (403, "http.cross_site"))
            answer = self.client.send("POST", "/api/v1/session", {"name": "admin", "password": PASSWORD}, headers)
            self.assertEqual(answer.status, 403)
        own = {"Origin": self.address.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(self.client.send("POST", "/api/v1/organisations", {"name": "本站"}, own).status, 201)

    def test_the_cookie_is_for_the_browser_alone(self):
        answer = self.client.send("POST", "/api/v1/session", {"name": "admin", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, cookie)

    def test_guessing_passwords_is_slowed_down(self):
        guesser = running.Client(self.address, CONTRACT)
        seen = set()
        for i in range(8):
            answer = guesser.send("POST", "/api/v1/session", {"name": "nobody-of-that-name", "password": f"guess{i}"})
            seen.add((answer.status, answer.json["code"]))
        # a name nobody has is locked like one somebody has
        self.assertEqual(seen, {(401, "access.wrong_password"), (429, "access.wait")})

    def test_many_strangers_at_the_door_keep_nobody_out(self):
        def knock():
            stranger = running.Client(self.address)
            for _ in range(5):
                stranger.send("POST", "/api/v1/session", {"name": "stranger", "password": "x" * 100})
        strangers = [threading.Thread(target=knock) for _ in range(12)]
        for one in strangers:
            one.start()
        begun = time.monotonic()
        for _ in range(10):
            self.assertEqual(self.client.send("GET", "/api/v1/session").status, 200)
        self.assertLess(time.monotonic() - begun, 15)
        for one in strangers:
            one.join()

    def test_every_answer_has_the_security_headers(self):
        for path in ("/", "/healthz", "/api/v1/sites", "/api/v1/nothing", "/nothing.js"):
            headers = self.client.send("GET", path).headers
            self.assertIn("script-src 'self'", headers["content-security-policy"])
            self.assertNotIn("'unsafe-eval'", headers["content-security-policy"])
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["x-frame-options"], "DENY")
            self.assertEqual(headers["referrer-policy"], "no-referrer")

    def test_probes_and_metrics(self):
        self.assertEqual(self.client.send("GET", "/healthz").body, b"ok\n")
        self.assertEqual(self.client.send("GET", "/readyz").body, b"ok\n")
        metrics = self.client.send("GET", "/metrics").body.decode()
        for name in ("huabiao_http_requests_total", "huabiao_http_request_seconds_bucket", "huabiao_round_running"):
            self.assertIn(name, metrics)
        self.assertEqual(self.client.send("HEAD", "/healthz").body, b"")

    def test_wrong_methods_and_paths(self):
        answer = self.client.send("PUT", "/api/v1/sites")
        self.assertEqual((answer.status, answer.headers["allow"]), (405, "GET, POST"))
        self.assertEqual(self.client.send("GET", "/api/v1/nothing").status, 404)
        self.assertEqual(self.client.send("POST", "/").status, 405)
        self.assertEqual(self.client.send("TRACE", "/api/v1/sites").status, 405)

    def test_no_path_leads_out(self):
        for path in ("/../../etc/passwd", "/assets/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd",
                     "/assets/%5c..%5c..", "//etc/passwd", "/api/v1/../../etc/passwd", "/%00", "/a%0d%0aSet-Cookie:x"):
            answer = self.client.send("GET", path)
            self.assertNotIn(b"root:", answer.body, path)
            self.assertIn(answer.status, (200, 400, 404), path)
            self.assertNotIn("x", [v for n, v in answer.all_headers if n.lower() == "set-cookie"])

    def test_bodies_are_bounded_and_strict(self):
        cases = [
            ({"Content-Type": "text/plain"}, b"{}", 415, "http.unsupported_media"),
            ({"Content-Type": "application/json"}, b"{", 400, "http.bad_json"),
            ({"Content-Type": "application/json"}, b'{"name":"\xff"}', 400, "http.bad_json"),
            ({"Content-Type": "application/json"}, b'{"a":' * 50 + b"1" + b"}" * 50, 400, "http.bad_json"),
            ({"Content-Type": "application/json"}, b"[" * 100000, 400, "http.bad_json"),
            ({"Content-Type": "application/json"}, b'{"name":"' + b"x" * 300000 + b'"}', 413, "http.body_too_large"),
            ({"Content-Type": "application/json"}, b'{"name":"a\\u0000b"}', 400, "http.bad_body"),
        ]
        for headers, body, status, code in cases:
            answer = self.client.send("POST", "/api/v1/organisations", body, headers)
            self.assertEqual((answer.status, answer.json["code"]), (status, code), body[:40])

    def test_hostile_strings_come_back_as_text(self):
        for name in ("<script>alert(1)</script>", "'; DROP TABLE site; --", "=HYPERLINK(1)", "\u202egnp.exe", "𝕏 \U0010ffff",
                     "%_\\", "a" * 200):
            made = self.client.call("POST", "/organisations", {"name": name}, 201)
            self.assertEqual(made.json["name"], name)
            self.assertEqual(made.headers["content-type"], "application/json; charset=utf-8")
            found = self.client.call("GET", "/organisations?q=" + urllib.parse.quote(name)).json
            self.assertIn(made.json["id"], [o["id"] for o in found["items"]], name)

    def test_malformed_http_is_refused(self):
        host = f"Host: {self.client.host}\r\n".encode()
        for sent in (b"GARBAGE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\x00 HTTP/1.1\r\n" + host + b"\r\n",
                     b"GET / HTTP/1.1\r\n\r\n", b"GET http://elsewhere/ HTTP/1.1\r\n" + host + b"\r\n",
                     b"POST /api/v1/session HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"POST /api/v1/session HTTP/1.1\r\n" + host + b"Content-Length: -5\r\n\r\n"):
            answer = self.raw(sent)
            self.assertTrue(answer.startswith((b"HTTP/1.1 400", b"")), (sent, answer[:100]))
            self.assertNotIn(b"HTTP/1.1 200", answer)

    def test_headers_are_bounded(self):
        self.assertIn(b" 431 ", self.raw(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20000 + b"\r\n\r\n"))
        self.assertIn(b" 414 ", self.raw(b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"))

    def test_a_slow_client_is_cut_off_and_harms_nobody(self):
        wires = [socket.create_connection((self.client.host, self.client.port), timeout=40) for _ in range(50)]
        begun = time.monotonic()
        for wire in wires:
            wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
        slow = wires[0]

        def trickle():
            try:
                while True:
                    slow.sendall(b"X: y\r\n")
                    time.sleep(0.5)
            except OSError:
                pass
        threading.Thread(target=trickle, daemon=True).start()
        self.assertEqual(self.client.send("GET", "/healthz").status, 200)
        self.rest(slow)
        self.assertLess(time.monotonic() - begun, 25)
        for wire in wires:
            wire.close()

    def test_a_slow_body_is_cut_off(self):
        begun = time.monotonic()
        with socket.create_connection((self.client.host, self.client.port), timeout=60) as wire:
            wire.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
            self.rest(wire)
        self.assertLess(time.monotonic() - begun, 30)

    def test_an_upload_needs_a_session_before_its_body_is_read(self):
        sent = (b"POST /api/v1/imports HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n"
                b"Content-Length: 200000000\r\nExpect: 100-continue\r\n\r\n")
        self.assertIn(b" 401 ", self.raw(sent).split(b"\r\n")[0])

    def test_too_large_an_upload_is_refused_before_it_is_read(self):
        sent = (f"POST /api/v1/imports HTTP/1.1\r\nHost: a\r\nCookie: {self.client.cookie}\r\n"
                f"X-Huabiao-Csrf: {self.client.csrf}\r\nContent-Length: 9000000000\r\n\r\n").encode()
        self.assertIn(b" 413 ", self.raw(sent).split(b"\r\n")[0])

    def test_the_console_is_served(self):
        answer = self.client.send("GET", "/")
        if answer.status == 404:
            self.skipTest("this binary was built without the console")
        self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8")
        # Each answer has a nonce of its own for the styles the console writes while it runs, and no other inline style.
        nonces = []
        for path in ("/", "/sites/17/anything"):
            page = self.client.send("GET", path)
            nonce = re.search(rb'<meta name="csp-nonce" content="([\w-]{22})"', page.body).group(1).decode()
            self.assertIn(f"style-src 'self' 'nonce-{nonce}';", page.headers["content-security-policy"])
            self.assertNotIn("unsafe", page.headers["content-security-policy"])
            self.assertEqual(page.headers["cache-control"], "no-store")
            nonces.append(nonce)
        self.assertNotEqual(*nonces)
        script = "/" + re.search(rb'src="/(assets/[^"]+\.js)"', answer.body).group(1).decode()
        plain = self.client.send("GET", script)
        self.assertEqual(self.client.send("GET", script, headers={"If-None-Match": plain.headers["etag"]}).status, 304)
        packed = self.client.send("GET", script, headers={"Accept-Encoding": "gzip"})
        self.assertEqual(packed.headers["content-encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.body), plain.body)


class Starting(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-api-"))

    def tearDown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run_serve(self, *options, patience=60):
        return subprocess.run([running.HUABIAO, "--lang", "en", "serve", *options], capture_output=True, text=True,
                              timeout=patience, stdin=subprocess.DEVNULL)

    def test_a_port_in_use_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            done = self.run_serve("--data", str(self.folder / "d"), "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
        self.assertEqual(done.returncode, 4)
        self.assertIn("http.port_in_use", done.stderr)
        self.assertIn("next:", done.stderr)
        server = running.serve(self.folder / "d")  # the secret was not lost with the start that failed
        self.assertIn("secret", server.told)
        server.end()

    def test_one_server_for_one_data_directory(self):
        server = running.serve(self.folder / "d")
        try:
            done = self.run_serve("--data", str(self.folder / "d"), "--listen", "127.0.0.1:0")
            self.assertEqual(done.returncode, 4)
            self.assertIn("storage.in_use", done.stderr)
        finally:
            self.assertEqual(server.end()[0], 0)

    def test_a_data_path_that_is_a_file_is_told(self):
        (self.folder / "file").write_text("x")
        done = self.run_serve("--data", str(self.folder / "file"), "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 4)

    def test_a_newer_schema_is_told(self):
        running.serve(self.folder / "d").end()
        database = sqlite3.connect(self.folder / "d" / "huabiao.db")
        database.execute("PRAGMA user_version = 9999")
        try:
            database.execute("UPDATE schema_version SET version = 9999")
        except sqlite3.OperationalError:
            pass
        database.commit()
        database.close()
        done = self.run_serve("--data", str(self.folder / "d"), "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 4)
        self.assertIn("storage.newer_schema", done.stderr)

    def test_the_lab_is_taken_from_the_command_line_only(self):
        (self.folder / "d").mkdir()
        (self.folder / "d" / "huabiao.toml").write_text('lab = "127.0.0.1:1:2"\n')
        done = self.run_serve("--data", str(self.folder / "d"), "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 2)
        self.assertIn("serve.lab_not_given", done.stderr)

    def test_an_interrupt_ends_it_in_order(self):
        server = running.serve(self.folder / "d")
        begun = time.monotonic()
        code, _ = server.end(signal.SIGINT)
        self.assertEqual(code, 0)
        self.assertLess(time.monotonic() - begun, 15)


if __name__ == "__main__":
    if not running.HUABIAO or not running.BADWEB:
        raise SystemExit("build huabiao and badweb first, or name them in HUABIAO_BIN and BADWEB_BIN")
    suite = unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__"))
    running.count_and_exit(unittest.TextTestRunner(verbosity=2).run(suite))
