"""Where the bytes of a file are asked for."""

from urllib.parse import quote


def file_address(session: str, name: str) -> str:
    """Return the address of a session's file."""
    return f"/api/v1/sessions/{quote(session)}/files/{quote(name)}"


def run_file_address(session: str, number: int, name: str) -> str:
    """Return the address of a run's file."""
    return f"/api/v1/sessions/{quote(session)}/runs/{number}/files/{quote(name)}"


def archive_address(session: str, folder: str) -> str:
    """Return the address of a folder as an archive."""
    return f"/api/v1/sessions/{quote(session)}/archive.tar?folder={quote(folder)}"


def run_archive_address(session: str, number: int) -> str:
    """Return the address of a run as an archive."""
    return f"/api/v1/sessions/{quote(session)}/runs/{number}/archive.tar"
