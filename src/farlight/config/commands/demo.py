"""``farlight demo``."""

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import click
import django

from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import FacilityFile, read_facility
from farlight.config.processes import (
    background_processes,
    desktops_process,
    gateway_port_beside,
    gateway_process,
    refuse_taken_port,
    sole_use_of,
    wait_for_web,
    web_process,
)
from farlight.config.supervisor import Supervisor
from farlight.transfer.types import TransferDefinition

WEB_START_S = 120.0


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1 for the pages.")
@click.option(
    "--state-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder for database, data and logs; by default what the settings say (var).",
)
@click.option(
    "--life/--no-life",
    default=True,
    help="Whether last week's session gets results, and this one its first. [default: life]",
)
def command(port: int, state_dir: Path | None, life: bool) -> None:  # noqa: FBT001 - click's way
    """A facility on one laptop: people, samples, two beamlines, all processes. Ctrl-C ends it."""
    refuse_taken_port(port)
    file = read_facility(demo_facility_file())
    _set_environment(file, port, state_dir)
    django.setup()
    from django.conf import settings  # they are read from the environment, which stands now

    with sole_use_of(settings.FARLIGHT_STATE_DIR):
        _run(file, port, settings.FARLIGHT_STATE_DIR / "logs", life=life)


def _set_environment(file: FacilityFile, port: int, state_dir: Path | None) -> None:
    """What the processes of the demo go by; this one too."""
    os.environ["FARLIGHT_TIME_ZONE"] = file.facility.facility.time_zone
    os.environ["FARLIGHT_MAIL__FACILITY"] = file.facility.facility.name
    os.environ["FARLIGHT_WEB__HOST"] = "127.0.0.1"
    os.environ["FARLIGHT_WEB__PORT"] = str(port)
    if state_dir is not None:
        os.environ["FARLIGHT_STATE_DIR"] = str(state_dir.absolute())


def _prepare(file: FacilityFile, gateway_port: int) -> None:
    """Bring the tables up to date, and the facility to what its file says; files are taken home from this machine."""
    from django.core.management import call_command  # needs Django to be set up

    from farlight.config.facility.first_shells import enter_first_shells
    from farlight.config.facility.loading import load_facility
    from farlight.kernel.time import utc_now
    from farlight.transfer.public import define_transfer

    call_command("migrate", verbosity=0, interactive=False)
    load_facility(file, now=utc_now(), follow_now=True)
    enter_first_shells(file)
    policy = file.facility.transfer or TransferDefinition()
    define_transfer(definition=replace(policy, sftp_host="127.0.0.1", sftp_port=gateway_port))


def _run(file: FacilityFile, port: int, logs: Path, *, life: bool) -> None:
    from farlight.config.facility.earlier_runs import enter_earlier_runs  # both need Django to be set up
    from farlight.config.facility.first_collections import queue_first_collections
    from farlight.config.facility.first_parcels import enter_first_parcels

    gateway_port = gateway_port_beside(port)
    os.environ["FARLIGHT_GATEWAY__PORT"] = str(gateway_port)  # pages name it
    with Supervisor(environment=os.environ, logs=logs, tell=click.echo) as supervisor:
        watching = threading.Thread(target=supervisor.watch, name="supervisor")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: supervisor.request_stop())
        supervisor.start(web_process(port))  # it takes some seconds to come up: meanwhile the tables are made
        watching.start()
        try:
            _prepare(file, gateway_port)
            wait_for_web(supervisor, port, timeout_s=WEB_START_S)
            click.echo(welcome(file, port, logs))
            if life:
                enter_first_parcels(file)  # many moves at once: before there are others who want to write
            beamlines = [entry.code for entry in file.facility.beamline]
            doors = (gateway_process(gateway_port), desktops_process())
            supervisor.start(*doors, *background_processes(beamlines))
            if life:
                enter_earlier_runs(file)
                queue_first_collections(file)
            watching.join()
        finally:
            supervisor.request_stop()
            watching.join()
            click.echo("Ending all processes …")
    click.echo("The demo has ended. Its data stay; start it again to go on.")


def welcome(file: FacilityFile, port: int, logs: Path) -> str:
    """What to know and to try first."""
    facility = file.facility
    password = facility.demo.password if facility.demo else ""
    sessions = {session.code: session.title or session.proposal for session in facility.session}
    people = [(p.login, f"{p.given_name} {p.family_name}", _part_of(p.login, file)) for p in facility.person]
    lines = [
        "",
        f"  {facility.facility.name} is open: http://127.0.0.1:{port}/",
        "",
        f"  Everybody's password is {password}",
        *(f"    {login:8} {name:16} {part}" for login, name, part in people),
        "",
        "  Try first: sign on as mira, open session mx1001-2, which runs now, choose a sample and queue a rotation.",
        "  Watch the spots per image grow and the cell being found. Then sign on as tessa: nothing of it is there.",
        f"  Its files by SFTP: sftp -P {gateway_port_beside(port)} mira@127.0.0.1",
        f"  The beamline's computer: ssh -t -p {gateway_port_beside(port)} mira@127.0.0.1 sim1-control",
        f"  Last week's session is {next(iter(sessions), '')}. What the processes write: {logs}",
        "  Ctrl-C ends the demo.",
        "",
    ]
    return "\n".join(lines)


def _part_of(login: str, file: FacilityFile) -> str:
    """Say in a few words who somebody is."""
    person = next(p for p in file.facility.person if p.login == login)
    if person.roles:
        return ", ".join(dict.fromkeys(grant.role.label for grant in person.roles))
    for proposal in file.facility.proposal:
        if login == proposal.principal_investigator:
            return f"leads {proposal.code}: {proposal.title}"
        if login in proposal.members:
            return f"belongs to {proposal.code}"
    return ""
