"""Slurm, by its own commands: their words are lists, never a shell's line, and their surroundings hold no secret."""

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from farlight.beamlines.types import ClusterPlace
from farlight.desktops.adapters.processes import PASSED_ON
from farlight.desktops.domain.cluster import FORMAT, JobSight, refusal_words, sights_in
from farlight.desktops.errors import ClusterRefuses, ClusterSilent

ANSWER_S = 5.0
PACKAGE = "slurm-client"
_SILENT = (
    "Unable to contact",
    "Socket timed out",
    "Zero Bytes",
    "Connection refused",
    "temporarily",
    "backup controller",
)
_UNKNOWN = "Invalid job id"


@dataclass(frozen=True, kw_only=True)
class JobOrder:
    """A job that is wanted."""

    name: str
    """By which it is found again when nobody could write its number down."""
    folder: Path
    """Where it works, and writes what it says."""
    place: ClusterPlace
    script: Path
    arguments: Sequence[str]


def submitted(order: JobOrder) -> str:
    """Hand a job in; return its number.

    Raises
    ------
    ClusterSilent
        When Slurm does not answer.
    ClusterRefuses
        When it does not take the job, with why.
    """
    place = order.place
    words = [
        *("sbatch", "--parsable", "--export=ALL", "--no-requeue", "--nodes=1", "--ntasks=1"),
        *(f"--job-name={order.name}", f"--chdir={order.folder}", f"--output={order.folder / 'job.log'}"),
        *(f"--cpus-per-task={place.cpus}", f"--mem={place.memory_gib}G", f"--time={place.hours * 60}"),
        *([f"--partition={place.partition}"] if place.partition else []),
        *place.options,
        *(str(order.script), *order.arguments),
    ]
    done = _run(words)
    if done.returncode:
        raise ClusterRefuses(refusal_words(done.stderr, place))
    return done.stdout.strip().partition(";")[0]


def number_of(name: str) -> str:
    """Return the number of the job with a name that is not over; empty when there is none.

    Raises
    ------
    ClusterSilent
        When Slurm does not answer.
    """
    return _run(["squeue", "--noheader", f"--name={name}", "--format=%i"]).stdout.strip().partition("\n")[0]


def sights_of(numbers: Collection[str]) -> Mapping[str, JobSight]:
    """Return what Slurm knows of jobs, by number: one question for all; those that it has forgotten are not there.

    Raises
    ------
    ClusterSilent
        When Slurm does not answer.
    """
    if not numbers:
        return {}
    words = ["squeue", "--noheader", "--states=all", f"--jobs={','.join(sorted(numbers))}", f"--format={FORMAT}"]
    done = _run(words, TZ="UTC")
    if done.returncode and _UNKNOWN not in done.stderr:
        raise ClusterSilent("The cluster does not answer as it should; it is asked again.")
    return sights_in(done.stdout)


def cancel(number: str) -> None:
    """End a job, whatever it does; one that is over already stays so.

    Raises
    ------
    ClusterSilent
        When Slurm does not answer.
    """
    _run(["scancel", number])


def _run(words: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: os.environ[name] for name in (*PASSED_ON, "SLURM_CONF") if name in os.environ}
    try:
        done = subprocess.run(
            words, env=surroundings | more, capture_output=True, text=True, timeout=ANSWER_S, check=False
        )
    except FileNotFoundError:
        raise ClusterRefuses(
            f"{words[0]} is not installed where `farlight desktops` runs (Debian package {PACKAGE})."
        ) from None
    except subprocess.TimeoutExpired:
        raise ClusterSilent("The cluster does not answer; it is asked again.") from None
    if done.returncode and any(sign in done.stderr for sign in _SILENT):
        raise ClusterSilent("The cluster does not answer; it is asked again.")
    return done
