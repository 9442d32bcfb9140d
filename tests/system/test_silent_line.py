"""Lines that fall silent without being closed: whoever waits goes on, and whose rights end is cut all the same."""

import asyncio
import os
import subprocess
import time

import asyncssh
import pytest

from farlight.beamtime.models import Presence
from farlight.beamtime.public import session_folder
from farlight.bus.public import newest_number
from farlight.config.processes import wait_for_web, web_process
from farlight.gateway.host_keys import host_keys
from farlight.gateway.tests.conftest import Door
from farlight.kernel.time import utc_now
from farlight.leases.models import OpenChannel
from farlight.leases.public import add_key
from farlight.leases.tests.factories import channels_open
from farlight.people.public import lock_person
from tests.system.silent_line import silent_line
from tests.system.test_demo import free_port
from tests.system.test_gateway_killed import SLOWLY, gateway_process
from tests.system.test_worker_killed import wait_until
from tests.system.visit import SIZE_BYTES, Visit, a_world, ended, happened, in_thread, kept_alive, kinds_open

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]
SILENCE_S = 30.0
WITHIN_S = 2.0
TAKEN_BYTES = 24_000_000


@pytest.fixture
def house(transactional_db, settings, tmp_path):
    """A world, its web and its gateway, and a line to each that can fall silent."""
    with a_world(settings, tmp_path) as world:
        ssh_port = free_port()
        with (
            kept_alive(web_process(world.port), settings, tmp_path) as supervisor,
            gateway_process(settings, ssh_port, 1),
            silent_line(world.port) as pages,
            silent_line(ssh_port) as ssh,
        ):
            wait_for_web(supervisor, world.port, timeout_s=60)
            world.go_by(pages.port)
            yield world, a_door(world, ssh.port, settings, tmp_path), (pages, ssh)


def a_door(world, port, settings, tmp_path):
    """What OpenSSH needs to come in as Ada."""
    pair, folder = asyncssh.generate_private_key("ssh-ed25519"), tmp_path / "client"
    folder.mkdir()
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_bytes(pair.export_private_key())
    add_key(person=world.ada, line=pair.export_public_key().decode(), label="laptop", now=utc_now())
    known = host_keys(settings.FARLIGHT_STATE_DIR / "gateway")[0].export_public_key().decode().strip()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}\n")
    (session_folder(world.session.code) / "raw" / "theirs").write_bytes(os.urandom(TAKEN_BYTES))
    return Door(port, folder)


def taking(world, door):
    """A client of SFTP in the middle of a file."""
    words = ["sftp", "-q", *SLOWLY, "-b", "-", *door.options("ada"), "127.0.0.1"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    client = subprocess.Popen(words, cwd=door.folder, **pipes)
    client.stdin.write(f"get {world.session.code}/raw/theirs taken\n".encode())
    client.stdin.close()
    wait_until(lambda: (door.folder / "taken").exists() and (door.folder / "taken").stat().st_size > 500_000)
    return client


async def all_open(world, door):
    visit = Visit(world)
    tasks = visit.begin()
    client = await in_thread(taking, world, door)
    await in_thread(world.switch_on, 1)
    await happened(visit.has_all_open)
    await asyncio.sleep(1.0)  # until the keys are Ada's
    return visit, tasks, client


@pytest.mark.slow
def test_half_a_minute_of_silence_costs_nothing_but_the_wait(house):
    world, door, lines = house
    visit, client = asyncio.run(silence_passes(world, door, lines))
    assert client.returncode == 0
    theirs = session_folder(world.session.code) / "raw" / "theirs"
    assert (door.folder / "taken").read_bytes() == theirs.read_bytes()
    assert bytes(visit.taken) == world.content
    assert visit.lamps == [1, 2, 3]
    assert visit.numbers == list(range(1, len(visit.numbers) + 1))
    assert len(visit.numbers) <= newest_number(world.session.code)
    assert not OpenChannel.objects.filter(ending="lost").exists()


async def silence_passes(world, door, lines):
    visit, tasks, client = await all_open(world, door)
    assert len(visit.taken) < SIZE_BYTES
    for line in lines:
        line.fall_silent()
    await in_thread(world.switch_on, 2)
    await asyncio.sleep(SILENCE_S)
    opened, seen = await in_thread(kinds_open), visit.pictures
    assert {"sftp", "downloads"} <= set(opened)
    for line in lines:
        line.speak()
    await happened(lambda: visit.typing.is_set() and visit.pictures > seen and 2 in visit.lamps, 40)
    await in_thread(world.switch_on, 3)
    await happened(lambda: len(visit.taken) >= SIZE_BYTES and 3 in visit.lamps, 40)
    await in_thread(client.wait, 40)
    await ended(tasks)
    return visit, client


def test_who_is_locked_out_is_cut_on_a_silent_line_too(house):
    world, door, lines = house
    asyncio.run(rights_end_in_silence(world, door, lines))


async def rights_end_in_silence(world, door, lines):
    visit, tasks, client = await all_open(world, door)
    opened = await in_thread(kinds_open)
    assert opened == ["control", "desktop", "downloads", "sftp", "webcam"]
    for line in lines:
        line.fall_silent()
    await asyncio.sleep(1.0)
    await in_thread(lambda: lock_person(person=world.ada, reason="left"))
    locked_at_s = time.monotonic()
    await in_thread(wait_until, lambda: channels_open() == 0)
    assert time.monotonic() - locked_at_s < WITHIN_S
    had, seen = len(visit.taken), visit.pictures
    for line in lines:
        line.speak()
    assert await in_thread(client.wait, 20) != 0
    await in_thread(wait_until, lambda: not Presence.objects.exists(), 10)
    async with world.client() as refused:
        assert (await refused.get(f"{world.url}/files/raw/large.h5")).status_code == 401
    await ended(tasks)
    assert (len(visit.taken) < SIZE_BYTES, visit.pictures <= seen + 2) == (True, True), had
