"""What happens to recordings."""

from farlight.kernel.events import Event


class ShellRecorded(Event):
    """A shell on a beamline's computer ended, and was recorded."""

    session: str
    recording: str
    person: str
    computer: str
    lines: int
