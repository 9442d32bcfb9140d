"""Where a notebook may go on to."""

from collections.abc import Mapping

from farlight.notebooks.types import NotebookState

STEPS: Mapping[NotebookState, frozenset[NotebookState]] = {
    NotebookState.ASKED: frozenset({NotebookState.RUNNING, NotebookState.CLOSING, NotebookState.FAILED}),
    NotebookState.RUNNING: frozenset({NotebookState.CLOSING, NotebookState.CLOSED}),
    NotebookState.CLOSING: frozenset({NotebookState.CLOSED}),
    NotebookState.CLOSED: frozenset(),
    NotebookState.FAILED: frozenset(),
}


def states_before(state: NotebookState) -> list[str]:
    """Return the states from which a notebook may come into another, as rows hold them."""
    return [before.value for before, after in STEPS.items() if state in after]
