#!/usr/bin/env python3
"""The Debian package, installed over this system in an overlay of its own: it installs, serves as its own user, keeps data and
settings through an upgrade, and goes cleanly."""
import os
import shutil
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

import running

ROOT = Path(__file__).resolve().parents[2]


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, **options)


class Overlay:
    """This machine's root with a layer above it that is thrown away; commands run in it by chroot."""

    def __init__(self, folder):
        self.folder = folder
        for part in ("upper", "work", "root"):
            (folder / part).mkdir()
        self.mounts = []
        self.mount("-t", "overlay", "overlay", "-o",
                   f"lowerdir=/,upperdir={folder / 'upper'},workdir={folder / 'work'}", folder / "root")
        for inner, kind in (("proc", "proc"), ("tmp", "tmpfs"), ("run", "tmpfs")):
            self.mount("-t", kind, kind, folder / "root" / inner)
        self.mount("--bind", "/dev", folder / "root/dev")
        policy = folder / "root/usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)

    def mount(self, *arguments):
        done = run("mount", *arguments)
        if done.returncode != 0:
            self.end()
            raise OSError(done.stderr)
        self.mounts.append(arguments[-1])

    def run(self, *command, **options):
        return run("chroot", self.folder / "root", *command, **options)

    def end(self):
        for place in reversed(self.mounts):
            run("umount", "-l", place)
        self.mounts = []


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.overlay, cls.missing = None, ""
        if os.geteuid() != 0:
            cls.missing = "a package is installed as root"
            return
        # Not on the machine's own /tmp where that is an overlay itself: one cannot be stacked on another everywhere.
        cls.folder = Path(tempfile.mkdtemp(prefix="huabiao-package-", dir="/var/tmp"))
        try:
            cls.overlay = Overlay(cls.folder)
        except OSError as error:
            shutil.rmtree(cls.folder, ignore_errors=True)
            cls.missing = f"this kernel mounts no overlay here: {error}"
            return
        cls.root = cls.folder / "root"
        cls.packages = [cls.packed(version) for version in ("0.1.0", "0.1.1~next")]

    def setUp(self):
        if self.missing:
            self.skipTest(self.missing)

    @classmethod
    def tearDownClass(cls):
        if cls.missing:
            return
        cls.overlay.end()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def packed(cls, version):
        done = run(ROOT / "dist", "--no-build", "--version", version, "--out", cls.folder, cwd=ROOT,
                   env={**os.environ, "HUABIAO_BIN": running.HUABIAO})
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.splitlines()[-1])

    def install(self, package):
        shutil.copy(package, self.root / "tmp" / package.name)
        return self.overlay.run("dpkg", "--force-confold", "-i", f"/tmp/{package.name}",
                                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})

    def as_user(self, *arguments):
        return self.overlay.run("setpriv", "--reuid", "huabiao", "--regid", "huabiao", "--clear-groups", "/usr/bin/huabiao",
                                "--config", "/etc/huabiao/huabiao.toml", *arguments)

    def served(self, port, then):
        """Starts what the unit starts, as the user it names."""
        unit = (self.root / "lib/systemd/system/huabiao.service").read_text()
        command = next(line.split("=", 1)[1] for line in unit.splitlines() if line.startswith("ExecStart="))
        self.assertIn("User=huabiao", unit)
        server = subprocess.Popen(["chroot", str(self.root), "setpriv", "--reuid", "huabiao", "--regid", "huabiao", "--clear-groups",
                                   "--no-new-privs", *command.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            client = running.Client(f"http://127.0.0.1:{port}/")

            def answers():
                try:
                    return client.send("GET", "/readyz").status == 200
                except OSError:
                    assert server.poll() is None, server.communicate()
                    return False

            running.until(answers, "the server")
            then(client)
        finally:
            server.terminate()
            out, error = server.communicate(timeout=30)
        self.assertEqual(server.returncode, 0, error)
        return out

    def test_1_the_unit_is_well_formed_and_tight(self):
        unit = self.folder / "huabiao.service"
        shutil.copy(ROOT / "packaging/huabiao.service", unit)
        judged = run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)
        self.assertEqual(judged.returncode, 0, judged.stdout[-500:])

    def test_2_it_installs_upgrades_and_goes_cleanly(self):
        done = self.install(self.packages[0])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("account secret admin", done.stdout)
        config = self.root / "etc/huabiao/huabiao.toml"
        port = free_port()
        user = int(self.overlay.run("id", "-u", "huabiao").stdout)
        group = int(self.overlay.run("id", "-g", "huabiao").stdout)
        data = self.root / "var/lib/huabiao"
        self.assertEqual((data.stat().st_uid, data.stat().st_mode & 0o777), (user, 0o700))
        self.assertEqual((config.stat().st_uid, config.stat().st_gid, config.stat().st_mode & 0o777), (0, group, 0o640))
        self.assertEqual((self.root / "usr/bin/huabiao").stat().st_uid, 0)
        config.write_text(config.read_text().replace("127.0.0.1:8787", f"127.0.0.1:{port}"))

        told = self.served(port, lambda client: None)
        secret = self.as_user("account", "secret", "admin")
        self.assertEqual(secret.returncode, 0, secret.stderr)
        self.assertNotIn(secret.stdout.strip(), told)
        self.assertNotIn("secret  ", told)
        fresh = {"account": "admin", "secret": secret.stdout.strip()}

        def enter(client):
            client.keep(client.send("POST", "/api/v1/session", {"name": "admin", "password": fresh["secret"]}))
            client.keep(client.send("POST", "/api/v1/session/password",
                                    {"current": fresh["secret"], "new": running.PASSWORD}))
            made = client.send("POST", "/api/v1/organisations", {"name": "甲县教育局"})
            self.assertEqual(made.status, 201, made.body)

        self.served(port, enter)

        upgraded = self.install(self.packages[1])
        self.assertEqual(upgraded.returncode, 0, upgraded.stderr)
        self.assertIn(str(port), config.read_text(), "an edited setting stays")

        def look(client):
            client.keep(client.send("POST", "/api/v1/session", {"name": "admin", "password": running.PASSWORD}))
            self.assertEqual(client.send("GET", "/api/v1/organisations").json["total"], 1)

        self.served(port, look)

        removed = self.overlay.run("dpkg", "-r", "huabiao")
        self.assertEqual(removed.returncode, 0, removed.stderr)
        self.assertFalse((self.root / "usr/bin/huabiao").exists())
        self.assertTrue(config.exists() and (data / "huabiao.db").exists())
        purged = self.overlay.run("dpkg", "-P", "huabiao")
        self.assertEqual(purged.returncode, 0, purged.stderr)
        self.assertIn("/var/lib/huabiao is kept", purged.stderr)
        left = [path for path in ("etc/huabiao", "usr/share/doc/huabiao", "lib/systemd/system/huabiao.service",
                                  "etc/systemd/system/multi-user.target.wants/huabiao.service") if (self.root / path).exists()]
        self.assertEqual(left, [])
        self.assertTrue((data / "audit.db").exists(), "what must be kept is kept")

    def test_3_the_package_says_what_it_needs(self):
        shown = run("dpkg-deb", "--field", self.packages[0], "Depends").stdout
        for needed in ("libc6", "libsqlite3-0", "libssl3", "libcurl", "publicsuffix"):
            self.assertIn(needed, shown)
        listed = run("dpkg-deb", "--contents", self.packages[0]).stdout
        self.assertNotIn("/usr/local", listed)
        self.assertLess(self.packages[0].stat().st_size, 60 << 20)


if __name__ == "__main__":
    running.count_and_exit(unittest.main(exit=False).result)
