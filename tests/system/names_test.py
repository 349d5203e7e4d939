#!/usr/bin/env python3
"""What the DNS says of the watched hosts: resolvers that lie, zones that fall silent, aliases that change, packets that
are noise; what is expected, in four modes; and that all of it clears.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/names_test.py
"""
import json
import re
import subprocess
import unittest
import urllib.request

import running
from contract import Contract
from name_server import NameServer, addresses_of
from watch_test import Watched

LEARNING = 6  # looks: NameJudgeLimits::kLearning


class NamesTest(Watched):
    sites = 12

    def setUp(self):
        super().setUp()
        self.resolvers = [NameServer(), NameServer()]
        self.addCleanup(lambda: [resolver.close() for resolver in self.resolvers])

    def start(self, count=2):
        options = [part for resolver in self.resolvers[:count] for part in ("--resolver", resolver.address)]
        self.server = running.serve(self.folder / "data", "--lab", self.badweb.told["lab"], "--ca-file",
                                    str(self.folder / "ca.pem"), "--watch", "1s", "--watch-dns", "1s", "--timeout", "3s",
                                    "--host-gap", "0ms", "--retry-pause", "100ms", "--workers", "1", *options)
        self.client = running.signed_in(self.server.told, Contract())
        listed = self.client.call("GET", "/sites?limit=200").json["items"]
        hosts = {site["id"]: [host["host"] for host in self.names(site["id"])["hosts"]] for site in listed}
        self.site_of = {host: site for site, own in hosts.items() for host in own}
        self.targets = [(site, own[0]) for site, own in hosts.items() if own]  # one of each site
        self.assertGreaterEqual(len(self.targets), 9)

    def names(self, site):
        return self.client.call("GET", f"/sites/{site}/names").json

    def look(self, site, host):
        return next(one for one in self.names(site)["hosts"] if one["host"] == host)

    def asked_again(self, site, host, times=1):
        for _ in range(times):
            last = self.look(site, host)["asked_at"]
            running.until(lambda: self.look(site, host)["asked_at"] != last, f"another look at {host}")

    def found(self, site=None, category="dns"):
        of = f"&site={site}" if site else ""
        listed = self.client.call("GET", f"/findings?limit=200&category={category}{of}").json["items"]
        return {(one["rule"], one["severity"]) for one in listed if one["state"] != "resolved"}

    def told(self, site, rule, severity):
        running.until(lambda: (rule, severity) in self.found(site), f"{rule} of {site}, found {self.found(site)}")

    def cleared(self, site):
        running.until(lambda: not self.found(site), f"nothing of {site} any more")

    def learnt(self):
        """Every host was looked at often enough for a change to count as one."""
        for site, host in self.targets:
            running.until(lambda: self.look(site, host)["asked_at"], "a first look")
        self.asked_again(*self.targets[0], times=LEARNING + 2)
        for target in self.targets:
            self.asked_again(*target)

    def test_steady_names_are_not_accused_and_are_shown(self):
        aliased = sorted(self.hosts - {""})[0]
        for resolver in self.resolvers:
            resolver.aliases[aliased] = "a.cdn.example.cn"
        self.start()
        self.learnt()
        self.assertEqual(self.found(), set())
        site, host = self.targets[0]
        look = self.look(site, host)
        four, six = addresses_of(host)
        self.assertEqual([one["resolver"] for one in look["answers"]], [resolver.address for resolver in self.resolvers])
        for one in look["answers"]:
            self.assertEqual((one["a"], one["aaaa"], one["ns"]), ("answered",) * 3)
            self.assertEqual(sorted(one["addresses"]), sorted(four + six))
            self.assertEqual(one["servers"], [f"ns{n}.{look['zone']}" for n in (1, 2)])
            self.assertEqual(one["ttl"], 600)
        self.assertEqual(look["ipv6"], "not_tried", "the lab speaks IPv4")
        self.assertEqual(self.look(self.site_of[aliased], aliased)["answers"][0]["aliases"], ["a.cdn.example.cn"])

    def test_what_is_expected_in_four_modes(self):
        self.start(1)
        expect = lambda site, host, mode, entries: self.client.call(
            "POST", f"/sites/{site}/names", {"host": host, "mode": mode, "entries": entries}, 201).json
        other = "61.1.1.1"
        wrong, right = self.targets[:4], self.targets[4:8]
        cases = {"all_expected": (lambda own: [own[0], other], lambda own: [own[0]]),
                 "all_answers": (lambda own: [own[0]], lambda own: [*own, other]),
                 "equal": (lambda own: [*own, other], lambda own: own),
                 "overlap": (lambda own: [other], lambda own: [other, own[0]])}
        for (mode, (bad, good)), one, two in zip(cases.items(), wrong, right):
            expect(*one, mode, bad(sum(addresses_of(one[1]), [])))
            kept = expect(*two, mode, good(sum(addresses_of(two[1]), [])))
            self.assertEqual((kept["history"][0]["by"], kept["history"][0]["mode"]), ("admin", mode))
        for site, _ in wrong:
            self.told(site, "dns.unexpected", "high")
        for target in right:
            self.asked_again(*target)
            self.assertEqual(self.found(target[0]), set())
        for site, host in wrong:
            self.assertIsNone(next(h for h in expect(site, host, "overlap", [])["hosts"] if h["host"] == host)["expected"])
        for site, _ in wrong:
            self.cleared(site)
        site, host = wrong[0]
        for body in ({"host": "www.elsewhere.cn", "mode": "equal", "entries": []}, {"host": host, "mode": "some", "entries": []},
                     {"host": host, "mode": "equal", "entries": ["300.1.2.3"]}):
            self.client.call("POST", f"/sites/{site}/names", body, 400, hold_request=False)

    def test_a_resolver_that_lies_about_one_host(self):
        self.start()
        self.learnt()
        site, host = self.targets[3]
        self.resolvers[1].lies[host] = ["203.119.1.1"]
        self.told(site, "dns.resolvers-disagree", "medium")
        finding = next(one for one in self.client.call("GET", f"/findings?category=dns&site={site}").json["items"]
                       if one["rule"] == "dns.resolvers-disagree")
        whole = self.client.call("GET", f"/findings/{finding['id']}").json
        self.assertIn(self.resolvers[1].address, whole["explanation"]["en"])
        self.assertTrue(any("203.119.1.1" in evidence["snippet"] for evidence in whole["evidence"]))
        running.until(lambda: self.client.call("GET", f"/findings/{finding['id']}").json["state"] == "confirmed", "seen again")
        self.assertEqual({of for of, _ in self.targets if self.found(of)}, {site})
        self.resolvers[1].lies.clear()
        self.cleared(site)

    def test_a_hijack_is_concluded_only_where_two_vantage_points_agree(self):
        self.start()
        site, host = self.targets[2]
        elsewhere = NameServer()
        self.addCleanup(elsewhere.close)
        token = self.folder / "east.token"
        token.write_text(self.client.call("POST", "/vantages", {"name": "east"}, 201).json["token"] + "\n")
        token.chmod(0o600)
        worker = running.Program([running.HUABIAO, "--lang", "en", "worker", "--server", self.server.told["address"], "--token-file",
                                  str(token), "--data", str(self.folder / "east"), "--format", "jsonl", "--workers", "1", "--lab",
                                  self.badweb.told["lab"], "--ca-file", str(self.folder / "ca.pem"), "--resolver", elsewhere.address])
        self.addCleanup(worker.end)
        own = sum(addresses_of(host), [])
        self.client.call("POST", f"/sites/{site}/names", {"host": host, "mode": "equal", "entries": own}, 201)
        self.asked_again(site, host)
        self.assertEqual(self.found(site), set())
        for resolver in self.resolvers:
            resolver.lies[host] = ["203.119.1.1"]
        self.told(site, "dns.views-differ", "low")
        self.asked_again(site, host, times=2)
        self.assertEqual({rule for rule, severity in self.found(site) if severity != "info"}, {"dns.views-differ"}, "seen from here alone")
        elsewhere.lies[host] = ["203.119.1.1"]
        self.told(site, "dns.unexpected", "high")
        finding = next(one for one in self.client.call("GET", f"/findings?category=dns&site={site}").json["items"]
                       if one["rule"] == "dns.unexpected")
        evidence = self.client.call("GET", f"/findings/{finding['id']}").json["evidence"]
        self.assertTrue(any("east" in json.dumps(one) for one in evidence), evidence)
        self.assertTrue(any(elsewhere.address in json.dumps(one) for one in evidence), evidence)
        for resolver in (*self.resolvers, elsewhere):
            resolver.lies.clear()
        self.cleared(site)

    def test_an_alias_that_changes_and_comes_back(self):
        host = sorted(self.hosts - {""})[0]
        for resolver in self.resolvers:
            resolver.aliases[host] = "a.cdn.example.cn"
        self.start()
        self.learnt()
        site = self.site_of[host]
        for resolver in self.resolvers:
            resolver.aliases[host] = "taken.elsewhere.example.com"
        self.told(site, "dns.cname-changed", "low")
        for resolver in self.resolvers:
            resolver.aliases[host] = "A.CDN.example.cn"
        self.cleared(site)

    def test_a_zone_that_falls_silent(self):
        self.start()
        self.learnt()
        (failing, failing_host), (mute, mute_host) = self.targets[1], self.targets[2]
        zones = {self.look(failing, failing_host)["zone"], self.look(mute, mute_host)["zone"]}
        self.assertEqual(len(zones), 2)
        for resolver in self.resolvers:
            resolver.failing.add(self.look(failing, failing_host)["zone"])
            resolver.mute.add(self.look(mute, mute_host)["zone"])
        self.told(failing, "dns.name-servers-silent", "high")
        self.told(mute, "dns.name-servers-silent", "high")
        self.assertEqual({one["a"] for one in self.look(failing, failing_host)["answers"]}, {"server_failure"})
        self.assertEqual({one["a"] for one in self.look(mute, mute_host)["answers"]}, {"timeout"})
        for resolver in self.resolvers:
            resolver.failing.clear()
            resolver.mute.clear()
        self.cleared(failing)
        self.cleared(mute)

    def test_when_every_zone_is_silent_nobody_is_accused(self):
        self.start()
        self.learnt()
        for resolver in self.resolvers:
            resolver.failing.add("")
        for target in self.targets[:3]:
            running.until(lambda: self.look(*target)["answers"][0]["a"] == "server_failure", "failure")
            self.asked_again(*target, times=3)
        self.assertEqual(self.found(), set(), "our own line may be cut")

    def test_resolvers_that_answer_nobody_are_our_own_trouble(self):
        for resolver in self.resolvers:
            resolver.mute.add("")
        self.start()
        watch = lambda: self.client.call("GET", "/watch").json
        states = lambda: {site["state"] for site in self.client.call("GET", "/sites?limit=200").json["items"] if site["hosts"]}
        metric = lambda: re.search(r"^huabiao_watch_resolvers_silent (\d)", urllib.request.urlopen(
            self.server.told["address"] + "metrics").read().decode(), re.M)[1]
        # From the first visit on, of an estate far too small to suspect a line by numbers.
        running.until(lambda: watch()["resolvers_silent_at"], "the watch says so")
        self.assertEqual(metric(), "1")
        before = running.until(lambda: (w := watch())["periods"] >= 12 and w["before"], "periods")
        rows = self.client.call("GET", f"/rounds/{before['round']}/rows?limit=200").json["items"]
        self.assertEqual({row["outcome"] for row in rows if row["host"]} - {"not_visited"}, set())
        self.assertGreaterEqual(before["not_visited"], len([row for row in rows if row["host"]]))
        reasons = {row["reason"] for row in rows if row["host"]}
        self.assertTrue(any("resolvers" in reason for reason in reasons), reasons)
        self.assertNotIn("down", states())
        self.assertEqual(self.found(category="availability") | self.found(), set())
        for resolver in self.resolvers:
            resolver.mute.clear()
        running.until(lambda: not watch()["resolvers_silent_at"], "they answer again")
        self.assertEqual(metric(), "0")
        running.until(lambda: states() == {"up"}, "every site visited")
        self.assertEqual(self.found(category="availability") | self.found(), set())
        # One zone that dies while they answer for others is that zone's trouble.
        site, host = self.targets[1]
        for resolver in self.resolvers:
            resolver.mute.add(self.look(site, host)["zone"])
        state = lambda: next(one["state"] for one in self.client.call("GET", "/sites?limit=200").json["items"] if one["id"] == site)
        running.until(lambda: state() == "down", "that site is down", 150)
        self.assertIsNone(watch()["resolvers_silent_at"])

    def test_noise_and_truncated_answers(self):
        noisy_host, cut_host, lost_host = sorted(self.hosts - {""})[:3]
        self.resolvers[0].garbage.add(noisy_host)
        self.resolvers[0].truncated.add(cut_host)
        self.resolvers[0].no_six.add(lost_host)
        self.resolvers[1].no_six.add(lost_host)
        self.start()
        cut = running.until(lambda: (l := self.look(self.site_of[cut_host], cut_host))["answers"] and l, "a look")
        self.assertEqual({one["a"] for one in cut["answers"]}, {"answered"}, "asked again over TCP")
        noisy = running.until(lambda: (l := self.look(self.site_of[noisy_host], noisy_host))["answers"] and l, "a look")
        self.assertNotEqual(noisy["answers"][0]["a"], "answered")
        self.assertEqual(noisy["answers"][1]["a"], "answered")
        self.told(self.site_of[lost_host], "dns.no-ipv6", "info")
        self.asked_again(self.site_of[noisy_host], noisy_host, times=3)
        self.assertEqual({rule for rule, severity in self.found() if severity != "info"}, set())

    def test_a_resolver_on_this_machine_needs_a_lab(self):
        for resolver, why in (("127.0.0.1:5353", "fetch.resolver_needs_lab"), ("dns.example", "fetch.bad_resolver")):
            ended = subprocess.run([running.HUABIAO, "--lang", "en", "serve", "--data", self.folder / "data", "--listen",
                                    "127.0.0.1:0", "--resolver", resolver], capture_output=True, text=True, timeout=60)
            self.assertEqual(ended.returncode, 2, ended.stderr)
            self.assertIn(why, ended.stderr)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
