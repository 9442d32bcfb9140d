"""What happens to processings. ``run`` is the run's number in its session, ``processing`` its number within the run."""

from farlight.kernel.events import Event


class ProcessingQueued(Event):
    """A processing waits for a worker."""

    session: str
    run: int
    processing: int


class ProcessingStageReached(Event):
    """A processing is further: which stage it is in, and how much of all is done (0 to 1)."""

    session: str
    run: int
    processing: int
    stage: str
    progress_frac: float


class ProcessingFinished(Event):
    """A processing has a result."""

    session: str
    run: int
    processing: int
    unit_cell: tuple[float, ...]
    """a, b, c in Å, then alpha, beta, gamma in degrees."""
    space_group: str
    resolution_angstrom: float | None
    cc_half_overall: float | None
    indexed_frac: float
    completeness_frac: float | None


class ProcessingFailed(Event):
    """A processing did not reach its end: at which step, why, and what to try."""

    session: str
    run: int
    processing: int
    step: str
    why: str
    try_next: tuple[str, ...]


class ProcessingCancelled(Event):
    """Somebody cancelled a processing; nothing of it runs any more."""

    session: str
    run: int
    processing: int
