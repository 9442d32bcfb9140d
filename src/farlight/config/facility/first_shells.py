"""Shells that were recorded before a demo starts: by what records those of the gateway, with their seals."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from farlight.config.facility.groups import known_person
from farlight.config.facility.reading import FacilityFile
from farlight.config.facility.shells import FirstShell
from farlight.kernel.time import utc_now
from farlight.recordings.public import (
    RecordingFile,
    Terminal,
    Transcript,
    begin_recording,
    end_recording,
    has_recordings,
)

LETTER_S = 0.12
ANSWER_S = 0.2
WIDTH, HEIGHT = 80, 24


def enter_first_shells(file: FacilityFile) -> None:
    """Enter the recorded shells of a demo where nothing was recorded yet."""
    entries = file.facility.demo.shell if file.facility.demo else ()
    if entries and not has_recordings():
        for entry in entries:
            enter_first_shell(entry, began=entry.began.at(utc_now(), file.facility.zone))


def enter_first_shell(entry: FirstShell, *, began: datetime) -> None:
    """Record a shell as the gateway does.

    Raises
    ------
    NotFound
        When there is no such person or session.
    """
    person = known_person(entry.by)
    title = f"{entry.by} on {entry.computer}, {entry.session}"
    terminal = Terminal(width=WIDTH, height=HEIGHT, kind="xterm-256color", title=title, began_s=int(began.timestamp()))
    transcript = Transcript(terminal)
    code = begin_recording(person=person, session_code=entry.session, computer=entry.computer, now=began)
    recording, at_s = RecordingFile(entry.session, code), 0.0
    recording.write(transcript.header())
    for at_s, text in _shown(entry):
        recording.write(transcript.shown(text.encode(), after_s=at_s))
    recording.close()
    end_recording(code, recording.seal, now=began + timedelta(seconds=at_s))


def _shown(entry: FirstShell) -> Iterator[tuple[float, str]]:
    """Give what the terminal showed: seconds since the start, and a text; what is typed comes letter by letter."""
    at_s = ANSWER_S
    yield at_s, _lines(entry.welcome) + entry.prompt
    for line in entry.line:
        at_s += line.after_s
        for letter in line.typed:
            at_s += LETTER_S
            yield at_s, letter
        at_s += ANSWER_S
        yield at_s, "\r\n" + _lines(line.answer) + entry.prompt
    yield at_s + ANSWER_S, "exit\r\n"


def _lines(text: str) -> str:
    return text.replace("\n", "\r\n")
