"""What happens in logbooks."""

from farlight.kernel.events import Event


class NoteWritten(Event):
    """Somebody wrote a note; its text is read from the logbook."""

    session: str
    note: int
    author: str
