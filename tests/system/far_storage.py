"""A session's folder on storage over a network, whose server can be silent."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from farlight.beamtime.public import session_folder
from farlight.beamtime.types import SessionSummary


@dataclass
class Storage:
    """What lies there, and the process that answers for it."""

    content: Path
    server: int

    def be_silent(self) -> None:
        """Answer nothing from now on."""
        os.kill(self.server, signal.SIGSTOP)

    def answer(self) -> None:
        """Answer again, also what was asked meanwhile."""
        os.kill(self.server, signal.SIGCONT)


@contextmanager
def far_storage_of(session: SessionSummary, tmp_path: Path) -> Iterator[Storage]:
    """Mount the session's folder over SFTP: with its own protocol it hangs as a file system over a network does."""
    if shutil.which("sshfs") is None:
        pytest.fail("the package sshfs is missing")
    content, here, words = tmp_path / "content", session_folder(session.code), tmp_path / "as-ssh"
    here.mkdir(parents=True, exist_ok=True)
    (content / "raw").mkdir(parents=True)
    words.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/number\nexec /usr/lib/openssh/sftp-server\n")
    words.chmod(0o755)
    options = ["-o", f"ssh_command={words}", "-o", "cache=no", "-o", "direct_io"]
    with subprocess.Popen(["sshfs", "-f", f"localhost:{content}", here, *options]) as mounting:
        until_s = time.monotonic() + 10
        while not here.is_mount():
            assert (mounting.poll(), time.monotonic() < until_s) == (None, True)
            time.sleep(0.05)
        storage = Storage(content, int((tmp_path / "number").read_text()))
        yield storage
        storage.answer()
        mounting.terminate()
