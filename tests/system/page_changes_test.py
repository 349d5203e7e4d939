#!/usr/bin/env python3
"""Home pages before and after they change: kept when they come to read otherwise, compared by a locked-in child, shown with
the pictures taken while they stood; text of theirs is text. The pages are those of a server made here.

    HUABIAO_BIN=build/dev/huabiao tests/system/page_changes_test.py

The part with pictures needs root and Chromium; it is skipped, with the reason, where one is missing.
"""
import signal
import sqlite3
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import running
from contract import Contract
from render_test import render_user, why_not
from watch_test import Watched

LIST = "".join(f"<li><a href='/a/{n}.html'>关于第{n}号工作的通知</a></li>" for n in "甲乙丙丁戊己")


def page(title="某县文化馆", inside="", count=1):
    return (f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>某县文化馆</h1><ul>{LIST}</ul>{inside}"
            f"<p>访问量：{count}</p>").encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    body = page()

    def do_GET(self):
        home = self.path == "/"
        body = type(self).body if home else b"no"
        self.send_response(200 if home else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8" if home else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class PageChanges(Watched):
    sites = 1

    def setUp(self):
        super().setUp()
        Handler.body = page()
        self.pages = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.pages.serve_forever, daemon=True).start()
        self.addCleanup(self.pages.server_close)
        self.addCleanup(self.pages.shutdown)

    def start(self, *options):
        port = self.pages.server_address[1]
        self.server = running.serve(self.folder / "data", "--lab", f"127.0.0.1:{port}:{port}", "--watch", "1s", "--watch-dns",
                                    "off", "--watch-walk", "off", "--watch-tls", "off", "--watch-registration", "off",
                                    "--timeout", "3s", "--host-gap", "0ms", "--retry-pause", "100ms", "--workers", "1", *options)
        self.client = running.signed_in(self.server.told, Contract())
        self.site = self.client.call("GET", "/sites?limit=1").json["items"][0]["id"]
        self.host = sorted(self.hosts)[0]  # a site may have several, all of them the same here
        return self.client

    def kept(self):
        with sqlite3.connect(f"file:{self.folder / 'data' / 'pages.db'}?mode=ro", uri=True) as db:
            return db.execute("SELECT g.id, content_key, picture_at IS NOT NULL FROM page g JOIN place l ON l.id = g.place "
                              "WHERE l.host = ? ORDER BY g.id", (self.host,)).fetchall()

    def changes(self):
        listed = self.client.call("GET", f"/sites/{self.site}/timeline").json["page_changes"]
        return [change for change in listed if change["host"] == self.host]

    def becomes(self, body, count):
        Handler.body = body
        return running.until(lambda: len(found := self.changes()) == count and found, f"{count} changes")[0]

    def detail(self, change):
        return self.client.call("GET", f"/sites/{self.site}/page-changes/{change['id']}").json


class PageChangesTest(PageChanges):
    def test_a_change_is_shown_side_by_side(self):
        self.start()
        running.until(self.kept, "the first page")
        first = self.becomes(page(inside="<p>新馆 &lt;script&gt;alert(1)&lt;/script&gt;\u202e 开放</p>", count=2), 1)
        shown = self.detail(first)
        self.assertEqual((shown["before"]["kept"], shown["after"]["kept"], shown["not_compared"]), ("kept", "kept", None))
        self.assertEqual(shown["comparison"]["grade"], "routine")
        self.assertEqual(shown["comparison"]["gone"], [])
        self.assertEqual(len(shown["comparison"]["come"]), 1)
        self.assertIn("<script>alert(1)</script>", shown["comparison"]["come"][0], "text is text")
        second = self.becomes(page("网上娱乐", "<a style='position:absolute;left:-999px' href='http://casino.example.com/'>"
                                   "澳门 百家乐 彩票 投注</a><script src='http://203.0.113.9:81/x.js'></script>", 3), 2)
        shown = self.detail(second)
        self.assertTrue(shown["after"]["accused"])
        self.assertEqual(shown["comparison"]["grade"], "tampered")
        kinds = {change["kind"]: change for change in shown["comparison"]["changes"]}
        self.assertEqual((kinds["title"]["before"], kinds["title"]["after"]), ("某县文化馆", "网上娱乐"))
        self.assertEqual(kinds["script-host"]["after"], "http://203.0.113.9:81/x.js")
        self.assertTrue(any("新馆" in line for line in shown["comparison"]["gone"]), shown["comparison"]["gone"])
        self.assertIsNone(shown["after"]["picture"])
        at = f"/sites/{self.site}/page-changes/{second['id']}"
        self.client.call("GET", at + "/after.png", expect=404)
        self.client.call("GET", f"/sites/{self.site}/page-changes/1", expect=404)  # the first page changed nothing
        self.client.call("GET", f"/sites/{self.site}/page-changes/999999", expect=404)
        self.client.call("GET", f"/sites/{self.site + 1000}/page-changes/{second['id']}", expect=404)
        stranger = running.Client(self.server.told["address"], Contract())
        self.assertEqual(stranger.send("GET", "/api/v1" + at).status, 401)

    def test_what_only_counts_is_no_change_and_a_kill_loses_and_doubles_nothing(self):
        self.start()
        running.until(self.kept, "the first page")
        for count in range(2, 6):
            Handler.body = page(count=count)
            self.whole_period()
        self.assertEqual(len(self.kept()), 1)
        Handler.body = page(inside="<p>闭馆公告</p>")
        running.until(lambda: len(self.kept()) == 2, "the second page")
        self.server.end(signal.SIGKILL)
        self.start()
        self.whole_period()
        self.assertEqual(len(self.kept()), 2)
        self.assertEqual(len(self.changes()), 1)

    def test_a_page_gone_by_quota_is_told_of(self):
        self.start("--page-quota", "64KiB")
        running.until(self.kept, "the first page")
        for number in range(3):
            noise = "".join(f"<p>{number}{'甲乙丙丁'[(number * n) % 4]}{chr(0x4e00 + (n * 7919 + number * 104729) % 20000)}"
                            f"{chr(0x4e00 + (n * 6151 + number) % 20000)}</p>" for n in range(4000))
            self.becomes(page(inside=noise), number + 1)
        self.server.end()
        self.start("--page-quota", "64KiB")  # what is too much goes at the start, then every hour
        oldest = running.until(lambda: (last := self.changes()[-1])["before"]["kept"] == "dropped" and last, "the oldest to go")
        shown = self.detail(oldest)
        self.assertEqual((shown["comparison"], shown["not_compared"]), (None, None))

    def whole_period(self):
        before = lambda: (self.client.call("GET", "/watch").json["before"] or {"round": 0})["round"]
        began = before()
        running.until(lambda: before() >= began + 2, "two whole periods")


class PagePicturesTest(PageChanges):
    def test_both_pictures_are_kept(self):
        if reason := why_not():
            self.skipTest(reason)
        self.start("--watch-render", "2s", "--render-user", render_user(), "--consent", "standard", "--consent-by", "test")
        running.until(lambda: (kept := self.kept()) and kept[-1][2], "a picture of the first page", 120)
        self.becomes(page("另一个标题", "<p>改版公告</p>"), 1)
        running.until(lambda: self.changes()[0]["after"]["picture"], "a picture of the second", 120)
        change = self.changes()[0]
        at = f"/sites/{self.site}/page-changes/{change['id']}"
        for side in ("before", "after"):
            answer = self.client.call("GET", f"{at}/{side}.png")
            self.assertEqual(answer.body[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual(answer.headers["content-type"], "image/png")
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
            self.assertIn("sandbox", answer.headers["content-security-policy"])
        self.assertLess(change["before"]["picture"]["taken_at"], change["after"]["at"])


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
