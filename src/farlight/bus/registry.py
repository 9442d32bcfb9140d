"""Which handlers want which events, and how an event looks in JSON."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from farlight.kernel.events import Event

Handler = Callable[[Any], None]
E_ = TypeVar("E_", bound=Event)

_handlers: dict[type[Event], list[Handler]] = defaultdict(list)


def subscribe(*kinds: type[E_]) -> Callable[[Callable[[E_], None]], Callable[[E_], None]]:
    """Register a handler for events of these classes and of their subclasses.

    It runs after the publishing transaction committed, at least once per event, in a transaction of its own that also
    notes the delivery. So what it does in the database happens exactly once; anything else it does must be idempotent.
    """

    def register(handler: Callable[[E_], None]) -> Callable[[E_], None]:
        for kind in kinds:
            _handlers[kind].append(handler)
        return handler

    return register


def handlers_of(event: Event) -> list[Handler]:
    """Return the handlers of an event, those of its own class first."""
    return [handler for kind in type(event).__mro__ if kind in _handlers for handler in _handlers[kind]]


def dotted_path(thing: Handler) -> str:
    """Name a handler so that another process finds it."""
    return f"{thing.__module__}.{thing.__qualname__}"


def event_classes() -> Iterator[type[Event]]:
    """Every event class that has been imported."""
    waiting = list(Event.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


@lru_cache(maxsize=512)
def event_class(kind: str) -> type[Event]:
    """Return the class of a kind's name; KeyError when no context declares it."""
    return {c.kind: c for c in event_classes()}[kind]


@lru_cache(maxsize=512)
def _adapter(kind: str) -> TypeAdapter[Event]:
    return TypeAdapter(event_class(kind))


def body_of(event: Event) -> dict[str, Any]:
    """Return the JSON form of an event's fields."""
    body: dict[str, Any] = _adapter(event.kind).dump_python(event, mode="json")
    return body


def event_from(kind: str, body: dict[str, Any]) -> Event:
    """Make the event again from its JSON form."""
    return _adapter(kind).validate_python(body)
