"""Two hundred people at once, on one web process and one gateway.

Event streams, SFTP, webcams, downloads, desktops and recorded shells: two groups with a session each. One kind of
channel after the other is opened for everybody and held; what it costs is the difference that it makes to the servers.
In the end all are open together, and everybody asks for the other group's session. ``served`` is the part of all
channels that opened and gave something, ``apart`` the part of the questions about the other group's session that were
answered as if it did not exist.
"""

import asyncio
import os
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncssh
import httpx
from websockets.exceptions import WebSocketException

from farlight.config.benchmarks.facility import free_port, make_facility, temporary_state
from farlight.config.benchmarks.people_ways import GROUPS, OPEN_S, SCREEN, WORKS, Member, Work, asked, offer_rooms
from farlight.config.benchmarks.viewer_servers import Server, wait_for
from farlight.config.experiment.plan import ExperimentPlan, Names
from farlight.config.processes import desktops_process, gateway_process, web_process
from farlight.config.supervisor import Supervisor
from farlight.kernel.errors import Unavailable

PEOPLE = 200
HOLD_S = 8.0
FILE_BYTES = 256 << 10
LARGE_BYTES = 32 << 20
"""More than the line's buffers hold: a download of it lasts as long as its reader takes."""
AT_ONCE = 20
FAILURES = (OSError, TimeoutError, ValueError, asyncssh.Error, WebSocketException)


def run() -> dict[str, Any]:
    """Measure; takes about four minutes."""
    asyncssh.set_log_level("WARNING")
    with temporary_state() as state:
        for names in GROUPS:
            make_facility(ExperimentPlan(), names)
        offer_rooms()
        members = _members()
        web, ssh = free_port(), free_port()
        with Supervisor(environment=os.environ, logs=state / "logs", tell=lambda _: None) as supervisor:
            supervisor.start(web_process(web), gateway_process(ssh), desktops_process())
            wait_for(f"http://127.0.0.1:{web}/healthz")
            for names in GROUPS:
                _start_desktop(names, web)
            servers = {name: Server(supervisor.pid_of(name) or 0, 0, {}, ()) for name in ("web", "gateway")}
            figures = asyncio.run(_measured(members, servers, {"web": web, "gateway": ssh}))
    questions = figures.pop("asked")
    ratios = {"served": figures["served"] / (len(WORKS) * PEOPLE), "apart": figures.pop("apart") / questions}
    return {"ratios": ratios, "figures": figures, "against": "everybody is served, and nobody sees another's"}


def _members() -> list[Member]:
    from farlight.beamtime.public import session_folder, session_row, set_team_member  # all of these need Django
    from farlight.beamtime.types import TeamRole
    from farlight.kernel.time import utc_now
    from farlight.leases.public import add_key
    from farlight.people.public import issue_token, register_person

    found = []
    for names in GROUPS:
        folder = session_folder(names.session) / "raw"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "file.bin").write_bytes(os.urandom(FILE_BYTES))
        (folder / "large.bin").write_bytes(os.urandom(1 << 20) * (LARGE_BYTES >> 20))
    for number in range(PEOPLE):
        own, other = (GROUPS[(number + step) % len(GROUPS)] for step in (0, 1))
        login = f"person{number}"
        person = register_person(
            username=login, email=f"{login}@people.example", given_name="P", family_name=str(number)
        )
        set_team_member(session=session_row(own.session), person=person, role=TeamRole.MEMBER)
        token = issue_token(person=person, label="people", now=utc_now(), valid_for=timedelta(hours=1))
        key = asyncssh.generate_private_key("ssh-ed25519")
        add_key(person=person, line=key.export_public_key().decode(), label="people", now=utc_now())
        found.append(Member(login, own.session, own.beamline, other.session, token, key))
    return found


def _start_desktop(names: Names, web: int) -> None:
    """Start the desktop of a session, as its leader, and wait until it can be seen."""
    from farlight.kernel.time import utc_now  # both need Django to be set up
    from farlight.people.public import issue_token, person_named

    leader = person_named(names.login)
    token = issue_token(person=leader, label="people", now=utc_now(), valid_for=timedelta(hours=1)) if leader else ""
    base = f"http://127.0.0.1:{web}/api/v1/sessions/{names.session}/desktops/{SCREEN}"
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        client.post(base).raise_for_status()
        end_s = time.monotonic() + OPEN_S
        while client.post(f"{base}/views").is_error:
            if time.monotonic() > end_s:
                raise Unavailable(f"The desktop of {names.session} does not start.")
            time.sleep(0.2)


async def _measured(members: list[Member], servers: dict[str, Server], ports: dict[str, int]) -> dict[str, float]:
    figures: dict[str, float] = {}
    tasks: list[asyncio.Task[None]] = []
    for kind, (work, name) in WORKS.items():
        server, port = servers[name], ports[name]
        memory, begin_s = _resident_kib(server.process), time.monotonic()
        tasks += [asyncio.create_task(_kept(work, member, port, kind)) for member in members]
        await _all_have(members, kind)
        figures[f"{kind}_open_s"] = time.monotonic() - begin_s
        have = sum(kind in member.got for member in members)
        sys.stderr.write(f"{kind}: {have} of {PEOPLE} open after {figures[f'{kind}_open_s']:.1f} s\n")
        used_s, held_s = server.processor_s(), time.monotonic()
        await asyncio.sleep(HOLD_S)
        each_s = (server.processor_s() - used_s) / (time.monotonic() - held_s) / PEOPLE
        figures[f"{kind}_processor_ms_s_each"] = 1000 * each_s
        figures[f"{kind}_kib_each"] = (_resident_kib(server.process) - memory) / PEOPLE
    begin_s = time.monotonic()
    figures["asked"], figures["apart"] = await _asked_for_others(members, ports["web"])
    figures["questions_s"] = time.monotonic() - begin_s
    sys.stderr.write(f"questions: {figures['asked']:.0f} answered after {figures['questions_s']:.1f} s\n")
    _tell_faults(members)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    figures["served"] = sum(kind in member.got for kind in WORKS for member in members)
    return figures


async def _all_have(members: list[Member], kind: str) -> None:
    """Wait until everybody got something, or it took too long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(OPEN_S):
            await asyncio.gather(*(member.has(kind) for member in members))


async def _kept(work: Work, member: Member, port: int, kind: str) -> None:
    """Do something until it is cut; what broke off is counted."""
    try:
        await work(member, port)
        member.faults[kind] = "ended"
    except FAILURES as error:
        member.faults[kind] = f"{type(error).__name__}: {error}"


def _tell_faults(members: list[Member]) -> None:
    """Say what broke off, on the screen of whoever measures."""
    faults = Counter(f"{kind}: {fault}" for member in members for kind, fault in member.faults.items())
    for fault, count in faults.most_common():
        sys.stderr.write(f"{count} broke off: {fault}\n")


async def _asked_for_others(members: list[Member], port: int) -> tuple[int, int]:
    """Ask, as everybody, for what belongs to the other group; return how many asked, and how many found nothing."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def finds_nothing(member: Member, rest: str) -> bool:
        async with turn:
            reader, writer = await asked(port, member, f"/api/v1/sessions/{member.others}{rest}")
            answer = await reader.readline()
            writer.close()
            return b" 404 " in answer

    rests = ("", "/events", "/files/raw/file.bin", "/cameras/hutch/still.jpg")
    found = await asyncio.gather(*(finds_nothing(member, rest) for member in members for rest in rests))
    return len(found), sum(found)


def _resident_kib(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1024
