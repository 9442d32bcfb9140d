"""The life of an engine: mend what the last one left, then collect what is queued until told to stop."""

import logging
import threading
from pathlib import Path

from django.db import close_old_connections, connection, transaction

from farlight.acquisition.access import parameters_of
from farlight.acquisition.adapters.bluesky_engine import engine_of, order_for
from farlight.acquisition.adapters.engine_lock import sole_engine
from farlight.acquisition.models import Request
from farlight.acquisition.queries import left_behind
from farlight.acquisition.services.collecting import TakenRequest, end_collection, take_next_request
from farlight.acquisition.services.handling import end_handling
from farlight.acquisition.services.recording import CollectionRecord
from farlight.acquisition.services.status import StatusKeeper
from farlight.acquisition.types import Command, HandlingState, RequestState
from farlight.beamlines.public import beamline
from farlight.beamtime.public import session_folder
from farlight.bus.public import wait_for_news
from farlight.engine.messages import CollectionOrder, Message
from farlight.engine.runner import BeamlineEngine
from farlight.kernel.time import utc_now

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""The clock moves without news: a session's time may have come."""
OBEY_S = 0.25
"""How long a command may wait at most."""
STOPPED = "The acquisition engine was stopped. Repeat the request to measure it again."
LOST = "The acquisition engine ended in the middle of it. Repeat the request to measure it again."


def run_engine(beamline_code: str, stop: threading.Event) -> None:
    """Collect what is queued on a beamline, until told to stop.

    Raises
    ------
    NotFound
        When there is no such beamline.
    EngineTaken
        When another engine runs it.
    """
    instrument = beamline(beamline_code)
    with sole_engine(beamline_code):
        loop = EngineLoop(instrument.id, stop)
        engine = engine_of(instrument.engine, loop.receive)
        engine.connect()
        try:
            interrupt_left_behind(instrument.id, engine)
            log.info("beamline %s is ready to collect", beamline_code)
            keeper = StatusKeeper(instrument.id)
            with keeper:
                engine.follow_channels(keeper.receive)
                loop.run(engine)
        finally:
            engine.close()


def interrupt_left_behind(beamline_id: int, engine: BeamlineEngine) -> None:
    """Mark what an engine was busy with when it died as interrupted, and make its files whole."""
    for request in left_behind(beamline_id):
        frames = _mended_frames(request, engine)
        with transaction.atomic():
            end_handling(request=request, outcome=HandlingState.INTERRUPTED, note=LOST)
            end_collection(request=request, to=RequestState.INTERRUPTED, frames=frames, reason=LOST)
        log.warning("request %s was interrupted after %d images", request.code, frames)


def _mended_frames(request: Request, engine: BeamlineEngine) -> int:
    if not request.master:
        return 0
    try:
        return engine.mend(Path(request.master))
    except OSError as error:
        log.warning("the files of request %s cannot be mended: %s", request.code, error)
        return request.frames


class EngineLoop:
    """Takes requests one after the other, and passes commands on to the engine."""

    def __init__(self, beamline_id: int, stop: threading.Event) -> None:
        self._beamline_id = beamline_id
        self._stop = stop
        self._record: CollectionRecord | None = None

    def receive(self, message: Message) -> None:
        """Take a message of the engine."""
        if self._record is not None:
            self._record.receive(message)

    def run(self, engine: BeamlineEngine) -> None:
        """Collect until told to stop."""
        position = wait_for_news(None, 0)
        while not self._stop.is_set():
            close_old_connections()
            taken = take_next_request(beamline_id=self._beamline_id, now=utc_now())
            if taken is None:
                position = wait_for_news(position, LOOK_S)
            else:
                self._collect(engine, taken)

    def _collect(self, engine: BeamlineEngine, taken: TakenRequest) -> None:
        log.info("collecting %s as run %s of %s", taken.request.code, taken.run_number, taken.request.session.code)
        self._record = CollectionRecord(taken, self._stop.is_set)
        over = threading.Event()
        follower = threading.Thread(
            target=_follow_commands, args=(engine, taken.request.pk, self._stop, over), name="farlight-commands"
        )
        follower.start()
        try:
            closed = engine.collect(_order(taken))
            log.info("%s %s after %d images %s", closed.ticket, closed.outcome, closed.frames, closed.reason)
        finally:
            self._record = None
            over.set()
            follower.join()


def _order(taken: TakenRequest) -> CollectionOrder:
    raw = session_folder(taken.request.session.code) / "raw"
    return order_for(taken.request.code, parameters_of(taken.request), taken.sample, raw, taken.run_number)


def _follow_commands(engine: BeamlineEngine, request_pk: int, stop: threading.Event, over: threading.Event) -> None:
    """Pass on what people want of a collection, until it is over."""
    obeyed = Command.NONE
    position = wait_for_news(None, 0)
    while not over.is_set():
        if stop.is_set():
            engine.abort(STOPPED)
        obeyed = _obey(engine, request_pk, obeyed)
        position = wait_for_news(position, OBEY_S)
    connection.close()


def _obey(engine: BeamlineEngine, request_pk: int, obeyed: Command) -> Command:
    wanted, by = Request.objects.values_list("command", "command_by").get(pk=request_pk)
    command = Command(wanted)
    if command is obeyed:
        return obeyed
    if command is Command.PAUSE:
        engine.pause()
    elif command is Command.RESUME:
        engine.resume()
    else:
        engine.abort(f"Aborted by {by}.")
    return command
