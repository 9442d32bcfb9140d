"""Desktops as jobs of a cluster: their folder is where both sides meet.

The job writes into ``place`` where its server listens; password, certificate and key of the server lie beside it. Which
job it is stands in the state folder of whoever handed it in, so that the next process finds it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from farlight.beamlines.types import ClusterPlace
from farlight.desktops.adapters.cluster import JobOrder, number_of, submitted
from farlight.desktops.adapters.folders import (
    CERTIFICATE,
    PASSWORD,
    certify,
    clear,
    leave_logs,
    make_folder,
    write_private,
)
from farlight.desktops.adapters.tigervnc import Screen
from farlight.desktops.adapters.vnc_client import Place
from farlight.kernel.errors import Unavailable

SCRIPT = Path(__file__).with_name("desktop_job.sh")
_JOB, _PLACE, _SAID = "job.json", "place", "said"


@dataclass(frozen=True)
class KeptJob:
    """A job that was handed in."""

    number: str
    folder: Path
    """Shared with the node."""


def kept_in(own_folder: Path) -> KeptJob | None:
    """Return the job of a desktop, whoever handed it in; None when there is none."""
    try:
        kept = json.loads((own_folder / _JOB).read_text())
    except FileNotFoundError:
        return None
    return KeptJob(kept["number"], Path(kept["folder"]))


def order(own_folder: Path, screen: Screen, place: ClusterPlace, now: datetime) -> KeptJob:
    """Hand a desktop in as a job; one that was handed in before somebody could write it down is found again.

    Raises
    ------
    ClusterSilent, ClusterRefuses
        When Slurm does not answer, or does not take it.
    """
    name = f"farlight-{screen.folder.name}"
    number = number_of(name)
    if not number:
        make_folder(screen.folder)
        certify(screen.folder, now)
        size = f"{screen.size_px[0]}x{screen.size_px[1]}"
        words = [str(screen.folder), screen.name, size, str(screen.rate_hz), *screen.program]
        wanted = JobOrder(name=name, folder=screen.folder, place=place, script=SCRIPT, arguments=words)
        number = submitted(wanted)
    own_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(own_folder / _JOB, json.dumps({"number": number, "folder": str(screen.folder)}).encode())
    return KeptJob(number, screen.folder)


def is_placed(folder: Path) -> bool:
    """Whether the job has said where its server listens."""
    return (folder / _PLACE).exists()


def placed_in(folder: Path) -> Place | None:
    """Return where the server of a job listens; None when the folder is not a job's.

    Raises
    ------
    Unavailable
        When its password cannot be read.
    """
    try:
        host, port = (folder / _PLACE).read_text().split()
    except FileNotFoundError:
        return None
    try:
        certificate, password = (folder / CERTIFICATE).read_text(), (folder / PASSWORD).read_bytes()
    except OSError as error:
        raise Unavailable("The desktop is not there.") from error
    return Place(host=host, port=int(port), password=password, certificate=certificate)


def said_in(folder: Path) -> str:
    """Return why the job gave up, in its own words; empty when it did not say."""
    try:
        return (folder / _SAID).read_text(errors="replace").strip()[:300]
    except FileNotFoundError:
        return ""


def leave(own_folder: Path, job: KeptJob, *, failed: bool) -> None:
    """Remove what lies in the folders of a job that is over; of one that failed, what it said stays."""
    for folder in {own_folder, job.folder}:
        if failed:
            leave_logs(folder)
        else:
            clear(folder)
