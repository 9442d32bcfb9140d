"""What happens to runs. ``run`` is the run's number in its session."""

from farlight.kernel.events import Event


class RunStarted(Event):
    """A run is being collected."""

    session: str
    run: int


class RunProgressed(Event):
    """More images of a run are in the files."""

    session: str
    run: int
    frames: int
    images: int


class SnapshotAdded(Event):
    """There is a picture of the crystal; ``name`` stands in its address."""

    session: str
    run: int
    name: str


class RunAnalysed(Event):
    """More images were looked at. The tuples have one length; at most one such event a second and run."""

    session: str
    run: int
    image_numbers: tuple[int, ...]
    spots: tuple[int, ...]
    resolution_angstrom: tuple[float | None, ...]
    total_intensity: tuple[float, ...]
    ice_score: tuple[float, ...]
    sampled: bool


class RunAnalysisEnded(Event):
    """All images of a run that can be read were looked at; ``note`` says what kept others from it."""

    session: str
    run: int
    analysed: int
    sampled: bool
    note: str


class RunExamined(Event):
    """What the points of a scan, or the average of a powder's images, say is known, or ``note`` says why it is not."""

    session: str
    run: int
    note: str


class RunEnded(Event):
    """A run is over: ``outcome`` is finished, aborted, failed or interrupted."""

    session: str
    run: int
    frames: int
    outcome: str
    reason: str
