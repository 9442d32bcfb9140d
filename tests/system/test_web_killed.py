"""A web process that is killed while people have everything open: all comes back, and nothing comes twice."""

import asyncio
import os
import signal
import socket
from datetime import timedelta

import pytest
from django.test import Client

from farlight.beamtime.models import Presence
from farlight.beamtime.public import forget_the_lost
from farlight.bus.public import newest_number
from farlight.config.processes import answers, wait_for_web, web_process
from farlight.config.supervisor import ProcessSpec, farlight_command
from farlight.kernel.time import utc_now
from farlight.leases.models import OpenChannel
from farlight.leases.public import keep_channels
from farlight.leases.tests.factories import channels_open
from farlight.logbook.models import Note
from farlight.transfer.public import settle_downloads
from farlight.transfer.queries import downloads_of
from tests.system.test_demo import children_of, free_port
from tests.system.test_worker_killed import wait_until
from tests.system.visit import SIZE_BYTES, Visit, a_world, ended, happened, in_thread, kept_alive, kinds_open

pytestmark = [pytest.mark.slow, pytest.mark.system, pytest.mark.django_db(transaction=True)]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CONTROL_KEY, KEY_A = 0xFFE3, 0x61


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    with a_world(settings, tmp_path) as world:
        yield world


def a_note_begun(world, *, whole=False):
    """Say a note by the page's form, or only the most of it."""
    browser = Client()
    browser.force_login(world.ada, backend=BACKEND)
    secret = "a" * 32
    body = f"csrfmiddlewaretoken={secret}&text=A+note+of+which+a+part+is+nothing".encode()
    head = (
        f"POST /sessions/{world.session.code}/notes/ HTTP/1.1\r\nHost: 127.0.0.1:{world.port}\r\n"
        f"Cookie: sessionid={browser.session.session_key}; csrftoken={secret}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", world.port), 20)
    line.sendall(head.encode() + (body if whole else body[:-10]))
    return line


async def killed_while_all_is_open(world, supervisor):
    """Kill the web process in the middle, and let everybody come back; return who was there and what was open."""
    visit = Visit(world)
    tasks = visit.begin()
    note = await in_thread(a_note_begun, world)
    await in_thread(world.switch_on, 1)
    await happened(visit.has_all_open)
    await asyncio.sleep(1.0)  # until the keys are Ada's
    await visit.hold_down(CONTROL_KEY, down=True)
    await asyncio.sleep(0.5)
    opened, seen, had = await in_thread(kinds_open), visit.pictures, len(visit.taken)
    os.kill(supervisor.pid_of("web"), signal.SIGKILL)
    await in_thread(world.switch_on, 2)
    note.close()
    await happened(lambda: not visit.typing.is_set())
    await happened(lambda: visit.typing.is_set() and visit.pictures > seen and 2 in visit.lamps)
    await in_thread(world.switch_on, 3)
    await asyncio.sleep(1.0)
    await visit.viewer.press(KEY_A)
    await happened(lambda: len(visit.taken) >= SIZE_BYTES and 3 in visit.lamps and world.typed())
    await ended(tasks)
    return visit, opened, had


def test_all_comes_back_and_nothing_comes_twice(world, settings, tmp_path):
    with kept_alive(web_process(world.port), settings, tmp_path) as supervisor:
        wait_for_web(supervisor, world.port, timeout_s=60)
        visit, opened, had = asyncio.run(killed_while_all_is_open(world, supervisor))
        assert supervisor.deaths["web"] == 1
        assert visit.lamps == [1, 2, 3]
        assert visit.numbers == list(range(1, newest_number(world.session.code) + 1))[: len(visit.numbers)]
        assert world.typed() == "a", "the key that was held down is still down, or a key came twice"
        assert (bytes(visit.taken) == world.content, len(visit.resumed_at)) == (True, 1)
        ((status, where),) = visit.resumed_at
        start = int(where.removeprefix("bytes ").partition("-")[0])
        assert (status, had <= start < SIZE_BYTES, where) == (
            206,
            True,
            f"bytes {start}-{SIZE_BYTES - 1}/{SIZE_BYTES}",
        )
        assert not Note.objects.exists()
        with a_note_begun(world, whole=True) as line:
            assert line.recv(12) in {b"HTTP/1.1 302", b"HTTP/1.1 200"}
        assert Note.objects.count() == 1
        assert opened == ["control", "desktop", "downloads", "webcam"]
        what_died_is_cleared(world)


def what_died_is_cleared(world):
    """Everything of the process that was killed is closed as lost, and what came back as left."""
    wait_until(lambda: channels_open() == 4 and Presence.objects.count() == 1)
    now = utc_now()
    (download,) = downloads_of(world.ada, world.session.code)
    assert (download.files, download.size_bytes) == (1, SIZE_BYTES)
    settle_downloads(now=now + timedelta(seconds=31))
    keep_channels(now=now + timedelta(seconds=61))
    forget_the_lost(now=now + timedelta(seconds=91))
    assert (channels_open(), Presence.objects.count()) == (0, 0)
    endings = OpenChannel.objects.values_list("kind", "ending").order_by("kind", "ending")
    assert list(endings) == [
        ("control", "left"),
        ("control", "lost"),
        ("desktop", "left"),
        ("desktop", "lost"),
        ("downloads", "left"),
        ("webcam", "left"),
        ("webcam", "lost"),
    ]


@pytest.mark.usefixtures("transactional_db")
def test_one_process_of_several_may_die_and_the_port_answers_on(settings, tmp_path):
    port = free_port()
    command = farlight_command("web", "--host", "127.0.0.1", "--port", str(port), "--workers", "2")
    with kept_alive(ProcessSpec(name="web", command=command), settings, tmp_path) as supervisor:
        wait_for_web(supervisor, port, timeout_s=60)
        wait_until(lambda: len(workers_of(supervisor)) == 2)
        before = workers_of(supervisor)
        os.kill(before[0], signal.SIGKILL)
        assert all(answers(f"http://127.0.0.1:{port}/healthz") for _ in range(10))
        wait_until(lambda: len(set(workers_of(supervisor)) - {before[0]}) == 2)
        assert supervisor.deaths["web"] == 0


def workers_of(supervisor):
    return [pid for pid, command in children_of(supervisor.pid_of("web")).items() if "spawn_main" in command]
