"""A Guacamole server that only these tests use, and a screen that it reaches."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from farlight.desktops.domain.passwords import hidden

UNPACKED = Path(__file__).parents[4] / "var" / "guacd"
"""Where ``scripts/private_guacd.sh`` puts it."""
TYPEWRITER = Path(__file__).with_name("typewriter.py")
PASSWORD = "micro7pw"


def program():
    """The path of guacd; empty when there is none."""
    unpacked = UNPACKED / "usr" / "sbin" / "guacd"
    return shutil.which("guacd") or (str(unpacked) if unpacked.exists() else "")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Guacd:
    """A guacd that is started and stopped."""

    def __init__(self, folder, *options):
        self.port, self._folder, self._options, self._server = free_port(), folder, options, None

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        libraries = ":".join(map(str, (*UNPACKED.glob("lib/*-linux-gnu"), *UNPACKED.glob("usr/lib/*-linux-gnu"))))
        words = ["-f", "-b", "127.0.0.1", "-l", str(self.port), *self._options]
        with (self._folder / "guacd.log").open("ab") as log:
            self._server = subprocess.Popen(
                [program(), *words],
                env={**os.environ, "LD_LIBRARY_PATH": libraries, "HOME": str(self._folder)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end_s = time.monotonic() + 10
        while time.monotonic() < end_s:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise TimeoutError((self._folder / "guacd.log").read_text())

    def stop(self):
        if self._server is not None:
            os.killpg(self._server.pid, 15)
            self._server.wait()
            self._server = None


class Machine:
    """A computer with a VNC server and a program that writes keys down."""

    def __init__(self, folder):
        self.folder, self.port, self._processes = folder, free_port(), []
        folder.mkdir(exist_ok=True)
        (folder / "hidden").write_bytes(hidden(PASSWORD.encode()))

    def switch_on(self):
        words = ["-displayfd", "1", "-rfbport", str(self.port), "-interface", "127.0.0.1", "-geometry", "400x300"]
        kept = ["-SecurityTypes", "VncAuth", "-PasswordFile", str(self.folder / "hidden"), "-nolisten", "tcp", "-ac"]
        server = subprocess.Popen(
            ["Xtigervnc", *words, *kept], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=self.folder
        )
        self._processes.append(server)
        display = server.stdout.readline().decode().strip()
        writer = subprocess.Popen(
            [sys.executable, str(TYPEWRITER)],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "DISPLAY": f":{display}"},
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(writer)
        end_s = time.monotonic() + 15
        while not (self.folder / "keys.txt").exists():
            assert time.monotonic() < end_s, "the typewriter does not start"
            time.sleep(0.05)
        time.sleep(0.3)
        return self

    def typed(self):
        return (self.folder / "keys.txt").read_text().strip("\0")

    def switch_off(self):
        for process in reversed(self._processes):
            process.terminate()
            process.communicate()
        self._processes = []
        (self.folder / "keys.txt").unlink(missing_ok=True)
