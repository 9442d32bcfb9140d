"""Desktops that are jobs of a cluster: they follow their jobs, and go on while this process is away."""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from farlight.desktops.adapters.cluster import cancel, sights_of
from farlight.desktops.adapters.cluster_desktops import KeptJob, is_placed, kept_in, leave, order, said_in
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.domain.cluster import JobPhase, JobSight, ending_words, hopeless_words, waiting_words
from farlight.desktops.errors import ClusterRefuses, ClusterSilent
from farlight.desktops.hosting.findings import Finding, Found, Wanted
from farlight.desktops.hosting.local import screen_for
from farlight.desktops.hosting.trials import Trials
from farlight.desktops.models import Desktop
from farlight.desktops.queries import place_of
from farlight.desktops.types import DesktopState

log = logging.getLogger(__name__)

ASK_SOON_S, ASK_LATER_S, AFTER_SILENCE_S = 2.0, 5.0, 15.0
"""How often Slurm is asked: soon while a job is on its way in or out, later while all run, rarely when it is silent."""
START_S, REACH_S = 60.0, 45.0
"""How long a job that runs may take to show its screen, and the screen to be reached from here."""
_SILENT = "The cluster does not answer; it is asked again."


class ClusterHome:
    """Hands desktops in as jobs of Slurm, and takes them back."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        self._sights: Mapping[str, JobSight] = {}
        self._asked_for: frozenset[str] = frozenset()
        """Which jobs the last answer is about."""
        self._next_s = 0.0
        self._is_silent = False
        self._running_since_s: dict[str, float] = {}
        self._given_up: dict[str, str] = {}
        """Why a job that was cancelled here was; its state says only that it was cancelled."""

    def has(self, row: Desktop) -> bool:
        """Whether a desktop was handed in, whatever the facility file says of it now."""
        return kept_in(folder_of(row.code)) is not None

    def prepare(self, rows: Sequence[Desktop], *, now: datetime) -> None:  # noqa: ARG002 - each home's signature
        """Ask Slurm about all jobs at once, when it is time to."""
        jobs = {job.number for row in rows if (job := kept_in(folder_of(row.code))) is not None}
        if time.monotonic() < self._next_s and (self._is_silent or jobs <= self._asked_for):
            return
        try:
            self._sights, self._asked_for, self._is_silent = sights_of(jobs), frozenset(jobs), False
        except ClusterSilent:
            self._fall_silent()
            return
        except ClusterRefuses as error:
            log.warning("%s", error)
            self._fall_silent()
            return
        all_run = all(sight.phase is JobPhase.RUNS for sight in self._sights.values())
        settled = all_run and not self._running_since_s
        self._next_s = time.monotonic() + (ASK_LATER_S if settled else ASK_SOON_S)

    def follow(self, wanted: Wanted, *, now: datetime) -> Finding:
        """Hand it in, or see how its job is."""
        row = wanted.row
        job = kept_in(folder_of(row.code))
        if job is None:
            return self._begin(wanted, now)
        sight = self._sights.get(job.number)
        if self._is_silent or job.number not in self._asked_for:
            return self._unknown(row, _SILENT if self._is_silent else "The cluster has it on its list.")
        if sight is None or sight.phase is JobPhase.OVER:
            return self._ended(wanted, job, sight)
        if sight.phase is JobPhase.ENDS:
            return self._unknown(row, "Its job ends.")
        if sight.phase is JobPhase.WAITS:
            return self._waiting(row, job, sight)
        return self._running(wanted, job, sight)

    def end(self, row: Desktop, *, failed: bool) -> bool:
        """Cancel its job; it is over when Slurm says that nothing of it lives."""
        job = kept_in(folder_of(row.code))
        if job is None:
            return True
        sight = self._sights.get(job.number)
        is_known = job.number in self._asked_for and not self._is_silent
        if not (is_known and (sight is None or sight.phase is JobPhase.OVER)):
            self._cancel(job)
            return False
        leave(folder_of(row.code), job, failed=failed)
        for kept in (self._running_since_s, self._given_up):
            kept.pop(row.code, None)
        self._trials.forget(row.code)
        return True

    def _begin(self, wanted: Wanted, now: datetime) -> Finding:
        row, place = wanted.row, wanted.definition.slurm
        if place is None or row.state != DesktopState.ASKED:
            return Finding(found=Found.OVER, words="Its job is not to be found any more.")
        if self._is_silent and time.monotonic() < self._next_s:
            return Finding(found=Found.WAITS, words=_SILENT)
        folder: Path = folder_of(row.code, place.folder)
        try:
            order(folder_of(row.code), screen_for(wanted, folder), place, now)
        except ClusterSilent as error:
            self._fall_silent()
            return Finding(found=Found.WAITS, words=error.message)
        except ClusterRefuses as error:
            return Finding(found=Found.OVER, words=error.message)
        except OSError as error:
            words = f"Its folder on the cluster cannot be written: {error.strerror}. Staff: see `slurm.folder`."
            return Finding(found=Found.OVER, words=words)
        self._next_s = 0.0
        return Finding(found=Found.WAITS, words="The cluster has it on its list.")

    def _unknown(self, row: Desktop, words: str) -> Finding:
        """Nobody knows how its job is: what ran goes on running."""
        return Finding(found=Found.WAITS if row.state == DesktopState.ASKED else Found.RUNS, words=words)

    def _ended(self, wanted: Wanted, job: KeptJob, sight: JobSight | None) -> Finding:
        place = wanted.definition.slurm
        said = self._given_up.get(wanted.row.code) or said_in(job.folder)
        if not said:
            said = (
                ending_words(sight, place) if sight and place else "The cluster knows its job no more. Start it anew."
            )
        return Finding(found=Found.OVER, words=said)

    def _waiting(self, row: Desktop, job: KeptJob, sight: JobSight) -> Finding:
        words = hopeless_words(sight)
        if words:
            return self._give_up(row, job, words)
        return Finding(found=Found.WAITS, words=waiting_words(sight), expected_at=sight.starts_at)

    def _running(self, wanted: Wanted, job: KeptJob, sight: JobSight) -> Finding:
        row = wanted.row
        if row.state == DesktopState.RUNNING:
            return Finding(found=Found.RUNS, ends_at=sight.ends_at)
        ran_s = time.monotonic() - self._running_since_s.setdefault(row.code, time.monotonic())
        if not is_placed(job.folder):
            if ran_s > START_S:
                folder = "Staff: do the nodes see `slurm.folder` under the same path?"
                return self._give_up(row, job, f"Its screen did not start on the node {sight.node}. {folder}")
            return Finding(found=Found.WAITS, words=f"Its screen starts on the node {sight.node}.")
        words = self._trials.of(row.code, place_of(row, wanted.session.beamline))
        if words is None:
            self._running_since_s.pop(row.code, None)
            return Finding(found=Found.RUNS, ends_at=sight.ends_at)
        if ran_s > REACH_S:
            ports = "Staff: let this machine reach the ports from 5900 of the nodes."
            return self._give_up(row, job, f"Its screen on the node {sight.node} is not reached from here. {ports}")
        return Finding(found=Found.WAITS, words=f"Its screen starts on the node {sight.node}.")

    def _give_up(self, row: Desktop, job: KeptJob, words: str) -> Finding:
        self._given_up[row.code] = words
        self._cancel(job)
        return Finding(found=Found.WAITS, words=words)

    def _cancel(self, job: KeptJob) -> None:
        if self._is_silent and time.monotonic() < self._next_s:
            return
        try:
            cancel(job.number)
            self._next_s = min(self._next_s, time.monotonic() + ASK_SOON_S / 4)
        except ClusterSilent:
            self._fall_silent()

    def _fall_silent(self) -> None:
        self._is_silent, self._next_s = True, time.monotonic() + AFTER_SILENCE_S
