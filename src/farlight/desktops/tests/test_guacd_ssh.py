"""A computer that only speaks SSH, seen through a real guacd: OpenSSH's server, with a key that only we know."""

import asyncio
import getpass
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from farlight.beamlines.types import GuacdAddress
from farlight.desktops.adapters.guacd import Order, begun, joined
from farlight.desktops.adapters.guacd_pictures import Picture
from farlight.desktops.domain.guacamole.instructions import Instruction
from farlight.desktops.domain.guacamole.statuses import words_for
from farlight.desktops.errors import PasswordRefused
from farlight.desktops.tests.private_guacd import UNPACKED, Guacd, free_port, program
from farlight.kernel.errors import Unavailable

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]
SSHD = "/usr/sbin/sshd"
ENTER = 0xFF0D
SIZE_PX = (640, 400)


@pytest.fixture
def guacd(tmp_path):
    if not program() or not (shutil.which("guacd") or list(UNPACKED.glob("usr/lib/*/libguac-client-ssh.so"))):
        pytest.skip("guacd with its part for SSH is not there (scripts/private_guacd.sh fetches it)")
    server = Guacd(tmp_path).start()
    yield GuacdAddress(address=server.address)
    server.stop()


@pytest.fixture
def computer(tmp_path):
    """Port of a computer, and the key that opens it; this guacd's library knows RSA with SHA-1 only."""
    if not Path(SSHD).exists():
        pytest.skip("sshd is not installed (Debian package openssh-server)")
    for name in ("host", "key", "other"):
        words = ["ssh-keygen", "-q", "-N", "", "-t", "rsa", "-b", "3072", "-m", "PEM", "-f", tmp_path / name]
        subprocess.run(words, check=True)
    port = free_port()
    lines = (
        *(f"ListenAddress 127.0.0.1:{port}", f"HostKey {tmp_path}/host", f"AuthorizedKeysFile {tmp_path}/key.pub"),
        *("StrictModes no", "UsePAM no", "PidFile none", "PermitRootLogin yes", "PasswordAuthentication no"),
        *("HostKeyAlgorithms +ssh-rsa", "PubkeyAcceptedAlgorithms +ssh-rsa"),
    )
    (tmp_path / "config").write_text("\n".join(lines) + "\n")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with (tmp_path / "sshd.log").open("wb") as log:
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(tmp_path / "config")], stdout=log, stderr=log)
    yield port, (tmp_path / "key").read_text()
    server.terminate()
    server.wait(10)


def order(guacd, port, key):
    given = {"hostname": "127.0.0.1", "port": str(port), "username": getpass.getuser(), "private-key": key}
    return Order(guacd=guacd, protocol="ssh", size_px=SIZE_PX, time_zone="UTC", given=given)


def type_line(line, text):
    for symbol in (*map(ord, text), ENTER):
        line.say(*(Instruction("key", (str(symbol), pressed)) for pressed in ("1", "0")))


async def follow(line, picture):
    while True:
        for heard in await line.hear():
            line.answer(heard)
            picture.draw(heard)


async def until(found, timeout_s=20.0):
    end_s = time.monotonic() + timeout_s
    while not found():
        assert time.monotonic() < end_s
        await asyncio.sleep(0.1)


async def test_its_shell_is_seen_and_typed_into_by_who_has_control_alone(guacd, computer, tmp_path):
    host = await begun(order(guacd, *computer))
    operator = await joined(guacd, host.connection, is_read_only=False)
    observer = await joined(guacd, host.connection, is_read_only=True)
    pictures = [Picture(), Picture(), Picture()]
    tasks = [asyncio.create_task(follow(*one)) for one in zip((host, operator, observer), pictures, strict=True)]
    try:
        await asyncio.sleep(1.0)
        type_line(observer, f"touch {tmp_path}/by-the-observer")
        type_line(operator, f"touch {tmp_path}/by-the-operator")
        await until((tmp_path / "by-the-operator").exists)
        await until(lambda: pictures[2].flat().convert("L").getextrema()[1] > 100)
        await asyncio.sleep(1.0)
        assert not (tmp_path / "by-the-observer").exists()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for line in (operator, observer, host):
            await line.leave()


async def test_what_goes_wrong_is_said_in_plain_words(guacd, computer, tmp_path):
    port, _ = computer
    other = (tmp_path / "other").read_text()
    with pytest.raises(PasswordRefused, match="The desktop refuses the password"):
        await begun(order(guacd, port, other))
    with pytest.raises(Unavailable) as absent:
        await begun(order(guacd, free_port(), other))
    assert absent.value.message == words_for("519")
