#!/usr/bin/env python3
"""A PostgreSQL server for tests, in a folder of its own, gone afterwards.

tools/postgres_server.py COMMAND...  runs the command with HUABIAO_TEST_POSTGRES naming the server.
"""
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")
PASSWORD = "geheim"


class PostgresServer:
    """On a loopback port; user `huabiao`, who may make databases. Root runs it as `postgres`, as it will not run as root."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huabiao-postgres-"))
        self.data = self.folder / "data"
        self.become = []
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
            self.become = ["runuser", "-u", "postgres", "--"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None

    def __enter__(self):
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        os.chmod(secret, 0o644)
        self._run("initdb", "-D", self.data, "-U", "huabiao", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
                  "--locale=C", "-N")
        self.start()
        return self

    def __exit__(self, *_):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        subprocess.run([*self.become, BINARIES / program, *arguments], check=True, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, cwd="/")

    def start(self):
        options = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder,
                   "fsync": "off", "full_page_writes": "off", "max_connections": 200, "shared_buffers": "64MB",
                   "autovacuum": "on", "lc_messages": "C"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([*self.become, BINARIES / "postgres", "-D", self.data, *settings],
                                            stdout=log, stderr=log, cwd="/")
        for _ in range(200):
            if subprocess.run([BINARIES / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                              check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text(errors="replace"))

    def stop(self, mode="fast"):
        if self.process is None:
            return
        self._run("pg_ctl", "-D", self.data, "-m", mode, "stop")
        self.process.wait(30)
        self.process = None

    def url(self, database="", password=PASSWORD):
        return f"postgresql://huabiao:{password}@127.0.0.1:{self.port}" + (f"/{database}" if database else "")

    def sql(self, statement, database="postgres"):
        """What psql prints of it, without headings."""
        return subprocess.run([BINARIES / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", statement],
                              check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def make(self, database):
        self.sql(f"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0")
        return self.url(database)


def main():
    with PostgresServer() as server:
        return subprocess.run(sys.argv[1:], env={**os.environ, "HUABIAO_TEST_POSTGRES": server.url()},
                              check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
