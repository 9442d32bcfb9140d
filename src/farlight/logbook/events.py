"""What happens in logbooks. ``entry`` is the entry's number in its session."""

from farlight.kernel.events import Event


class NoteWritten(Event):
    """Somebody wrote a note; its text is read from the logbook."""

    session: str
    note: int
    author: str


class EntryWritten(Event):
    """There is a new entry: ``run`` is the number of the run that it is about, or None."""

    session: str
    entry: int
    entry_kind: str
    sample_name: str
    run: int | None


class EntryCommented(Event):
    """Somebody said something of an entry; the text is read from the logbook."""

    session: str
    entry: int
    author: str


class FileAttached(Event):
    """Somebody added a file to an entry."""

    session: str
    entry: int
    attachment: str
    author: str
