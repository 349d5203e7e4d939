#!/usr/bin/env python3
"""Pages drawn by the real Chromium: what a script writes is seen, what a page may not ask for nobody is asked, and a page
that never ends is let go. The browser's own sandbox and namespaces are looked at from outside.

    HUABIAO_BIN=build/dev/huabiao tests/system/render_test.py

Needs root, to become the browser's account, and Chromium; is skipped, with the reason, where one is missing.
"""
import json
import os
import pwd
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import running
from contract import Contract
from watch_test import Watched

BROWSER = "/usr/lib/chromium/chromium"
MARK = "CA330000000604258890010"
MARK_SCRIPT = f"//dcs.conac.cn/js/33/000/0000/60425889/{MARK}.js"


def render_user():
    """An account that is nobody else's: the product's where there is one, else the system's nobody."""
    for name in ("huabiao-render", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


def why_not():
    if os.geteuid() != 0:
        return "only root can become the browser's account"
    if not os.access(BROWSER, os.X_OK):
        return f"no Chromium at {BROWSER}"
    try:
        if int(Path("/proc/sys/user/max_user_namespaces").read_text()) == 0:
            return "the kernel gives no user namespaces (user.max_user_namespaces is 0)"
    except OSError:
        return "the kernel knows no user namespaces"
    return None


PAGES = {
    # What the scanner cannot know: an outer script of the site writes mark and footer.
    "written.gov.cn": {
        "/": ("text/html; charset=utf-8", '<title>由脚本写出</title><h1>某某市人民政府</h1><div id="foot"></div>'
                                          '<script src="/foot.js"></script>'),
        "/foot.js": ("text/javascript", f"""
            fetch('/foot.json').then(r => r.json()).then(f => {{
              document.getElementById('foot').innerHTML = f.html;
              var s = document.createElement('script'); s.src = '{MARK_SCRIPT}'; document.body.appendChild(s);
            }});"""),
        "/foot.json": ("application/json", json.dumps(
            {"html": "<p>浙ICP备12345678号-1 <a href='https://beian.miit.gov.cn/'>备案</a></p>"})),
    },
    "dcs.conac.cn": {
        MARK_SCRIPT.removeprefix("//dcs.conac.cn"): ("text/javascript", "document.body.dataset.mark = 'shown'"),
    },
    # Nothing is written after all.
    "bare.gov.cn": {
        "/": ("text/html; charset=utf-8", "<title>x</title><h1>某局</h1><script src='/nothing.js'></script>"),
        "/nothing.js": ("text/javascript", "document.title = 'still nothing'"),
    },
    "moved.gov.cn": {"/": (302, "/home/"), "/home/": ("text/html", "<title>m</title><p>home<script src=/a.js></script>"),
                     "/a.js": ("text/javascript", "1")},
    # Wants what it may not have.
    "greedy.gov.cn": {
        "/": ("text/html; charset=utf-8", """<title>x</title><p>page</p><script>
            alert('stop'); window.open('http://popup.example.com/');
            for (const url of ['http://tracker.example.com/t.js', 'http://127.0.0.1/admin.js', 'http://10.0.0.8/a.js',
                               'file:///etc/passwd', 'http://www.greedy.gov.cn/fine.js']) {
              const s = document.createElement('script'); s.src = url; document.body.appendChild(s);
            }
            new Image().src = 'http://pixel.example.com/p.gif';
            try { new WebSocket('ws://socket.example.com/'); } catch (e) {}
            try { new Worker('/worker.js'); } catch (e) {}
            navigator.sendBeacon('/beacon', 'x');
            setTimeout(() => location.href = 'http://casino.example.com/', 50);
            </script><iframe src="http://frame.example.com/"></iframe>"""),
        "/worker.js": ("text/javascript", "fetch('http://worker.example.com/')"),
    },
    "www.greedy.gov.cn": {"/fine.js": ("text/javascript", "document.title = 'fine'")},
    "endless.gov.cn": {
        "/": ("text/html; charset=utf-8", """<title>x</title><p>page</p><script>
            let n = 0; setInterval(() => { for (let i = 0; i < 10; ++i) fetch('/r' + n++); }, 5);</script>"""),
    },
    "spinning.gov.cn": {"/": ("text/html; charset=utf-8", "<title>x</title><p>page<script>while (true) {}</script>")},
    "huge.gov.cn": {
        "/": ("text/html; charset=utf-8", """<title>x</title><p>page</p><script>
            let all = []; for (let i = 0; i < 200; ++i) all.push('<p>' + 'x'.repeat(1000000) + i + '</p>');
            document.body.innerHTML = all.join('');</script>"""),
    },
    "plain.gov.cn": {"/": ("text/html; charset=utf-8", "<title>plain</title><p>page")},
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked = []
    lock = threading.Lock()

    def do_GET(self):
        host = self.headers.get("Host", "").split(":")[0]
        with self.lock:
            self.asked.append((host, self.path))
        page = PAGES.get(host, {}).get(self.path)
        if page and page[0] == 302:
            return self.answer(302, "text/html", b"", [("Location", page[1])])
        if page:
            return self.answer(200, page[0], page[1].encode())
        if host == "endless.gov.cn":
            return self.answer(200, "text/plain", b"x")
        return self.answer(404, "text/plain", b"no")

    def answer(self, status, kind, body, more=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class RenderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := why_not():
            raise unittest.SkipTest(reason)
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.folder.cleanup()

    def check(self, *hosts, expect=0, options=(), user=None):
        Handler.asked.clear()
        port = self.server.server_address[1]
        done = subprocess.run(
            [running.HUABIAO, "--lang", "en", "check", *[f"http://{host}/" for host in hosts], "--render", "--pictures",
             self.folder.name, "--format", "jsonl", "--lab", f"127.0.0.1:{port}:{port}", "--render-user",
             user or render_user(), "--host-gap", "0ms", *options],
            capture_output=True, text=True, timeout=180, check=False)
        self.assertEqual(done.returncode, expect, done.stderr)
        self.told = done.stderr
        lines = {line["host"]: line for line in map(json.loads, done.stdout.splitlines())}
        return lines if len(hosts) > 1 else lines.get(hosts[0])

    def rules(self, line):
        return {finding["rule"] for finding in line["findings"]}

    def refused(self, line):
        return {(one["url"], one["why"]) for one in line["rendered"]["refused"]}

    def test_what_a_script_writes_is_seen(self):
        line = self.check("written.gov.cn")
        self.assertEqual(line["rendered"]["end"], "settled", line["rendered"])
        self.assertEqual(line["facts"]["mark"]["state"], "script")
        self.assertEqual(line["facts"]["mark"]["id"], MARK)
        self.assertEqual([one["normal"] for one in line["facts"]["icp"]], ["浙ICP备12345678号-1"])
        self.assertNotIn("footer.icp-not-seen", self.rules(line))
        self.assertIn(("dcs.conac.cn", MARK_SCRIPT.removeprefix("//dcs.conac.cn")), Handler.asked)

    def test_what_is_not_written_is_absent(self):
        line = self.check("bare.gov.cn")
        self.assertTrue(line["rendered"]["whole"], line["rendered"])
        self.assertEqual(line["facts"]["mark"]["state"], "absent")
        self.assertIn("footer.icp-missing", self.rules(line))

    def test_a_picture_is_written_where_asked(self):
        self.check("plain.gov.cn")
        png = Path(self.folder.name, "plain.gov.cn.png").read_bytes()
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", png[16:24])
        self.assertEqual(width, 1280)
        self.assertGreaterEqual(height, 800)

    def test_every_address_asked_for_is_drawn(self):
        hosts = [f"plain{number}.gov.cn" for number in range(20)]
        PAGES.update({host: PAGES["plain.gov.cn"] for host in hosts})
        lines = self.check(*hosts)
        self.assertEqual({line["rendered"]["end"] for line in lines.values()}, {"settled"})

    def test_a_redirect_is_followed_step_by_step(self):
        line = self.check("moved.gov.cn")
        self.assertEqual(line["rendered"]["url"], "http://moved.gov.cn/home/")
        self.assertEqual(line["rendered"]["end"], "settled")

    def test_nobody_is_asked_for_what_a_page_may_not_have(self):
        line = self.check("greedy.gov.cn")
        hosts = {host for host, _ in Handler.asked}
        self.assertEqual(hosts, {"greedy.gov.cn", "www.greedy.gov.cn"})
        refused = self.refused(line)
        self.assertIn(("http://tracker.example.com/t.js", "other_site"), refused)
        self.assertIn(("http://127.0.0.1/admin.js", "other_site"), refused)
        self.assertIn(("http://10.0.0.8/a.js", "other_site"), refused)
        self.assertIn(("http://pixel.example.com/p.gif", "other_site"), refused)
        self.assertIn(("http://frame.example.com/", "other_site"), refused)
        self.assertEqual(line["rendered"]["left_for"], "http://casino.example.com/")
        self.assertFalse(line["rendered"]["whole"])
        self.assertEqual(line["facts"]["mark"]["state"], "not-seen")

    def test_endless_requests_are_bounded(self):
        line = self.check("endless.gov.cn")
        # The visit itself asks for the page as well, and for nothing else.
        self.assertLessEqual(len(Handler.asked), 51)
        self.assertEqual(line["rendered"]["answered"], 50)
        self.assertFalse(line["rendered"]["whole"])
        self.assertIn("too_many", {why for _, why in self.refused(line)})

    def test_a_script_that_never_ends_is_let_go_and_the_next_page_is_drawn(self):
        began = time.monotonic()
        lines = self.check("spinning.gov.cn", "huge.gov.cn", "plain.gov.cn", options=("--concurrency", "1"))
        self.assertIn(lines["spinning.gov.cn"]["rendered"]["end"], ("time_up", "stuck"))
        self.assertFalse(lines["spinning.gov.cn"]["rendered"]["whole"])
        self.assertLessEqual(lines["spinning.gov.cn"]["rendered"]["took_ms"], 13_500)
        self.assertIn(lines["huge.gov.cn"]["rendered"]["end"], ("settled", "too_much", "stuck", "time_up", "crashed"))
        self.assertEqual(lines["plain.gov.cn"]["rendered"]["end"], "settled")
        self.assertLess(time.monotonic() - began, 90)

    def test_the_browser_runs_apart(self):
        """As its own user, in namespaces of its own, its renderers under seccomp; and nothing of it stays."""
        seen, no_sandbox, over = {}, set(), threading.Event()

        def watch():
            until = time.monotonic() + 40
            while time.monotonic() < until and not over.is_set():
                for status in Path("/proc").glob("[0-9]*/status"):
                    try:
                        # Children of the browser write their command line as one text.
                        words = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode().split()
                        if not words or words[0] != BROWSER:
                            continue
                        facts = facts_of(status)
                        if not is_ours(facts):  # other tests have browsers of their own
                            continue
                        kind = next((word[7:] for word in words if word.startswith("--type=")), "browser")
                        no_sandbox.update({"--no-sandbox"} & set(words))
                        seen.setdefault(kind, set()).add((int(facts["Uid"].split()[0]), int(facts["Seccomp"]),
                                                          os.readlink(status.parent / "ns/net"), int(status.parent.name)))
                    except (OSError, KeyError, StopIteration):
                        continue
                time.sleep(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        self.check("endless.gov.cn")
        over.set()
        watcher.join()
        user = pwd.getpwnam(render_user()).pw_uid
        ours = os.readlink("/proc/self/ns/net")
        self.assertTrue(seen.get("browser") and seen.get("renderer"), seen.keys())
        self.assertFalse(no_sandbox)
        for kind in ("browser", "renderer"):
            self.assertEqual({uid for uid, _, _, _ in seen[kind]}, {user})
            self.assertNotIn(ours, {net for _, _, net, _ in seen[kind]})
        self.assertIn(2, {seccomp for _, seccomp, _, _ in seen["renderer"]})
        pids = {pid for processes in seen.values() for *_, pid in processes}
        alive = lambda: [pid for pid in pids if Path(f"/proc/{pid}").exists() and
                         "(zombie)" not in Path(f"/proc/{pid}/status").read_text()]
        running.until(lambda: not alive(), "the browser's processes to be gone", 10)

    def test_it_is_refused_without_an_account_of_its_own(self):
        self.check("plain.gov.cn", expect=4, user="root")
        self.assertIn("render.needs_own_user", self.told)
        self.check("plain.gov.cn", expect=4, user="no-such-account")
        self.assertIn("render.no_such_user", self.told)
        self.check("plain.gov.cn", expect=4, options=("--render-browser", "/nowhere/chromium"))
        self.assertIn("render.no_browser", self.told)


def facts_of(status):
    return dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)


def is_ours(facts):
    """Descends the process from this test?"""
    while int(facts["PPid"]) > 1:
        if int(facts["PPid"]) == os.getpid():
            return True
        facts = facts_of(Path(f"/proc/{int(facts['PPid'])}/status"))
    return False


class WatchedAndDrawn(Watched):
    sites = 4

    def setUp(self):
        if reason := why_not():
            self.skipTest(reason)
        super().setUp()

    def start(self, *options):
        self.start_server("--watch-render", "24h", "--render-user", render_user(), *options)
        return running.signed_in(self.server.told, Contract())


class RenderWatchTest(WatchedAndDrawn):
    """The look of the watch settles an undecided footer."""
    condition = "scripted-footer"

    def not_seen(self, client):
        found = client.call("GET", "/findings?limit=200").json["items"]
        return {one["rule"] for one in found if one["rule"].endswith("not-seen") and one["state"] != "resolved"}

    def test_pages_are_drawn_only_with_consent_and_settle_what_was_open(self):
        client = self.start()
        running.until(lambda: self.not_seen(client), "open questions")
        self.whole_periods(client, 2)
        self.assertTrue(self.not_seen(client), "no consent, so nothing was drawn")
        self.assertEqual(self.server.end()[0], 0)
        with sqlite3.connect(self.folder / "data" / "huabiao.db") as db:
            self.assertEqual(db.execute("SELECT count(*) FROM rendered").fetchone()[0], 0)
        client = self.start("--consent", "standard", "--consent-by", "test", "--watch-render", "2s")
        running.until(lambda: not self.not_seen(client), "answers", 120)

    def whole_periods(self, client, count):
        before = lambda: (client.call("GET", "/watch").json["before"] or {"round": 0})["round"]
        first = running.until(before, "a whole period")
        running.until(lambda: before() >= first + count, f"{count} more periods")


class AttackPictureTest(WatchedAndDrawn):
    condition = "dark-off-screen"

    def test_an_attack_has_its_picture(self):
        client = self.start("--consent", "standard", "--consent-by", "test")

        def pictured():
            for one in client.call("GET", "/findings?limit=200&severity=medium").json["items"]:
                found = client.call("GET", f"/findings/{one['id']}").json
                if found["picture"]:
                    return found
            return None

        found = running.until(pictured, "a finding with its picture", 120)
        answer = client.call("GET", f"/findings/{found['id']}/picture")
        self.assertEqual(answer.headers["content-type"], "image/png")
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        self.assertIn("sandbox", answer.headers["content-security-policy"])
        self.assertEqual(len(answer.body), found["picture"]["bytes"])
        self.assertEqual(struct.unpack(">II", answer.body[16:24]), (found["picture"]["width"], found["picture"]["height"]))
        self.assertEqual(client.send("GET", f"/api/v1/findings/{found['id'] + 100000}/picture").status, 404)
        stranger = running.Client(self.server.told["address"], Contract())
        self.assertEqual(stranger.send("GET", f"/api/v1/findings/{found['id']}/picture").status, 401)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
