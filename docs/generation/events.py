"""Every event: its name on the wire, its class, its fields, and who hears it."""

import dataclasses
import typing
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path

import farlight
from farlight.bus.public import event_classes
from farlight.bus.registry import dotted_path, handlers_of
from farlight.kernel.events import Event
from generation.tables import code, paragraphs, sentence, table

HEAD = """# Events

Everything that happens is an event, written once into the log of its session (or of the facility, when it has no
`session`) in the transaction that changes the state. Here is
[how to follow them](../how-to/follow-events-from-a-program.md), and
[their form on the wire](rest.md#the-event-stream). Times are ISO 8601 in UTC; `run` and `processing` are numbers;
`session`, `request`, `sample`, `beamline` are codes; `person` is a login name.

"""

ORDER = (
    "people",
    "beamlines",
    "proposals",
    "beamtime",
    "samples",
    "acquisition",
    "shipping",
    "runs",
    "processing",
    "logbook",
)


def shipped_events() -> list[type[Event]]:
    """Return the event classes of Farlight itself, in the order of the contexts and of their source."""
    for path in Path(farlight.__file__).parent.glob("*/events.py"):
        import_module(f"farlight.{path.parent.name}.events")
    found = [c for c in event_classes() if c.__module__.startswith("farlight.") and ".tests." not in c.__module__]
    order = {kind: position for position, kind in enumerate(Event.__subclasses__())}
    return sorted(found, key=lambda c: (_place(_context(c)), _context(c), order.get(c, len(order))))


def page() -> str:
    """Return the page."""
    lines = [HEAD, _overview(), ""]
    for context, classes in groupby(shipped_events(), key=_context):
        lines += [f"## {context}", "", sentence(_module_doc(context)), ""]
        for kind in classes:
            lines += _section(kind)
    return "\n".join(lines)


def _overview() -> str:
    rows = [(f"[`{c.kind}`](#{c.kind})", code(c.__name__), _context(c), sentence(c.__doc__)) for c in shipped_events()]
    return table(["event", "class", "context", "what happened"], rows)


def _section(kind: type[Event]) -> list[str]:
    hints = typing.get_type_hints(kind)
    rows = [(code(field.name), code(_words(hints[field.name]))) for field in dataclasses.fields(kind)]
    heard = ", ".join(code(path) for path in _hearers(kind))
    return [
        f"### {kind.kind}",
        "",
        f"`{kind.__module__}.{kind.__name__}`. {paragraphs(kind.__doc__)}",
        "",
        table(["field", "type"], rows),
        "",
        *([f"Heard by {heard}.", ""] if heard else []),
    ]


def _hearers(kind: type[Event]) -> Iterator[str]:
    """A handler is found by an event's class alone, so an event without values will do."""
    return (dotted_path(h).removeprefix("farlight.") for h in handlers_of(object.__new__(kind)))


def _context(kind: type[Event]) -> str:
    return kind.__module__.split(".")[1]


def _place(context: str) -> int:
    return ORDER.index(context) if context in ORDER else len(ORDER)


def _module_doc(context: str) -> str | None:
    return import_module(f"farlight.{context}.events").__doc__


def _words(hint: object) -> str:
    if isinstance(hint, type) and not typing.get_args(hint):
        return hint.__name__
    return str(hint).replace("typing.", "").replace("NoneType", "None")
