"""Every table of states, as a diagram and as words."""

from collections.abc import Iterable, Mapping
from enum import Enum
from importlib import import_module
from importlib.util import find_spec

from generation.tables import code, table

HEAD = """# States

A state changes only along an arrow; anything else is refused with a sentence. The diagrams are drawn from the tables
that the code uses.
"""

SESSION_REMARK = """\
The clock alone starts a session (`running`) and ends it (`ended`); people do the rest. A session whose whole time
passed while no worker ran ends without having run, and its log says so in one step."""

MAIL_REMARK = """\
What needs the person begins as `waiting`, whatever pace was chosen. Without a mail server mails are `kept`; only a
keeper of accounts lets one that was kept or not delivered be tried again."""

TABLES = (
    ("Session", "beamtime", SESSION_REMARK),
    ("Request", "acquisition", "Nothing is collected twice by itself: repeating one is a user's act."),
    ("Run", "runs", "A run follows its collection; how it ended is how the collection ended."),
    ("Processing", "processing", "A second click returns the one under way."),
    ("Mail", "mail", MAIL_REMARK),
    ("Notice to a service", "passports", "A service is told that a sign-on is over; for a day it is tried again."),
    ("Sheet", "samples", "A sheet is taken over whole or not at all; the same one again changes nothing."),
)


def page() -> str:
    """Return the page."""
    lines = [HEAD]
    for name, context, remark in TABLES:
        steps = _steps(context)
        if steps is not None:
            lines += [f"## {name}", remark, _diagram(steps), _words(steps)]
    return "\n\n".join(lines)


def _processing_steps() -> Mapping[Enum, Iterable[Enum]] | None:
    if find_spec("farlight.processing.domain.states") is None:
        return None
    from farlight.processing.domain.states import objection_to_step  # may not be there yet
    from farlight.processing.types import ProcessingState

    every = list(ProcessingState)
    return {old: [new for new in every if new is not old and not objection_to_step(old, new)] for old in every}


def _run_steps() -> Mapping[Enum, Iterable[Enum]] | None:
    if find_spec("farlight.runs") is None:
        return None
    from farlight.runs.types import RunState  # may not be there yet

    begun, *ended = RunState
    return {begun: ended, **{state: [] for state in ended}}


def _sheet_steps() -> Mapping[Enum, Iterable[Enum]] | None:
    from farlight.samples.domain.sheets.states import NEXT_SHEET_STATES  # beside the others

    return NEXT_SHEET_STATES


def _steps(context: str) -> Mapping[Enum, Iterable[Enum]] | None:
    if context in {"processing", "runs"}:
        return _processing_steps() if context == "processing" else _run_steps()
    if context == "samples":
        return _sheet_steps()
    if not find_spec(f"farlight.{context}") or not find_spec(f"farlight.{context}.domain"):
        return None
    if not find_spec(f"farlight.{context}.domain.states"):
        return None
    found: Mapping[Enum, Iterable[Enum]] | None = getattr(
        import_module(f"farlight.{context}.domain.states"), "NEXT_STATES", None
    )
    return found


def _ordered(states: Iterable[Enum], like: Iterable[Enum]) -> list[Enum]:
    return [state for state in like if state in set(states)]


def _diagram(steps: Mapping[Enum, Iterable[Enum]]) -> str:
    order = list(steps)
    lines = ["```mermaid", "stateDiagram-v2", f"  [*] --> {order[0].value}"]
    for state, following in steps.items():
        lines += [f"  {state.value} --> {other.value}" for other in _ordered(following, order)]
        if not following:
            lines.append(f"  {state.value} --> [*]")
    return "\n".join([*lines, "```"])


def _words(steps: Mapping[Enum, Iterable[Enum]]) -> str:
    rows = [
        (code(state.value), ", ".join(code(o.value) for o in _ordered(following, steps)) or "nothing: it stays so")
        for state, following in steps.items()
    ]
    return table(["from", "may follow"], rows)
