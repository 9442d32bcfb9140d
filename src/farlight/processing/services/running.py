"""Carrying a processing out, in a worker."""

import logging
import time
from pathlib import Path
from types import TracebackType

from farlight.processing.adapters.dials import process_images
from farlight.processing.domain.records import options_from
from farlight.processing.errors import ChainCancelled, ChainOccupied, StepFailed
from farlight.processing.models import Processing
from farlight.processing.queries import folder_of
from farlight.processing.services.recording import cancel, claim, fail, finish, record_stage
from farlight.processing.types import Failure, ProcessingState, Stage
from farlight.runs.public import files_of

log = logging.getLogger(__name__)

TELL_EVERY_S = 2.0
"""Progress within a stage is told so often at most."""
LOOK_EVERY_S = 0.5
"""Whether somebody cancelled it is looked up so often at most."""


def carry_out(processing_id: int) -> ProcessingState:
    """Run a processing to its end, and keep what came of it; return the state it is in then.

    It may be called again for the same processing, after its worker died: it goes on behind the last finished step.
    """
    row = claim(processing_id)
    if row is not None:
        follower = Follower(processing_id)
        with FailureKept(follower):
            _process(row, follower)
    return ProcessingState(Processing.objects.values_list("state", flat=True).get(pk=processing_id))


def _process(row: Processing, follower: "Follower") -> None:
    source = files_of(row.run_id).master
    try:
        result = process_images(
            Path(source),
            folder_of(row),
            options_from(row.options),
            on_stage=follower.on_stage,
            is_cancelled=follower.is_cancelled,
        )
    except StepFailed as failed:
        fail(row.pk, failed.failure)
    except ChainCancelled:
        cancel(row.pk)
    except ChainOccupied:
        log.warning("processing %s is being worked at by another process; it is left to that", row)
    else:
        finish(row.pk, result)


class Follower:
    """Tells how far a processing is, and whether it was cancelled, without asking the database all the time."""

    def __init__(self, processing_id: int) -> None:
        self.processing_id = processing_id
        self.stage = Stage.IMPORT
        self._told_at_s = float("-inf")
        self._told: Stage | None = None
        self._looked_at_s = float("-inf")
        self._cancelled = False

    def on_stage(self, stage: Stage, progress_frac: float) -> None:
        """Note a new stage at once, progress within one now and then."""
        self.stage = stage
        now_s = time.monotonic()
        if stage is self._told and now_s - self._told_at_s < TELL_EVERY_S:
            return
        self._told, self._told_at_s = stage, now_s
        record_stage(processing_id=self.processing_id, stage=stage, progress_frac=progress_frac)

    def is_cancelled(self) -> bool:
        """Whether somebody wants it cancelled."""
        now_s = time.monotonic()
        if not self._cancelled and now_s - self._looked_at_s >= LOOK_EVERY_S:
            self._looked_at_s = now_s
            self._cancelled = Processing.objects.filter(pk=self.processing_id).exclude(cancelled_by="").exists()
        return self._cancelled


class FailureKept:
    """Keep what Farlight itself did wrong as the processing's failure, and let the job fail with it.

    Without it a processing would seem to run for ever. A worker that is told to stop is no failure.
    """

    def __init__(self, follower: Follower) -> None:
        self._follower = follower

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            failure = Failure(
                step=self._follower.stage,
                why=f"Farlight itself failed: {type(error).__name__}: {error}",
                try_next=("Run it again.", "If it fails the same way, tell the operator: the worker's log has more."),
            )
            fail(self._follower.processing_id, failure)
