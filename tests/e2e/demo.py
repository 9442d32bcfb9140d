"""The demo facility with all its processes, for the tests of one worker; made anew when a test failed in it."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx

from farlight.config.supervisor import farlight_command

START_S = 180


class Demo:
    """A demo facility that only these tests use; its address stays the same when it is made anew."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._folder, self._log = folder / "state", folder / "demo.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it is open."""
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("FARLIGHT_", "DJANGO_"))}
        command = farlight_command("demo", "--no-life", "--port", str(self._port), "--state-dir", str(self._folder))
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(command, env=keep, stdout=output, stderr=subprocess.STDOUT)
        end = time.monotonic() + START_S
        while "is open" not in self._said():
            assert self._process.poll() is None, self._said()
            assert time.monotonic() < end, self._said()
            time.sleep(0.3)
        assert httpx.get(f"{self.address}/readyz").status_code == 200

    def end(self) -> None:
        """End all its processes."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)

    def make_anew(self) -> None:
        """Begin again with what the facility file says: what a test declared, queued or left open is gone."""
        self.end()
        shutil.rmtree(self._folder)
        self.start()

    def _said(self) -> str:
        return self._log.read_text(errors="replace")
