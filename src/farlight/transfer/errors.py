"""What can go wrong while files are listed or sent."""

from farlight.kernel.errors import FarlightError, NotFound, Unavailable


class NoSuchFile(NotFound):
    """The session's folder holds no such file or folder, or what is there is neither (a link, a device)."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The session has no file {name!r}.")


class CannotRead(Unavailable):
    """The storage does not let this server read the file."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"The file {name!r} cannot be read at the moment: {why}.")


class TransferBroken(FarlightError):  # noqa: N818 - the house names the condition
    """A file vanished or became shorter while it was sent; the line is cut, so that nobody takes a part for all."""


class AccessEnded(TransferBroken):
    """The person may not read these files any more."""
