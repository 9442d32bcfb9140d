"""What goes along with the heartbeat of a session's stream, without number: the next one says it again.

Contexts above register what they have to tell there: how far something is that is under way, which is nothing for the
log of events.
"""

from collections.abc import Callable
from typing import Any, Protocol


class Follower(Protocol):
    """One stream's view of something that changes all the time."""

    async def news(self) -> dict[str, Any] | None:
        """Return what the stream was not told yet; None when there is nothing. Asked once a second."""


_makers: dict[str, Callable[[str], Follower]] = {}


def follow_in_streams(event: str, maker: Callable[[str], Follower]) -> None:
    """Have every stream that is opened from now on tell news of this kind; the maker takes the session's code."""
    _makers[event] = maker


def followers_for(session: str) -> dict[str, Follower]:
    """Return new followers for a stream of a session, by the event that they tell."""
    return {event: make(session) for event, make in _makers.items()}
