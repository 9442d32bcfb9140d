"""The errors of processing.

::

    FarlightError
    ├── StepFailed          a step of the chain cannot be mended: which, why, what to try
    ├── ChainCancelled      somebody cancelled it
    └── Conflict
        └── ChainOccupied   another process works in that folder
"""

from collections.abc import Sequence

from farlight.kernel.errors import Conflict, FarlightError
from farlight.processing.types import Failure, Stage


class StepFailed(FarlightError):  # noqa: N818 - the house names the condition
    """A step failed and no other way is left.

    Parameters
    ----------
    step : Stage
        The step.
    why : str
        The reason, as a sentence a scientist understands.
    try_next : sequence of str
        What can be done, most promising first.
    """

    def __init__(self, step: Stage, why: str, try_next: Sequence[str] = ()) -> None:
        self.failure = Failure(step=step, why=why, try_next=tuple(try_next))
        super().__init__(why)


class ChainCancelled(FarlightError):  # noqa: N818 - as above
    """The processing was cancelled while it ran."""

    def __init__(self) -> None:
        super().__init__("The processing was cancelled.")


class ChainOccupied(Conflict):
    """Another living process works on the same processing."""

    def __init__(self) -> None:
        super().__init__("Another worker is at this processing already.")
