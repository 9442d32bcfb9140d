"""A gateway that is killed while a shell is recorded: what was shown is recorded, and that it broke off."""

import json
import os
import re
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest

from farlight.audit.public import records, seal, verify_chain
from farlight.gateway.tests.conftest import control  # noqa: F401 - a fixture
from farlight.gateway.tests.test_shell import casts, shown_in, with_shells
from farlight.kernel.time import utc_now
from farlight.leases.public import keep_channels
from farlight.leases.tests.factories import channels_open
from farlight.people.tests.factories import make_person
from farlight.recordings.public import keep_recordings, verified
from tests.system.test_gateway_killed import gateway_process, world  # noqa: F401 - a fixture
from tests.system.test_worker_killed import wait_until

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def session(world):  # noqa: F811 - the fixture of the same name
    return world[0]


@pytest.fixture
def door(world):  # noqa: F811 - as above
    return world[1]


@pytest.fixture
def _recordings_beside_the_state(settings):
    settings.FARLIGHT_RECORDINGS_DIR = settings.FARLIGHT_STATE_DIR / "recordings"


def is_there(pid):
    return Path(f"/proc/{pid}").exists()


@pytest.mark.usefixtures("_recordings_beside_the_state")
def test_a_recording_breaks_off_where_the_gateway_was_killed(door, control, session, settings, client):  # noqa: F811
    with_shells(control)
    with gateway_process(settings, door.port, 1) as gateway:
        words = ["ssh", "-tt", *door.options(), "127.0.0.1", "sim1-control"]
        shown = (door.folder / "shown").open("wb")
        with shown, subprocess.Popen(words, cwd=door.folder, stdin=subprocess.PIPE, stdout=shown) as person:
            person.stdin.write(b"echo shell-$$-; while sleep 0.01; do echo a line of what is shown; done\n")
            person.stdin.flush()
            seen = lambda: (door.folder / "shown").read_bytes().decode()  # noqa: E731 - asked again and again
            wait_until(lambda: seen().count("a line of what is shown") > 20)
            os.kill(gateway.pid, signal.SIGKILL)
            killed_at_s = time.monotonic()
            assert person.wait(10) != 0
            assert time.monotonic() - killed_at_s < 3
    far = int(re.search(r"shell-(\d+)-", seen())[1])
    wait_until(lambda: not is_there(far))
    assert (channels_open(), keep_recordings(now=utc_now())) == (1, 0)
    now = utc_now() + timedelta(minutes=3)
    keep_channels(now=now)
    assert (channels_open(), keep_recordings(now=now), keep_recordings(now=now)) == (0, 1, 0)
    ((recording, fault),) = verified()
    assert (recording.broke_off, fault) == (True, None)
    is_what_the_person_saw(seen())
    is_in_the_record(session, recording)
    client.force_login(make_person("sec", "security_officer"), backend=LOGIN)
    assert "broke off" in client.get("/recordings/").content.decode()


def is_what_the_person_saw(seen):
    """All that was shown is recorded, for it is recorded first; each line of the file is whole."""
    (cast,) = casts()
    assert all(json.loads(line) for line in cast.read_text().splitlines())
    _, text = shown_in(cast)
    _, _, of_the_shell = seen.partition("days.\r\n")
    assert len(of_the_shell) > 400
    assert text.startswith(of_the_shell)


def is_in_the_record(session, recording):
    seal()
    assert verify_chain().holds
    (act,) = [one for one in records(session_code=session.code).items if one.kind.value == "recording_made"]
    assert (act.about, act.details["hash"], act.details["broke_off"]) == (recording.code, recording.seal.hash, True)
