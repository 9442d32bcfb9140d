"""A shell's recording, as the shell writes it: each line is on its way to the disk before the person sees it."""

import time
from collections.abc import Callable

from farlight.gateway.visitors import in_thread
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.recordings.public import (
    RecordingFile,
    Terminal,
    Transcript,
    begin_recording,
    end_recording,
    seal_recording,
)

SEAL_EVERY_S = 10.0
NOTICE = (
    "This shell is recorded: what it shows, not what you type. The beamline's scientists and whoever looks after "
    "security may read it for {days} days.\r\n"
)


class Unrecorded(Exception):  # noqa: N818 - the house names the condition
    """What a shell shows cannot be recorded: the disk is full, for instance."""


class Recorder:
    """The recording of one shell; Unrecorded when the disk takes no more of it."""

    def __init__(self, code: str, file: RecordingFile, transcript: Transcript) -> None:
        self._code, self._file, self._transcript = code, file, transcript
        self._began_s = self._sealed_s = time.monotonic()

    def begin(self) -> None:
        """Write the first line; what was begun is ended when that cannot be done."""
        try:
            _written(self._file, self._transcript.header())
        except Unrecorded:
            end_recording(self._code, self._file.seal, now=utc_now())
            self._file.close()
            raise

    async def shown(self, data: bytes) -> None:
        """Record what the terminal is about to show."""
        await in_thread(self._write, lambda after_s: self._transcript.shown(data, after_s=after_s))

    async def resized(self, width: int, height: int) -> None:
        """Record that the terminal has another size."""
        await in_thread(self._write, lambda after_s: self._transcript.resized(width, height, after_s=after_s))

    async def seal_if_due(self) -> None:
        """Seal what was recorded, every few seconds: should the process die, so much is proved."""
        if time.monotonic() - self._sealed_s > SEAL_EVERY_S:
            self._sealed_s = time.monotonic()
            await in_thread(seal_recording, self._code, self._file.seal, now=utc_now())

    async def end(self) -> None:
        """Close the file, and put its hash into the record of acts."""
        try:
            await in_thread(self._file.close)
        finally:
            await in_thread(end_recording, self._code, self._file.seal, now=utc_now())

    def _write(self, line_at: Callable[[float], bytes]) -> None:
        line = line_at(time.monotonic() - self._began_s)
        if line:
            _written(self._file, line)


async def begin_recorder(*, person: Actor, session: str, computer: str, size: tuple[int, int], kind: str) -> Recorder:
    """Begin to record a shell; Unrecorded when that cannot be done: then there is no shell."""
    return await in_thread(_begun, person, session, computer, size, kind)


def _begun(person: Actor, session: str, computer: str, size: tuple[int, int], kind: str) -> Recorder:
    now = utc_now()
    title = f"{person.username} on {computer}, {session}"
    transcript = Transcript(
        Terminal(width=size[0], height=size[1], kind=kind, title=title, began_s=int(now.timestamp()))
    )
    code = begin_recording(person=person, session_code=session, computer=computer, now=now)
    try:
        file = RecordingFile(session, code)
    except OSError as error:
        end_recording(code, None, now=now)
        raise Unrecorded(str(error)) from error
    recorder = Recorder(code, file, transcript)
    recorder.begin()
    return recorder


def _written(file: RecordingFile, line: bytes) -> None:
    try:
        file.write(line)
    except OSError as error:
        raise Unrecorded(str(error)) from error
