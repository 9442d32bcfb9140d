"""How an experiment fails: at which stage, why, and what to try."""

from collections.abc import Sequence

from farlight.kernel.errors import FarlightError


class ExperimentFailed(FarlightError):  # noqa: N818 - the house names the condition
    """A stage of the experiment did not reach its end."""

    def __init__(self, stage: str, why: str, try_next: Sequence[str] = ()) -> None:
        self.stage, self.why, self.try_next = stage, why, tuple(try_next)
        super().__init__(f"The experiment failed at the stage {stage}: {why}")
