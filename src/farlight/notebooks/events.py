"""What happens with notebooks."""

from farlight.kernel.events import Event


class NotebookChanged(Event):
    """Somebody's notebook was asked for, runs, ends, or is over."""

    session: str
    person: str
    state: str
    reason: str
