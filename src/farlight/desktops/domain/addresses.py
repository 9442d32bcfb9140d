"""Where somebody looks at a desktop: ``/desk/<session>/<desktop>/<ticket>``, or at its thumbnail."""

PREFIX, SMALL_PREFIX = "/desk/", "/desk-small/"


def opens(session: str, desktop: str, *, small: bool = False) -> str:
    """Return what a ticket for a desktop, or for its thumbnail, opens."""
    return f"desktop{'-small' if small else ''}:{session}/{desktop}"


def path_of(session: str, desktop: str, ticket: str, *, small: bool = False) -> str:
    """Return the path of a websocket to a desktop, or to its thumbnail."""
    return f"{SMALL_PREFIX if small else PREFIX}{session}/{desktop}/{ticket}"
