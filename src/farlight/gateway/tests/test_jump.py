"""``ssh -J`` with OpenSSH's client and server: where it leads, where it does not, and when it is cut."""

import asyncio
import subprocess
import time

import asyncssh
import pytest

from farlight.audit.public import records
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import ComputerDefinition
from farlight.beamtime.public import change_state, remove_team_member
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import SessionState
from farlight.gateway.tests.test_openssh import wait_for
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels, keys_of, open_channels_of, remove_key
from farlight.leases.tests.factories import channels_open
from farlight.people.public import lock_person, person_named
from farlight.people.tests.factories import make_person

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]


def test_a_computer_of_ones_session_is_reached_and_the_channel_is_seen(door, control, session):
    told = door.run(*door.jump(control.account, "echo $((6*7))", port=control.port))
    assert (told.stdout, told.returncode) == ("42\n", 0), told.stderr
    wait_for(lambda: not channels_open())
    acts = [(r.kind.value, r.about, r.details.get("what")) for r in records(session_code=session.code).items]
    assert acts[:2] == [("channel_closed", "ben", "ssh"), ("channel_opened", "ben", "ssh")]


def test_scp_goes_through_and_back_whole(door, control):
    content = b"x" * 3_000_000
    (door.folder / "there").write_bytes(content)
    door.jump(control.account, port=control.port)
    far = control.folder / "arrived"
    words = ("scp", "-q", "-F", str(door.folder / "config"))
    assert door.run(*words, "there", f"sim1-control:{far}").returncode == 0
    assert door.run(*words, f"sim1-control:{far}", "back").returncode == 0
    assert (far.read_bytes() == content, (door.folder / "back").read_bytes() == content) == (True, True)


@pytest.mark.parametrize(
    ("host", "shift"),
    [
        ("127.0.0.1", 0),
        ("localhost", 0),
        ("sim1-control", 1),
        ("sim2-control", 0),
        ("169.254.169.254", 0),
        ("::1", 0),
        ("sim1-control.evil.example", 0),
        ("0", 0),
        ("\x1b[31msim1-control", 0),
    ],
)
def test_nothing_else_is_reached(door, control, host, shift):
    shown = f"[{host}]" if ":" in host else host
    told = door.run("ssh", *door.options("ben", "-W", f"{shown}:{control.port + shift}"), "127.0.0.1")
    assert told.returncode != 0
    assert "closed to you" in told.stderr
    assert "\x1b" not in told.stderr
    assert channels_open() == 0


def test_the_refusals_say_why(door, control, session, ben):
    words = door.jump(control.account, "true", port=control.port)
    change_state(session=session, to=SessionState.ENDED)
    assert "no session of yours" in door.run(*words).stderr
    make_session(ben, "mx7777", starts_in=9 * HOUR, state="scheduled")
    control.listed()
    assert "Session mx7777-1 starts on" in door.run(*words).stderr
    refused = [r for r in records(session_code="mx7777-1").items if r.kind.value == "access_refused"]
    assert [(r.by, r.details["what"]) for r in refused] == [("ben", "ssh")]


def test_a_computer_of_others_looks_like_one_that_does_not_exist(door, control, session):
    remove_team_member(session=session, person=person_named("ben"))
    for name in ("sim1-control", "no-such-computer"):
        told = door.run("ssh", *door.options("ben", "-W", f"{name}:{control.port}"), "127.0.0.1")
        (line,) = [line for line in told.stderr.splitlines() if "closed to you" in line]
        assert line.endswith(
            f"{name} is closed to you: no session of yours that is now or to come is at a beamline that lists it."
        )


def test_no_other_forwarding_and_no_agent(door, control):
    backwards = door.run(
        "ssh", *door.options("ben", "-R", "0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes", "-N"), "127.0.0.1"
    )
    assert backwards.returncode == 255
    asyncio.run(a_socket_is_refused(door))
    tunnel = door.run("ssh", *door.options("ben", "-w", "0:0", "-o", "ExitOnForwardFailure=yes", "-N"), "127.0.0.1")
    assert tunnel.returncode == 255


async def a_socket_is_refused(door):
    key = str(door.folder / "key")
    async with asyncssh.connect("127.0.0.1", door.port, username="ben", client_keys=[key], known_hosts=None) as line:
        with pytest.raises(asyncssh.ChannelOpenError):
            await line.open_unix_connection("/run/docker.sock")


def test_a_name_that_leads_into_the_gateway_is_not_followed(door, control):
    control.listed(address="localhost")
    told = door.run(*door.jump(control.account, "true", port=control.port))
    assert (told.returncode, "leads nowhere" in told.stderr) == (255, True)
    wait_for(lambda: not channels_open())


def test_a_computer_that_does_not_answer_is_told_and_nothing_stays_open(door, control):
    with_no_server = ComputerDefinition(name="sim1-control", port=9, address="127.0.0.1")
    define_beamline(definition=a_definition("sim1", computers=(with_no_server,)))
    told = door.run("ssh", *door.options("ben", "-W", "sim1-control:9"), "127.0.0.1")
    assert "cannot be reached" in told.stderr
    wait_for(lambda: not channels_open())


def test_it_lives_as_long_as_any_session_allows_it(door, control, session, ben):
    define_beamline(definition=a_definition("sim2"))
    other = make_session(ben, "mx8888", beamline="sim2")
    computer = ComputerDefinition(name="sim1-control", port=control.port, address="127.0.0.1")
    for code in ("sim1", "sim2"):
        define_beamline(definition=a_definition(code, computers=(computer,)))
    with lasting(door, control) as client:
        assert {channel.session for channel in open_channels_of(ben.pk)} == {session.code, other.code}
        remove_team_member(session=session, person=ben)
        time.sleep(2)
        assert client.poll() is None
        change_state(session=other, to=SessionState.ENDED)
        assert client.wait(5) != 0
    wait_for(lambda: not channels_open())


def lasting(door, control):
    """A jump that stays open until it is cut."""
    client = subprocess.Popen(
        door.jump(control.account, "echo in; sleep 600", port=control.port), stdout=subprocess.PIPE, cwd=door.folder
    )
    assert client.stdout.readline() == b"in\n"
    return client


@pytest.mark.parametrize("way", ["removed", "locked", "closed", "key", "ended"])
def test_a_jump_is_cut_within_two_seconds(door, control, session, ben, way):
    with lasting(door, control) as client:
        cut_at_s = time.monotonic()
        {
            "removed": lambda: remove_team_member(session=session, person=ben),
            "locked": lambda: lock_person(person=ben, reason="left"),
            "closed": lambda: close_channels(
                session=session.code, by=person_named("leader-mx2341"), person=ben, now=utc_now()
            ),
            "key": lambda: remove_key(person=ben, code=keys_of(ben)[0].code, now=utc_now()),
            "ended": lambda: change_state(session=session, to=SessionState.ENDED),
        }[way]()
        assert client.wait(10) != 0
        assert time.monotonic() - cut_at_s < 4  # two seconds for the cut, and what the client needs to notice
    wait_for(lambda: not channels_open())


def test_who_has_no_part_in_the_session_does_not_get_through(door, control):
    eve = make_person("eve")
    assert door.run(*door.jump(control.account, "true", port=control.port, login="eve")).returncode == 255
    assert open_channels_of(eve.pk) == []


def test_a_computer_that_is_played_is_reached_like_any(door, control):
    control.listed(port=22, address="farlight.simulator.computer:serve")
    words = [*door.jump("anybody", "read sample_z", port=22)]
    told = door.run(*words[:1], "-o", "StrictHostKeyChecking=no", *words[1:])
    assert (told.stdout, told.returncode) == ("sample_z = 0.120 mm\n", 0), told.stderr
