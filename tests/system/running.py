"""Starts the real binaries on loopback and speaks HTTP to them. What is started is stopped again."""
import http.client
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def binary(variable, *below):
    """A program under test: named by the environment, else the newest build."""
    if os.environ.get(variable):
        return os.environ[variable]
    built = [ROOT / "build" / preset / Path(*below) for preset in ("dev", "release", "asan")]
    built = [path for path in built if path.exists()]
    return str(max(built, key=lambda path: path.stat().st_mtime)) if built else None


HUABIAO = binary("HUABIAO_BIN", "huabiao")
BADWEB = binary("BADWEB_BIN", "tests", "badweb", "badweb")


class Program:
    """A started program that tells on its first line that it is ready."""

    def __init__(self, command, patience=60):
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + patience
        ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
        line = self.process.stdout.readline() if ready else ""
        if not line:
            code, error = self.end()
            raise RuntimeError(f"{command[0]} did not start: exit {code}: {error}")
        self.told = json.loads(line)
        for first in self.told.get("accounts", [])[:1]:  # who runs the system, and at a first start is both offices
            self.told.update(first)

    def end(self, how=signal.SIGTERM, patience=30):
        """Stops it; exit code and what it said on stderr."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            _, error = self.process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, error = self.process.communicate()
        return self.process.returncode, error


# Most suites are about other things than signing in; sign_in_test.py begins with the settings as they are.
os.environ.setdefault("HUABIAO_SIGN_IN_SECOND_FACTOR", "optional")


def serve(data, *options):
    return Program([HUABIAO, "--lang", "en", "serve", "--data", str(data), "--listen", "127.0.0.1:0", "--format",
                    "jsonl", *options])


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.all_headers = response.getheaders()
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """One browser: keeps the cookie, sends the csrf token back."""

    def __init__(self, address, contract=None):
        self.host, port = address.split("//")[1].rstrip("/").split(":")
        self.port = int(port)
        self.contract = contract
        self.cookie = self.csrf = None
        self.driven = set()

    def send(self, method, path, body=None, headers=None, language="en"):
        sent = {"Accept-Language": language}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if self.csrf and method not in ("GET", "HEAD"):
            sent["X-Huabiao-Csrf"] = self.csrf
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def call(self, method, path, body=None, expect=200, headers=None, language="en", hold_request=True):
        """An operation of the contract: the request, when it is to succeed, and the answer are held against it."""
        path = path if path.startswith("/api/") else "/api/v1" + path
        operation = self.contract.find(method, path)
        assert operation, f"{method} {path} is not in the contract"
        good = expect < 400
        if good and hold_request and isinstance(body, dict):
            self.contract.check(self.contract.request_schema(operation), body, "request")
        answer = self.send(method, path, body, headers, language)
        assert answer.status == expect, f"{method} {path}: {answer.status} instead of {expect}: {answer.body[:800]}"
        self.hold(operation, answer)
        if good:
            self.driven.add(operation)
        return answer

    def hold(self, operation, answer):
        if answer.status < 400:
            assert self.contract.names_status(operation, answer.status), f"{operation}: {answer.status} is not named"
        content = self.contract.response(operation, answer.status).get("content")
        if not content:
            assert not answer.body, f"{operation}: a body nobody promised: {answer.body[:200]}"
            return
        kind = answer.headers.get("content-type", "").split(";")[0]
        assert kind in content, f"{operation}: {kind} is not promised"
        if kind.endswith("json") and "ndjson" not in kind:
            self.contract.check(content[kind]["schema"], answer.json, f"{operation}")

    def sign_in(self, name, password):
        answer = self.call("POST", "/session", {"name": name, "password": password})
        self.keep(answer)
        return answer.json

    def keep(self, answer):
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        self.csrf = answer.json["csrf"]


PASSWORD = "Hua-Biao-2015!"


def signed_in(told, contract=None):
    """The administrator of a server that told of its start: at the first the secret is changed to PASSWORD."""
    client = Client(told["address"], contract)
    if "secret" not in told:
        client.sign_in("admin", PASSWORD)
        return client
    client.sign_in(told["account"], told["secret"])
    client.keep(client.call("POST", "/session/password", {"current": told["secret"], "new": PASSWORD}))
    return client


def until(test, what, patience=90):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = test()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {patience} s for {what}")


def count_and_exit(result):
    """Why tests were skipped, and the last line every suite ends with."""
    bad = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    for test, why in result.skipped:
        print(f"skip: {test.id()}: {why}")
    print(f"{result.testsRun - bad - skipped} passed, {bad} failed, {skipped} skipped")
    sys.exit(1 if bad else 0)
