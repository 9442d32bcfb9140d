"""Where somebody looks through a camera: ``/cam/<session>/<camera>/<ticket>``."""

PREFIX = "/cam/"


def opens(session: str, camera: str) -> str:
    """Return what a ticket for a camera opens."""
    return f"camera:{session}/{camera}"


def path_of(session: str, camera: str, ticket: str) -> str:
    """Return the path of a websocket with a camera's pictures."""
    return f"{PREFIX}{session}/{camera}/{ticket}"
