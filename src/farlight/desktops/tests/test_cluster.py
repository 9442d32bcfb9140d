"""Desktops as jobs of a real Slurm: they start, wait, are seen, survive the host, and end with their reasons."""

import asyncio
import dataclasses
import shutil
import stat
import time
from pathlib import Path

import pytest

from farlight.beamlines.types import ClusterPlace
from farlight.beamtime.public import change_state
from farlight.beamtime.types import SessionState
from farlight.bus.public import entries_after
from farlight.desktops.adapters.folders import certify
from farlight.desktops.adapters.places import folder_of, found
from farlight.desktops.adapters.vnc_client import connected
from farlight.desktops.hosting.host import Host
from farlight.desktops.public import close_desktop
from farlight.desktops.queries import place_of
from farlight.desktops.tests.conftest import ROOM, offer
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.desktops.tests.private_slurm import missing, private_slurm
from farlight.kernel.errors import Unavailable
from farlight.kernel.time import utc_now

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.django_db]
WHERE = {"session": CODE, "name": "control-room"}
TOO_LARGE = "The cluster has no place of this size. Staff: change `slurm.cpus`, `slurm.memory_gib` or `slurm.hours`"
SMALL = ClusterPlace(cpus=1, memory_gib=1, hours=1)


@pytest.fixture(scope="module")
def slurm():
    for absent in (missing(), "" if shutil.which("Xtigervnc") else "Xtigervnc (tigervnc-standalone-server)"):
        if absent:
            pytest.skip(f"not installed: {absent}")
    with private_slurm() as made:
        yield made


@pytest.fixture(autouse=True)
def _surroundings(slurm, settings, tmp_path, monkeypatch):
    settings.FARLIGHT_STATE_DIR = tmp_path / "state"
    monkeypatch.setenv("SLURM_CONF", str(slurm.configuration))
    monkeypatch.setenv("FARLIGHT_SECRET_KEY", "not for the node")


@pytest.fixture
def host(session):
    made = Host()
    yield made
    made.end_all(now=utc_now(), reason="The test ended.")


@pytest.fixture
def shared(tmp_path):
    """A folder that the nodes see too."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def asked(ada, place, **parts):
    offer(dataclasses.replace(ROOM, slurm=place, **parts))
    return make_desktop(ada, runs=False)


def looked(host, row, until, patience_s=25.0):
    """Look until the desktop is as it should be; return its state, what it waits for, and why it ended."""
    end_s = time.monotonic() + patience_s
    while True:
        host.look(now=utc_now())
        row.refresh_from_db()
        if until(row):
            return row.state, row.waits, row.reason
        assert time.monotonic() < end_s, (row.state, row.waits, row.reason)
        time.sleep(0.1)


def runs(row):
    assert row.state in {"asked", "running"}, row.reason
    return row.state == "running"


def is_over(row):
    return row.state in {"failed", "closed"}


def size_of(row):
    """The size of the screen, as the proxy finds it there."""

    return asyncio.run(size_at(found(place_of(row, "sim1"))))


async def size_at(place):
    upstream = await connected(place)
    await upstream.leave()
    return upstream.size_px


def states():
    found = [e.body["state"] for e in entries_after(CODE, 0, limit=100) if e.kind == "desktop-changed"]
    return [state for place, state in enumerate(found) if found[:place][-1:] != [state]]


def jobs(slurm):
    return slurm.say("squeue", "--noheader", "--format=%T").split()


def test_a_job_starts_is_seen_survives_its_host_and_is_cancelled_on_close(host, slurm, ada, shared):
    row = asked(ada, dataclasses.replace(SMALL, folder=str(shared)), program=("sleep", "600"))
    looked(host, row, runs)
    folder = shared / row.code
    assert size_of(row) == (640, 480)
    assert row.ends_at is not None
    assert 3500 < (row.ends_at - utc_now()).total_seconds() < 3600
    secret = (folder / "password").read_text()
    modes = {path.name: stat.filemode(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.filemode(folder.stat().st_mode) == "drwx------"
    assert {modes[name] for name in ("password", "password.vnc", "authority", "key.pem")} == {"-rw-------"}
    assert not [p for p in every_process(row.code) if secret in p or "FARLIGHT" in p]
    assert (folder / "readings.json").exists()

    again = Host()
    assert looked(again, row, runs) == ("running", "", "")
    assert size_of(row) == (640, 480)

    close_desktop(**WHERE, reason="", by=ada, now=utc_now())
    assert looked(again, row, is_over) == ("closed", "", "Ada Tester closed it.")
    assert (jobs(slurm), folder.exists(), folder_of(row.code).exists()) == ([], False, False)
    assert states() == ["asked", "running", "closing", "closed"]
    with pytest.raises(Unavailable):
        size_of(row)


def every_process(code):
    """Words and surroundings of every process of a desktop."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text()
            if code in words or code in (process / "environ").read_text():
                yield words + (process / "environ").read_text()
        except OSError:
            continue


def test_nobody_listens_between_and_only_on_the_nodes_own_address(host, ada, tmp_path):
    row = asked(ada, SMALL)
    looked(host, row, runs)
    place = found(place_of(row, "sim1"))
    certify(tmp_path, utc_now())
    others = {"certificate": (tmp_path / "certificate.pem").read_text()}
    for wrong in (others, {"password": b"wrong"}, {"certificate": ""}):
        with pytest.raises(Unavailable):
            asyncio.run(size_at(dataclasses.replace(place, **wrong)))
    found_lines = [line.split()[1] for line in listening() if line.split()[1].endswith(f":{place.port:04X}")]
    assert (place.host, found_lines) == ("127.0.0.1", [f"0100007F:{place.port:04X}"])


def listening():
    """Lines of the sockets that listen, of both families."""
    for name in ("tcp", "tcp6"):
        lines = Path(f"/proc/net/{name}").read_text().splitlines()[1:]
        yield from (line for line in lines if line.split()[3] == "0A")


@pytest.fixture
def busy(slurm):
    """Somebody else's job has the whole cluster."""
    slurm.say("sbatch", "--job-name=other", "--cpus-per-task=4", "--output=/dev/null", "--wrap=sleep 600")
    yield
    slurm.say("scancel", "--name=other")


def test_it_waits_with_the_reason_and_is_cancelled_with_its_session(host, busy, slurm, session, ada):
    row = asked(ada, SMALL)
    state, waits, _ = looked(host, row, lambda row: "free node" in row.waits)
    assert (state, waits.startswith("It waits for a free node")) == ("asked", True)
    change_state(session=session, to=SessionState.ENDED)
    assert looked(host, row, is_over) == ("closed", "", "The session is over.")
    assert slurm.say("squeue", "--noheader", "--format=%j").split() == ["other"]


def test_nodes_that_are_worked_on_are_said(host, slurm, ada):
    slurm.say("scontrol", "update", f"NodeName={slurm.host}", "State=DRAIN", "Reason=test")
    try:
        row = asked(ada, SMALL)
        waits = looked(host, row, lambda row: "node" in row.waits)[1]
        assert waits == "It waits for a node: those that it could have are down, reserved or being worked on."
    finally:
        slurm.say("scontrol", "update", f"NodeName={slurm.host}", "State=RESUME")
    looked(host, row, runs)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"partition": "nope"}, "The cluster has no partition 'nope'. Staff: change `slurm.partition`"),
        ({"memory_gib": 4000}, "No node of the cluster has 4000 GiB of memory. Staff: change `slurm.memory_gib`"),
        ({"cpus": 64}, TOO_LARGE),
        ({"hours": 20}, TOO_LARGE),
        ({"options": ("--no-such-thing",)}, "`sbatch` does not know one of its options. Staff: change `slurm.options`"),
    ],
)
def test_what_the_cluster_cannot_give_is_said_to_staff(host, slurm, ada, place, words):
    row = asked(ada, dataclasses.replace(SMALL, **place))
    expected = f"{words} of this desktop in the facility file."
    assert looked(host, row, is_over) == ("failed", "", expected)
    assert jobs(slurm) == []


def test_a_program_that_the_node_does_not_have_is_named(host, slurm, ada):
    row = asked(ada, SMALL, program=("/no/such/program",))
    assert looked(host, row, is_over) == ("failed", "", f"/no/such/program is not there on the node {slurm.host}.")
    left = {path.suffix for path in folder_of(row.code).iterdir()}
    assert left == {".log"}


def test_a_job_that_ends_says_why(host, slurm, ada):
    row = asked(ada, SMALL, program=("sleep", "600"))
    looked(host, row, runs)
    slurm.say("scancel", f"--name=farlight-{row.code}")
    assert looked(host, row, is_over) == ("failed", "", "Somebody cancelled it at the cluster. Start it anew.")


def test_a_cluster_that_is_silent_ends_nothing_and_is_asked_again(host, slurm, ada, monkeypatch):
    monkeypatch.setattr("farlight.desktops.hosting.cluster.AFTER_SILENCE_S", 0.5)
    row = asked(ada, SMALL)
    looked(host, row, runs)
    slurm.stop("slurmctld")
    try:
        host._cluster._next_s = 0.0
        host.look(now=utc_now())
        row.refresh_from_db()
        assert (row.state, size_of(row)) == ("running", (640, 480))
        close_desktop(**WHERE, reason="", by=ada, now=utc_now())
        host.look(now=utc_now())
        row.refresh_from_db()
        assert row.state == "closing"
    finally:
        slurm.start_controller()
    assert looked(host, row, is_over) == ("closed", "", "Ada Tester closed it.")


def test_a_job_that_nobody_wrote_down_is_found_again(host, slurm, ada):
    row = asked(ada, SMALL)
    looked(host, row, runs)
    (folder_of(row.code) / "job.json").unlink()
    row.state = "asked"
    row.save()
    assert looked(Host(), row, runs) == ("running", "", "")
    assert jobs(slurm) == ["RUNNING"]


def test_what_is_offered_no_more_is_cancelled(host, slurm, ada):
    row = asked(ada, SMALL)
    looked(host, row, runs)
    offer()
    assert looked(host, row, is_over) == ("closed", "", "The facility does not offer it any more.")
    assert jobs(slurm) == []
