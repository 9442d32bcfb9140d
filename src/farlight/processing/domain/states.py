"""From which state a processing may go to which."""

from farlight.processing.types import ProcessingState as S

_STEPS: dict[S, frozenset[S]] = {
    S.QUEUED: frozenset({S.RUNNING, S.FAILED, S.CANCELLED}),
    S.RUNNING: frozenset({S.RUNNING, S.FINISHED, S.FAILED, S.CANCELLED}),
    S.FINISHED: frozenset(),
    S.FAILED: frozenset(),
    S.CANCELLED: frozenset(),
}
"""A processing that runs may be taken up by another worker when the first one died."""


def objection_to_step(before: S, after: S) -> str:
    """Return why a processing may not go from one state to another; empty when it may."""
    if after in _STEPS[before]:
        return ""
    return f"A processing that is {before.value} cannot become {after.value}."
