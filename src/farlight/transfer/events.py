"""What happens to the files of sessions."""

from farlight.kernel.events import Event


class ChecksumsComputed(Event):
    """Files of a run were read: so many have checksums now, and so many bytes."""

    session: str
    run: int
    files: int
    size_bytes: int


class FilesDownloaded(Event):
    """Somebody took files: once for a download, when it is over. ``outcome`` is complete, broken or revoked."""

    session: str
    download: str
    person: str
    way: str
    what: str
    files: int
    size_bytes: int
    sent_bytes: int
    outcome: str
