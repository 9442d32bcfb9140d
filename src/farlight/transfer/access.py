"""The way to files: through who is asking, at the start and again while they are sent."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from farlight.beamtime.public import may, rights_found_once, rights_number, session_folder, session_for
from farlight.beamtime.types import Action, Verdict
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import run_code
from farlight.kernel.time import utc_now
from farlight.people.public import actor_with, is_active, objections_to_credential
from farlight.people.types import Actor, Credential
from farlight.runs.public import run_for
from farlight.runs.types import RunSummary
from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.errors import NoSuchFile
from farlight.transfer.models import Selection
from farlight.transfer.types import FileEntry

T = TypeVar("T")


class Permission:
    """A person's right to read the files of a session, for as long as a transfer takes.

    One integer, the clock and what the person came with say that nothing changed; only otherwise is all asked again.
    """

    def __init__(
        self, person: Actor, session: str, credential: Credential | None = None, found: Verdict | None = None
    ) -> None:
        self.person, self.session, self.credential = person, session, credential
        self._found = found
        """What was found last, and until when it holds where nobody changes it; nothing before the first question."""

    def still_holds(self) -> bool:
        """Whether the person may read the files now."""
        now = utc_now()
        if self.credential and objections_to_credential(self.credential, person=self.person, now=now):
            return False
        return is_active(self.person) and self.holds_by(rights_number(self.session), now=now)

    def holds_by(self, rights: int, *, now: datetime) -> bool:
        """Say the same where others saw that the account is open and that what the person came with counts.

        Parameters
        ----------
        rights : int
            The session's rights number now.
        now : datetime
            The moment.
        """
        if not self._is_as_found(rights, now):
            self._found = self._asked(now)
        return self._found is not None and self._found.allowed

    def _is_as_found(self, rights: int, now: datetime) -> bool:
        found = self._found
        return found is not None and found.rights == rights and (found.until is None or now < found.until)

    def _asked(self, now: datetime) -> Verdict | None:
        person = actor_with(self.person.pk)  # who came in stays in: a second factor is asked at the beginning
        return may(person, Action.READ_FILES, self.session, now) if person is not None else None


@dataclass(frozen=True, kw_only=True)
class OpenFiles:
    """Files of a session, for a person who may read them.

    What its functions ask of the disk they wait for a while only: DiskHangs when the storage does not answer.
    """

    session: str
    storage: SessionStorage
    permission: Permission
    session_id: int = 0
    person: Actor | None = None
    """Who takes them; a transfer that nobody takes is not followed."""
    folders: tuple[str, ...] = ("",)
    """The folders that are open, from the session's folder on; an empty name opens all of it."""

    def refuse_unless_open(self, name: str) -> None:
        """See that a file or folder lies in the folders that are open; NoSuchFile when it does not."""
        if not any(folder in {"", name} or name.startswith(f"{folder}/") for folder in self.folders):
            raise NoSuchFile(name)
        self.asked(self.storage.entry, name)

    def entry(self, name: str) -> FileEntry:
        """Return a file.

        Raises
        ------
        NoSuchFile
            When there is none in the folders that are open.
        """
        if not any(folder == "" or name.startswith(f"{folder}/") for folder in self.folders):
            raise NoSuchFile(name)
        found = self.asked(self.storage.entry, name)
        if found.is_folder:
            raise NoSuchFile(name)
        return found

    def entries(self, folder: str) -> list[FileEntry]:
        """Return what lies in a folder of the session; NoSuchFile when there is no such folder."""
        return self.asked(self.storage.entries, folder)

    def files_below(self, folder: str) -> list[FileEntry]:
        """Return every file in a folder and in the folders in it; NoSuchFile when there is no such folder."""
        return self.asked(lambda: list(self.storage.files_below(folder)))

    def below(self, name: str) -> list[FileEntry]:
        """Return the file of a name, or every file in the folder of that name; none when it is gone."""
        return self.asked(self._below, name)

    def files(self) -> list[FileEntry]:
        """Every file in the folders that are open; a folder that does not exist yet holds none."""
        return [file for folder in self.folders for file in self.asked(self._in_folder, folder)]

    def beginning(self, entry: FileEntry, length_bytes: int) -> bytes:
        """Return the first bytes of a file; TransferBroken when it vanished or changed."""

        def read() -> bytes:
            with self.storage.opened(entry) as file:
                return os.pread(file, length_bytes, 0)

        return self.asked(read)

    def asked(self, function: Callable[..., T], *args: object) -> T:
        """Ask the storage something, for a while; DiskHangs when it does not answer."""
        return asked_of_disk(self.session, function, *args)

    def _below(self, name: str) -> list[FileEntry]:
        try:
            found = self.storage.entry(name)
            return list(self.storage.files_below(name)) if found.is_folder else [found]
        except NoSuchFile:
            return []

    def _in_folder(self, folder: str) -> list[FileEntry]:
        try:
            self.storage.entries(folder)
        except NoSuchFile:
            return []
        return list(self.storage.files_below(folder))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Files that are taken together, for a person who may read them."""

    files: OpenFiles
    scope: Scope
    entries: tuple[FileEntry, ...]

    @property
    def size_bytes(self) -> int:
        """Of these files together."""
        return sum(entry.size_bytes for entry in self.entries)


def chosen_files(person: Actor, scope: Scope, credential: Credential | None = None) -> Choice:
    """Return the files of a scope.

    Raises
    ------
    NotFound
        When the person may not know of the session, or there is no such run, folder or selection.
    NotAllowed
        When the person may not read files of the session, with every reason.
    """
    if scope.selection:
        return _selected_files(person, scope, credential)
    if scope.run is not None:
        files = run_files(person, scope.session, scope.run, credential)
        return Choice(files=files, scope=scope, entries=tuple(files.files()))
    files = session_files(person, scope.session, credential)
    return Choice(files=files, scope=scope, entries=tuple(files.files_below(scope.folder)))


def _selected_files(person: Actor, scope: Scope, credential: Credential | None) -> Choice:
    files = session_files(person, scope.session, credential)
    row = Selection.objects.filter(session__code=scope.session, code=scope.selection).first()
    if row is None:
        raise NotFound
    entries = [entry for name in row.names for entry in files.below(name)]
    return Choice(files=files, scope=scope, entries=tuple(entries))


def session_files(person: Actor, code: str, credential: Credential | None = None) -> OpenFiles:
    """Return the files of a session; a transfer of them ends when what the person came with counts no more.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        When the person may not read its files, with every reason.
    """
    with rights_found_once():
        session = session_for(person, code, Action.READ_FILES)
        found = may(person, Action.READ_FILES, session.code)
    return OpenFiles(
        session=session.code,
        session_id=session.id,
        person=person,
        storage=SessionStorage(session_folder(session.code)),
        permission=Permission(person, session.code, credential, found),
    )


def folders_of_run(run: RunSummary) -> tuple[str, ...]:
    """Return the folders of a run's files: what was collected, and what came of it."""
    return (run.directory, f"processing/run-{run.number:03d}")


def run_files(person: Actor, code: str, number: int, credential: Credential | None = None) -> OpenFiles:
    """Return the files of a run: what was collected, and what came of it.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such run.
    NotAllowed
        When the person may not read its files, with every reason.
    """
    with rights_found_once():
        all_files = session_files(person, code, credential)
        run = run_for(person, run_code(code, number), Action.READ_FILES)
    return replace(all_files, folders=folders_of_run(run))
