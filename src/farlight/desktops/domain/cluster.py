"""What Slurm says of a job, and what it means for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from farlight.beamlines.types import ClusterPlace

FORMAT = "%i|%T|%r|%B|%S|%e"
"""What `squeue` is asked for: number, state, reason, first node, start and end."""
FIELDS = FORMAT.count("|") + 1


class JobPhase(StrEnum):
    """Where a job is on its way."""

    WAITS = "waits"
    RUNS = "runs"
    ENDS = "ends"
    """It was told to end; its programs may still live."""
    OVER = "over"


_PHASES: Mapping[str, JobPhase] = {
    "PENDING": JobPhase.WAITS,
    "CONFIGURING": JobPhase.WAITS,
    "RESV_DEL_HOLD": JobPhase.WAITS,
    "REQUEUED": JobPhase.WAITS,
    "REQUEUE_FED": JobPhase.WAITS,
    "REQUEUE_HOLD": JobPhase.WAITS,
    "SPECIAL_EXIT": JobPhase.WAITS,
    "RUNNING": JobPhase.RUNS,
    "RESIZING": JobPhase.RUNS,
    "SIGNALING": JobPhase.RUNS,
    "STAGE_OUT": JobPhase.RUNS,
    "STOPPED": JobPhase.RUNS,
    "SUSPENDED": JobPhase.RUNS,
    "COMPLETING": JobPhase.ENDS,
}
"""Every state that is not here is one of those in which a job stays."""


@dataclass(frozen=True, kw_only=True)
class JobSight:
    """A job, as Slurm sees it now."""

    phase: JobPhase
    state: str
    reason: str
    node: str
    starts_at: datetime | None
    """For one that waits, when Slurm expects it to start."""
    ends_at: datetime | None
    """For one that runs, when its time is over."""


def sights_in(text: str) -> dict[str, JobSight]:
    """Return the jobs of a list in ``FORMAT`` whose moments are in UTC, by number; other lines are passed over."""
    found = {}
    for line in text.splitlines():
        parts = line.strip().split("|")
        if len(parts) == FIELDS:
            number, state, reason, node, start, end = parts
            found[number] = JobSight(
                phase=_PHASES.get(state, JobPhase.OVER),
                state=state,
                reason=reason,
                node=node,
                starts_at=_moment(start),
                ends_at=_moment(end),
            )
    return found


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


_NO_NODE = "It waits for a node: those that it could have are down, reserved or being worked on."
_WAITS: Mapping[str, str] = {
    "Resources": "It waits for a free node.",
    "Priority": "It waits for a free node; other jobs are before it.",
    "ReqNodeNotAvail": _NO_NODE,
    "Nodes required for job are DOWN": _NO_NODE,
    "NodeDown": _NO_NODE,
    "Reservation": "It waits until the nodes that are reserved for it are free.",
    "PartitionDown": "The cluster's staff have stopped this part of the cluster; it starts when they let it go on.",
    "PartitionInactive": "The cluster's staff have stopped this part of the cluster; it starts when they let it go on.",
    "JobHeldAdmin": "The cluster's staff hold it back; ask them.",
    "JobHeldUser": "It is held back at the cluster; the beamline's staff let it go with `scontrol release`.",
    "BeginTime": "The cluster starts it in a moment.",
    "Licenses": "It waits for a licence that others use now.",
}
_SHARES = ("QOS", "Assoc", "MaxCpuPer", "MaxMemPer", "MaxJobs")
_TOO_LARGE = (
    "The cluster has no place of this size. Staff: change `slurm.cpus`, `slurm.memory_gib` or `slurm.hours` of this "
    "desktop in the facility file."
)
_NOT_OURS = (
    "The cluster does not know this account. Staff: change `slurm.options` of this desktop in the facility file."
)
_HOPELESS: Mapping[str, str] = {
    "PartitionTimeLimit": _TOO_LARGE,
    "PartitionNodeLimit": _TOO_LARGE,
    "PartitionConfig": _TOO_LARGE,
    "BadConstraints": _TOO_LARGE,
    "InvalidAccount": _NOT_OURS,
    "InvalidQOS": _NOT_OURS,
}
"""Reasons for which a job never starts; which of the limits is met first differs from version to version."""


def waiting_words(sight: JobSight) -> str:
    """Return why a job does not run yet."""
    for reason, words in _WAITS.items():
        if sight.reason.startswith(reason):
            return words
    if sight.reason.startswith(_SHARES):
        return "Its share of the cluster is in use; it starts when others end theirs."
    return "The cluster has it on its list."


def hopeless_words(sight: JobSight) -> str:
    """Return why a job will never run; empty when it may."""
    return next((words for reason, words in _HOPELESS.items() if sight.reason.startswith(reason)), "")


def ending_words(sight: JobSight, place: ClusterPlace) -> str:
    """Return why a job is over."""
    words = {
        "TIMEOUT": f"Its {place.hours} h at the cluster are over. Start it anew; what was saved is still there.",
        "DEADLINE": "Its time at the cluster is over. Start it anew; what was saved is still there.",
        "NODE_FAIL": "The computer that it ran on failed. Start it anew; it comes up on another one.",
        "BOOT_FAIL": "The computer that it was to run on did not come up. Start it anew.",
        "OUT_OF_MEMORY": f"It needed more than its {place.memory_gib} GiB of memory. Start it anew; staff may give it "
        "more by `slurm.memory_gib` in the facility file.",
        "PREEMPTED": "The cluster needed its place for more urgent work. Start it anew when there is room.",
        "CANCELLED": "Somebody cancelled it at the cluster. Start it anew.",
        "COMPLETED": "Its program ended. Start it anew.",
    }
    known = hopeless_words(sight) or words.get(sight.state)
    return known or "Its job failed. Start it anew; if it fails again, staff find why in `job.log` in its folder."


_REFUSALS: Mapping[str, str] = {
    "invalid partition": "The cluster has no partition {partition!r}. Staff: change `slurm.partition`",
    "Invalid account": "The cluster does not know the account. Staff: change `slurm.options`",
    "Invalid qos": "The cluster does not know the quality of service. Staff: change `slurm.options`",
    "Memory specification": "No node of the cluster has {memory_gib} GiB of memory. Staff: change `slurm.memory_gib`",
    "time limit": "The cluster lets nothing run for {hours} h. Staff: change `slurm.hours`",
    "node configuration is not available": "No node of the cluster has {cpus} processors and {memory_gib} GiB of "
    "memory. Staff: change `slurm.cpus` or `slurm.memory_gib`",
    "unrecognized option": "`sbatch` does not know one of its options. Staff: change `slurm.options`",
}
_LONGEST_LINE = 160


def refusal_words(said: str, place: ClusterPlace) -> str:
    """Return why `sbatch` did not take a job, from what it printed."""
    parts = {"partition": place.partition, "cpus": place.cpus, "memory_gib": place.memory_gib, "hours": place.hours}
    for sign, words in _REFUSALS.items():
        if sign in said:
            return words.format(**parts) + " of this desktop in the facility file."
    lines = [line.removeprefix("sbatch: error: ").strip() for line in said.splitlines() if line.strip()]
    return f"The cluster refused it: {(lines or ['it did not say why'])[0][:_LONGEST_LINE]}. Staff: see `sbatch`."
