"""Receivers of messages on loopback: a signed webhook that verifies, a syslog receiver over TCP, and the real ones of
Debian: Alertmanager and a mail server. Each keeps what it took."""
import hashlib
import hmac
import json
import re
import socket
import socketserver
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import running

DEBIAN_PYTHON = "/usr/bin/python3"  # whose python3-aiosmtpd is
PATIENCE_S = 20


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Webhook:
    """Verifies the signature of docs/formats/delivery.md by its own reckoning; a wrong one is refused and remembered."""

    def __init__(self, secret):
        self.secret, self.taken, self.faults, self.status, self.pause = secret, [], [], 204, 0
        self.port, self.server = free_port(), None
        self.start()

    def start(self):
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(sink.take(self.headers, body))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def take(self, headers, body):
        stamp = headers["X-Huabiao-Timestamp"]
        wanted = "v1=" + hmac.new(self.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        document = json.loads(body)
        if not hmac.compare_digest(wanted, headers["X-Huabiao-Signature"]) or abs(time.time() - int(stamp)) > 300:
            self.faults.append("signature")
            return 401
        if document["key"] != headers["X-Huabiao-Key"] or document["schema"] != 1:
            self.faults.append("key")
            return 400
        if self.status == 204:
            self.taken.append(document)
            time.sleep(self.pause)
        return self.status

    def keys(self):
        return [one["key"] for one in self.taken if one["happening"] != "trial"]


class Syslog:
    """RFC 5424 over TCP with octet counting (RFC 6587)."""

    FORM = re.compile(r'<(\d+)>1 (\S+) (\S+) huabiao - (\S+) \[huabiao@32473((?: \w+="(?:[^"\\\]]|\\["\\\]])*")*)\] \ufeff(.*)',
                      re.S)

    def __init__(self):
        self.taken, self.faults = [], []
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                while True:
                    digits = b""
                    while (byte := self.rfile.read(1)) not in (b"", b" "):
                        digits += byte
                    if not digits:
                        return
                    sink.take(self.rfile.read(int(digits)).decode("utf-8"))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, text):
        found = self.FORM.fullmatch(text)
        if not found or "\n" in text:
            self.faults.append(text)
            return
        data = {name: re.sub(r'\\(["\\\]])', r"\1", value)
                for name, value in re.findall(r' (\w+)="((?:[^"\\\]]|\\["\\\]])*)"', found[5])}
        self.taken.append({"priority": int(found[1]), "happening": found[4], "text": found[6], **data})

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def keys(self):
        return [one["key"] for one in self.taken if one["happening"] != "trial"]


class Mail:
    def __init__(self, folder, *options):
        self.out = Path(folder) / "mails.jsonl"
        self.out.touch()
        self.program = running.Program([DEBIAN_PYTHON, str(Path(__file__).with_name("smtp_sink.py")), "--out",
                                        str(self.out), *options])
        self.port = self.program.told["port"]

    def stop(self):
        self.program.end()

    def taken(self):
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").splitlines()]


class Alertmanager:
    """Debian's prometheus-alertmanager, as it is."""

    def __init__(self, folder):
        config = Path(folder) / "alertmanager.yml"
        config.write_text("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
        self.port = free_port()
        self.log = open(Path(folder) / "alertmanager.log", "wb")
        self.process = subprocess.Popen(
            ["prometheus-alertmanager", f"--config.file={config}", f"--storage.path={folder}/alertmanager",
             f"--web.listen-address=127.0.0.1:{self.port}", "--cluster.listen-address="], stdout=self.log, stderr=self.log)
        running.until(self.ready, "Alertmanager", PATIENCE_S)

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read()

    def ready(self):
        try:
            return self.get("/-/ready")
        except OSError:
            return None

    def alerts(self):
        return json.loads(self.get("/api/v2/alerts"))

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        self.log.close()
