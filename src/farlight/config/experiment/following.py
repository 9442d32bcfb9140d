"""How far an experiment is, told by the events of its session."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from farlight.bus.public import Entry
from farlight.config.experiment.errors import ExperimentFailed

LOOK_AT_LOGS = "Run it again with --keep DIR and look at the logs in DIR/logs."


@dataclass
class Progress:
    """What the events said so far. Feed it every entry of the session's log, in order."""

    tell: Callable[[str], None]
    """Gets a sentence for people when something happened."""
    run: int | None = None
    processing: int | None = None
    is_analysed: bool = False
    is_processed: bool = False
    moments: dict[str, datetime] = field(default_factory=dict)
    """When what happened first, by the kind of event."""

    @property
    def is_over(self) -> bool:
        """Whether everything was done."""
        return self.is_analysed and self.is_processed

    @property
    def stage(self) -> str:
        """What is being waited for."""
        if self.run is None or "run-ended" not in self.moments:
            return "acquisition"
        return "image analysis" if not self.is_analysed and self.is_processed else "processing"

    def take(self, entry: Entry) -> None:
        """Understand an event.

        Raises
        ------
        ExperimentFailed
            When it says that a stage failed.
        """
        self.moments.setdefault(entry.kind, entry.at)
        handler = _HANDLERS.get(entry.kind)
        if handler is not None:
            handler(self, entry.body)

    def _request_changed(self, body: Mapping[str, Any]) -> None:
        if body["state"] in {"failed", "aborted", "interrupted", "cancelled"} and self.run is None:
            raise ExperimentFailed("acquisition", body["reason"] or f"The request was {body['state']}.", [LOOK_AT_LOGS])

    def _stage_reached(self, body: Mapping[str, Any]) -> None:
        self.tell(f"acquisition: {body['stage']}")

    def _collection_started(self, body: Mapping[str, Any]) -> None:
        self.run = int(body["run_number"])
        self.tell(f"acquisition: run {self.run} with {body['images']} images of {body['detector']}")

    def _run_ended(self, body: Mapping[str, Any]) -> None:
        self.tell(f"acquisition: {body['outcome']} after {body['frames']} images {body['reason']}".rstrip())
        if body["outcome"] != "finished":
            raise ExperimentFailed("acquisition", body["reason"] or f"The run {body['outcome']}.", [LOOK_AT_LOGS])
        if not body["frames"]:
            raise ExperimentFailed("acquisition", "No image was collected.", [LOOK_AT_LOGS])

    def _analysis_ended(self, body: Mapping[str, Any]) -> None:
        self.is_analysed = True
        self.tell(f"image analysis: {body['analysed']} images looked at {body['note']}".rstrip())
        if not body["analysed"]:
            why = body["note"] or "No image could be looked at."
            raise ExperimentFailed("image analysis", why, ["Look whether the images can be read by other programs."])

    def _processing_queued(self, body: Mapping[str, Any]) -> None:
        self.processing = int(body["processing"])

    def _processing_stage(self, body: Mapping[str, Any]) -> None:
        self.tell(f"processing: {body['stage']} ({100 * body['progress_frac']:.0f} %)")

    def _processing_finished(self, body: Mapping[str, Any]) -> None:
        self.is_processed = True
        self.tell(f"processing: finished, {body['space_group']}")

    def _processing_failed(self, body: Mapping[str, Any]) -> None:
        raise ExperimentFailed(f"processing ({body['step']})", body["why"], body["try_next"])

    def _processing_cancelled(self, body: Mapping[str, Any]) -> None:
        raise ExperimentFailed("processing", f"Processing {body['processing']} was cancelled.")


_HANDLERS: Mapping[str, Callable[[Progress, Mapping[str, Any]], None]] = {
    "request-changed": Progress._request_changed,  # noqa: SLF001 - its own
    "collection-stage-reached": Progress._stage_reached,  # noqa: SLF001
    "collection-started": Progress._collection_started,  # noqa: SLF001
    "run-ended": Progress._run_ended,  # noqa: SLF001
    "run-analysis-ended": Progress._analysis_ended,  # noqa: SLF001
    "processing-queued": Progress._processing_queued,  # noqa: SLF001
    "processing-stage-reached": Progress._processing_stage,  # noqa: SLF001
    "processing-finished": Progress._processing_finished,  # noqa: SLF001
    "processing-failed": Progress._processing_failed,  # noqa: SLF001
    "processing-cancelled": Progress._processing_cancelled,  # noqa: SLF001
}
