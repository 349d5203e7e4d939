#!/usr/bin/env python3
"""A site's opt-out page, /.well-known/huabiao.txt: what it asks for is left out and said, until it is taken back; an
order that somebody consented to, or the setting, stands above it.

    HUABIAO_BIN=build/dev/huabiao BADWEB_BIN=build/dev/tests/badweb/badweb tests/system/opt_out_test.py
"""
import socket
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import running
from contract import Contract
from watch_test import Watched

HOME = """<html><head><meta charset="utf-8"><title>某局</title></head><body><a href="/xw/">工作动态</a> <a href="/art/1.html">会议通知</a>
<p>主办单位：某某市某局，联系电话：0311-12345678，地址：某某市某路一号，邮编 050000</p></body></html>"""
OPT_OUT = "/.well-known/huabiao.txt"


class Hosts:
    """One server for every host: a home page, two inner pages, and an opt-out page where one is given."""

    def __init__(self):
        self.wishes, self.asked = {}, []
        hosts = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                host = self.headers["Host"].split(":")[0]
                hosts.asked.append((host, self.path))
                wish = hosts.wishes.get(host) if self.path == OPT_OUT else None
                page = self.path in ("/", "/xw/", "/art/1.html")
                body = (wish or (HOME if page else "没有")).encode()
                self.send_response(200 if wish or page else 404)
                self.send_header("Content-Type", "text/plain" if wish else "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        with socket.socket() as closed:  # nobody listens for TLS
            closed.bind(("127.0.0.1", 0))
            self.lab = f"127.0.0.1:{self.server.server_port}:{closed.getsockname()[1]}"

    def paths(self, host):
        return {path for of, path in self.asked if of == host}

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class OptOutTest(Watched):
    sites = 6

    def setUp(self):
        super().setUp()
        self.lab = Hosts()
        self.addCleanup(self.lab.close)

    def start(self, *options):
        if self.server:
            self.server.end()
        self.server = running.serve(self.folder / "data", "--lab", self.lab.lab, "--watch", "1s", "--watch-walk", "3s", "--watch-tls",
                                    "off", "--timeout", "3s", "--host-gap", "0ms", "--retry-pause", "100ms", "--workers", "1", *options)
        self.client = running.signed_in(self.server.told, Contract())
        listed = self.client.call("GET", "/sites?limit=200").json["items"]
        self.targets = [(site["id"], site["hosts"][0]) for site in listed if len(site["hosts"]) == 1]
        self.assertGreaterEqual(len(self.targets), 3)

    def before(self):
        return self.client.call("GET", "/watch").json["before"]

    def rows(self, host):
        before = self.before()
        listed = before and self.client.call("GET", f"/rounds/{before['round']}/rows?limit=200").json["items"]
        return [row for row in listed or [] if row["host"] == host]

    def stopped(self, site):
        walks = self.client.call("GET", f"/sites/{site}/walks").json["hosts"]
        return walks and walks[0]["stopped"]

    def left_alone(self, host):
        return any(row["outcome"] == "not_visited" and OPT_OUT in row["reason"] for row in self.rows(host))

    def later(self, periods):
        enough = self.client.call("GET", "/watch").json["periods"] + periods
        running.until(lambda: self.client.call("GET", "/watch").json["periods"] > enough, f"{periods} more periods")

    def test_what_a_site_wishes_is_done_and_said_until_it_is_taken_back(self):
        self.start("--opt-out", "honour")
        (alone, alone_host), (home, home_host), (other, other_host) = self.targets[:3]
        self.lab.wishes = {alone_host: "# 本站\nmonitor: none\n", home_host: "monitor: home\n"}
        running.until(lambda: "left alone" in (self.stopped(alone) or ""), "the wish of one")
        running.until(lambda: "home page alone" in (self.stopped(home) or ""), "the wish of another")
        running.until(lambda: self.stopped(other) == "", "a walk to its end")
        running.until(lambda: self.left_alone(alone_host), "a row that says why")
        self.lab.asked.clear()
        self.later(8)
        self.assertLessEqual(self.lab.paths(alone_host), {"/", "/robots.txt", OPT_OUT}, "once in a while: does the wish still stand?")
        visits = lambda host: sum(one == (host, "/") for one in self.lab.asked)
        self.assertLess(visits(alone_host), visits(other_host))
        self.assertEqual(self.lab.paths(home_host), {"/", "/robots.txt", OPT_OUT})
        self.assertIn("/art/1.html", self.lab.paths(other_host))
        self.assertEqual({row["outcome"] for row in self.rows(home_host)}, {"ok"})
        running.until(lambda: self.before()["left_alone"] >= 1, "counted as left alone")
        self.assertEqual(self.before()["not_visited"], 0, "and not as missed")
        # A restart forgets nothing.
        self.start("--opt-out", "honour")
        running.until(lambda: self.left_alone(alone_host), "a row that says why, after a restart")
        self.lab.wishes.clear()
        running.until(lambda: self.stopped(alone) == "" and self.stopped(home) == "", "both walked again")
        self.later(2)
        self.assertFalse(self.left_alone(alone_host))

    def test_an_order_or_the_setting_stands_above_it(self):
        for options in (("--opt-out", "honour", "--consent", "standard", "--consent-by", "冀网信函〔2026〕3号", "--watch-views", "off"), ()):
            self.start(*options)
            site, host = self.targets[0]
            self.lab.wishes = {host: "monitor: none\n"}
            running.until(lambda: "left alone" in (self.stopped(site) or ""), "the wish is on record")
            for _ in range(4):
                self.later(1)
                self.assertEqual({row["outcome"] for row in self.rows(host)}, {"ok"}, options)
            self.lab.wishes.clear()
            running.until(lambda: self.stopped(site) == "", "it was taken back")


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
