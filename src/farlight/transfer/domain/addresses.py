"""What can be taken of a session, and where it is asked for."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

API = "/api/v1/sessions"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Files of a session that belong together: all of them, those of a folder, of a run, or chosen ones."""

    session: str
    run: int | None = None
    folder: str = ""
    """A folder from the session's on; counts without a run and a selection."""
    selection: str = ""
    """Code of a selection."""

    @property
    def name(self) -> str:
        """Name of the folder that all of it lies in after unpacking."""
        if self.selection:
            return f"{self.session}-selection-{self.selection}"
        part = f"run-{self.run:03d}" if self.run is not None else self.folder.replace("/", "-")
        return "-".join(filter(None, (self.session, part)))

    @property
    def words(self) -> str:
        """What it is, as people say it."""
        if self.selection:
            return "chosen files"
        if self.run is not None:
            return f"run {self.run}"
        return self.folder or "all files of the session"

    def address(self, thing: str) -> str:
        """Where something of all of it is asked for: ``archive.tar`` or ``files.meta4``."""
        query = f"?folder={quote(self.folder)}" if self.folder else ""
        return f"{self._base}/{thing}{query}"

    def file_address(self, name: str) -> str:
        """Where the bytes of one of its files are asked for."""
        base = f"{API}/{quote(self.session)}" if self.run is None else self._base
        return f"{base}/files/{quote(name)}"

    @property
    def page(self) -> str:
        """Where people are told how to take it home."""
        known = {"run": self.run, "folder": self.folder, "selection": self.selection}
        query = urlencode({key: value for key, value in known.items() if value})
        return f"/sessions/{quote(self.session)}/take/" + (f"?{query}" if query else "")

    @property
    def _base(self) -> str:
        base = f"{API}/{quote(self.session)}"
        if self.selection:
            return f"{base}/selections/{self.selection}"
        return base if self.run is None else f"{base}/runs/{self.run}"


def file_address(session: str, name: str) -> str:
    """Return the address of a session's file."""
    return Scope(session=session).file_address(name)
