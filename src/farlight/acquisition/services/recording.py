"""What the engine tells about a collection, written down and told on: each message one transaction."""

import time
from collections.abc import Callable

from django.db import transaction

from farlight.acquisition.events import CollectionStageReached, CollectionStarted, FramesCollected, SnapshotTaken
from farlight.acquisition.models import Request
from farlight.acquisition.services.collecting import TakenRequest, end_collection
from farlight.acquisition.services.handling import end_handling, start_handling
from farlight.acquisition.services.steps import change_state
from farlight.acquisition.types import HandlingKind, HandlingState, RequestState
from farlight.bus.public import publish
from farlight.engine import messages
from farlight.engine.messages import Outcome

TELL_FRAMES_S = 0.5
"""Images are told of at most so often."""
STATE_AFTER = {
    Outcome.FINISHED: RequestState.DONE,
    Outcome.ABORTED: RequestState.ABORTED,
    Outcome.FAILED: RequestState.FAILED,
}


class CollectionRecord:
    """Takes the engine's messages about one request.

    Pictures that are taken before the files are opened wait until the run exists.

    Parameters
    ----------
    taken
        The request.
    interrupted
        Says whether the engine is being stopped: an abort is then an interruption, for nobody wanted it.
    """

    def __init__(self, taken: TakenRequest, interrupted: Callable[[], bool]) -> None:
        self._taken = taken
        self._interrupted = interrupted
        self._session = taken.request.session.code
        self._started = False
        self._early_snapshots: list[messages.SnapshotTaken] = []
        self._told_at = float("-inf")

    def receive(self, message: messages.Message) -> None:
        """Write a message down."""
        with transaction.atomic():
            match message:
                case messages.StageReached():
                    self._reach(message)
                case messages.SnapshotTaken():
                    self._keep(message)
                case messages.HandlingBegan() | messages.HandlingEnded():
                    self._handle(message)
                case messages.CollectionOpened():
                    self._start(message)
                case messages.FramesWritten():
                    self._count(message)
                case messages.HoldChanged():
                    to = RequestState.PAUSED if message.held else RequestState.COLLECTING
                    change_state(request=self._taken.request, to=to)
                case messages.CollectionClosed():
                    self._end(message)
                case _:
                    raise TypeError(f"the engine said {message!r}, which nobody understands")

    @property
    def _number(self) -> int:
        """Number of the run, which whatever opens files has."""
        if self._taken.run_number is None:
            raise TypeError("the engine opened files for a request that becomes no run")
        return self._taken.run_number

    def _handle(self, message: messages.HandlingBegan | messages.HandlingEnded) -> None:
        request, picture = self._taken.request, message.picture
        if isinstance(message, messages.HandlingBegan):
            kind = HandlingKind(message.handling.value)
            start_handling(request=request, kind=kind, sample=message.sample, picture=picture)
        else:
            outcome = HandlingState(message.outcome.value)
            end_handling(request=request, outcome=outcome, note=message.note, picture=picture)

    def _reach(self, message: messages.StageReached) -> None:
        request = self._taken.request
        Request.objects.filter(pk=request.pk).update(stage=message.stage.value)
        publish(
            CollectionStageReached(
                session=self._session,
                request=request.code,
                run_number=self._taken.run_number,
                stage=message.stage.value,
            )
        )

    def _keep(self, message: messages.SnapshotTaken) -> None:
        number = self._taken.run_number
        if not self._started or number is None:
            self._early_snapshots.append(message)
            return
        publish(
            SnapshotTaken(
                session=self._session,
                run_number=number,
                path=str(message.path),
                omega_deg=message.omega_deg,
                size_px=message.scale.size_px,
                beam_px=message.scale.beam_px,
                microns_per_px=message.scale.microns_per_px,
            )
        )

    def _start(self, message: messages.CollectionOpened) -> None:
        request = self._taken.request
        Request.objects.filter(pk=request.pk).update(
            started_at=message.started_at, master=str(message.master), images=message.images
        )
        publish(self._started_event(message))
        self._started = True
        for snapshot in self._early_snapshots:
            self._keep(snapshot)

    def _started_event(self, message: messages.CollectionOpened) -> CollectionStarted:
        sample = self._taken.sample
        return CollectionStarted(
            session=self._session,
            request=self._taken.request.code,
            run_number=self._number,
            run_kind=self._taken.request.kind,
            sample=sample.code if sample else "",
            sample_name=sample.name if sample else "",
            directory=str(message.master.parent),
            master=str(message.master),
            images=message.images,
            start_deg=message.start_deg,
            width_deg=message.width_deg,
            exposure_time_s=message.exposure_time_s,
            energy_ev=message.energy_ev,
            transmission_frac=message.transmission_frac,
            detector_distance_mm=message.detector_distance_mm,
            detector=message.detector,
            started_at=message.started_at.isoformat(),
            flux_hz=message.flux_hz,
            beam_size_um=message.beam_size_um,
            layout=message.layout,
        )

    def _count(self, message: messages.FramesWritten) -> None:
        now = time.monotonic()
        if now - self._told_at < TELL_FRAMES_S:
            return
        self._told_at = now
        Request.objects.filter(pk=self._taken.request.pk).update(frames=message.frames)
        publish(FramesCollected(session=self._session, run_number=self._number, frames=message.frames))

    def _end(self, message: messages.CollectionClosed) -> None:
        to = STATE_AFTER[message.outcome]
        if to is RequestState.ABORTED and self._interrupted():
            to = RequestState.INTERRUPTED
        end_handling(request=self._taken.request, outcome=HandlingState(message.outcome.value), note=message.reason)
        end_collection(request=self._taken.request, to=to, frames=message.frames, reason=message.reason)
