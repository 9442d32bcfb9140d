"""What SFTP clients see: a folder for each session that is theirs, read-only but for ``processed``."""

import errno
import os
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar, cast

import asyncssh
from asyncssh import SFTPAttrs, SFTPName

from farlight.beamtime.public import sessions_with_files
from farlight.gateway.drafts import Draft, begin_draft, draft_name, draft_status
from farlight.gateway.paths import WRITABLE, Place, is_new_name, normal, place_of
from farlight.gateway.putting import Putting
from farlight.gateway.takings import Taking, Takings
from farlight.gateway.visitors import Stay, Visitor, in_thread

T = TypeVar("T")

FOLDER_MODE = stat.S_IFDIR | 0o555
INCOMPLETE = "A part of the file could not be written: it is kept as a draft, and goes on when it is sent again"
READ_ONLY = "Only the folder processed can be written into"


@dataclass(eq=False)
class Reader:
    """A file that is read."""

    stay: Stay
    file: int
    taking: Taking


@dataclass(eq=False)
class Writer:
    """A file that is written."""

    stay: Stay
    draft: Draft
    putting: Putting
    size_bytes: int
    """How long it is."""
    failed: bool = False
    """Whether something could not be written: then it is not complete, whatever its client says.

    All that comes after it is refused, and so is the close: a client like OpenSSH's believes the last answer.
    """

    def begin_part(self, offset: int, count: int) -> None:
        """Count a part that is to be written; refuse it when the stay is over, the folder full, or another was lost."""
        self.stay.check()
        if self.failed:
            raise asyncssh.SFTPFailure(INCOMPLETE)
        grows_bytes = max(offset + count - self.size_bytes, 0)
        try:
            self.stay.count_written(grows_bytes)
        except asyncssh.SFTPError:
            self.failed = True
            raise
        self.size_bytes += grows_bytes


class SessionsServer(asyncssh.SFTPServer):
    """One SFTP channel of a visitor.

    Parameters
    ----------
    visitor : Visitor
        Who has come in on the connection.
    """

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", visitor: Visitor) -> None:
        super().__init__(channel)
        self._visitor = visitor
        self._takings: dict[str, Takings] = {}

    def exit(self) -> None:
        """Say at the end that all went well: scp asks for it."""
        self.channel.exit(0)

    # what there is

    def realpath(self, path: bytes) -> bytes:
        """Return a path without steps aside and up: there are no links."""
        return normal(path)

    async def stat(self, path: bytes) -> SFTPAttrs:
        """Return what is known of a file or folder; of one's own draft while its upload is not complete.

        Who goes on with it begins where this says: so it counts more than an older file of the name.
        """
        place = _place(path)
        if not place.session:
            return SFTPAttrs(type=asyncssh.FILEXFER_TYPE_DIRECTORY, permissions=FOLDER_MODE, nlink=2)
        stay = await self._visitor.enter(place.session)
        if place.is_writable:
            owner = self._visitor.person.username
            with suppress(FileNotFoundError):
                status, whole_bytes = await stay.disk.run(draft_status, stay.storage, place.parts, owner)
                attrs = _attrs(status, place)
                attrs.size = whole_bytes
                return attrs
        return _attrs(await stay.disk.run(stay.storage.status, place.parts), place)

    async def lstat(self, path: bytes) -> SFTPAttrs:
        """Return the same: there are no links."""
        return await self.stat(path)

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """Give what lies in a folder, or the person's sessions."""
        place = _place(path)
        here = SFTPAttrs(type=asyncssh.FILEXFER_TYPE_DIRECTORY, permissions=FOLDER_MODE, nlink=2)
        yield SFTPName(b".", attrs=here)
        yield SFTPName(b"..", attrs=here)
        if not place.session:
            for session in await in_thread(sessions_with_files, self._visitor.person):
                if self._visitor.only not in {"", session.code}:
                    continue
                moment = int(session.start.timestamp())
                attrs = SFTPAttrs(
                    type=here.type, permissions=FOLDER_MODE, nlink=2, size=0, uid=0, gid=0, atime=moment, mtime=moment
                )
                yield SFTPName(session.code.encode(), attrs=attrs)
            return
        stay = await self._visitor.enter(place.session)
        for name, status in await stay.disk.run(stay.storage.entries, place.parts):
            yield SFTPName(name, attrs=_attrs(status, Place(place.session, (*place.parts, name))))

    # files

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:  # noqa: ARG002 - the library's signature
        """Open a file: to be read where it lies, to be written as a draft."""
        writes = pflags & (asyncssh.FXF_WRITE | asyncssh.FXF_APPEND | asyncssh.FXF_CREAT | asyncssh.FXF_TRUNC)
        place = _place(path)
        if not place.session:
            raise asyncssh.SFTPPermissionDenied(READ_ONLY)
        stay = await self._visitor.enter(place.session)
        if not writes:
            file = await stay.disk.run(stay.storage.open, place.parts)
            status = await stay.disk.run(os.fstat, file)
            return Reader(stay, file, self._takings_of(place.session).begin(place.parts, status))
        return await self._begin(stay, place, pflags)

    def _takings_of(self, session: str) -> Takings:
        if session not in self._takings:
            client = str(self.connection.get_extra_info("client_version", "")).removeprefix("SSH-2.0-")
            self._takings[session] = Takings(self._visitor, session, client)
        return self._takings[session]

    async def _begin(self, stay: Stay, place: Place, pflags: int) -> Writer:
        await self._ask_to_write(stay, place)
        anew, exclusive = bool(pflags & asyncssh.FXF_TRUNC), bool(pflags & asyncssh.FXF_EXCL)
        owner = self._visitor.person.username
        draft = await stay.disk.run(begin_draft, stay.storage, place.parts, owner, anew=anew, exclusive=exclusive)
        status = await stay.disk.run(os.fstat, draft.file)
        return Writer(stay, draft, Putting(draft.file, stay.disk), status.st_size)

    async def open56(self, path: bytes, desired_access: int, flags: int, attrs: SFTPAttrs) -> object:
        """Open a file as clients of the later versions ask; they are answered as those of the third."""
        pflags, disposition = 0, flags & asyncssh.FXF_ACCESS_DISPOSITION
        if desired_access & asyncssh.ACE4_READ_DATA:
            pflags |= asyncssh.FXF_READ
        if desired_access & (asyncssh.ACE4_WRITE_DATA | asyncssh.ACE4_APPEND_DATA):
            pflags |= asyncssh.FXF_WRITE
        pflags |= {
            asyncssh.FXF_CREATE_NEW: asyncssh.FXF_CREAT | asyncssh.FXF_EXCL,
            asyncssh.FXF_CREATE_TRUNCATE: asyncssh.FXF_CREAT | asyncssh.FXF_TRUNC,
            asyncssh.FXF_TRUNCATE_EXISTING: asyncssh.FXF_TRUNC,
        }.get(disposition, 0)
        return await self.open(path, pflags, attrs)

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Return a part of a file: what the lane leaves to the library."""
        stay, file = _opened(file_obj)
        stay.check()
        data = await stay.disk.run(os.pread, file, size, offset)
        stay.check()
        if isinstance(file_obj, Reader):
            file_obj.taking.sent(offset, len(data))
        return data

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write a part of a draft: what the lane leaves to the library."""
        if not isinstance(file_obj, Writer):
            raise asyncssh.SFTPPermissionDenied("The file was opened to be read")
        file_obj.begin_part(offset, len(data))
        try:
            return await file_obj.putting.write(data, offset)
        except OSError:
            file_obj.failed = True
            raise

    async def close(self, file_obj: object) -> None:
        """Let go of a file. A draft is complete when its client says so, not when the line breaks.

        The library calls this while it handles the end of a line, too: then an error is being handled.
        """
        broken = sys.exc_info()[1] is not None
        if isinstance(file_obj, Reader):
            file_obj.taking.is_over = not broken
            await file_obj.stay.disk.run(os.close, file_obj.file)
            return
        writer = cast("Writer", file_obj)
        await writer.putting.finish()
        if broken or writer.failed or writer.stay.ending is not None:
            await writer.stay.disk.run(writer.draft.leave)
            if broken:
                return
            raise asyncssh.SFTPFailure(INCOMPLETE)
        try:
            await writer.stay.ask_to_write()
        except asyncssh.SFTPError:
            await writer.stay.disk.run(writer.draft.leave)
            raise
        await writer.stay.disk.run(writer.draft.complete)
        writer.stay.written_files += 1

    async def fstat(self, file_obj: object) -> SFTPAttrs:
        """Return what is known of an open file."""
        stay, file = _opened(file_obj)
        return _attrs(await stay.disk.run(os.fstat, file), None)

    async def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """Set length and times of a draft; owners and modes are the facility's."""
        if not isinstance(file_obj, Writer):
            return
        if attrs.size is not None:
            file_obj.stay.count_written(max(attrs.size - file_obj.size_bytes, 0))
            await file_obj.stay.disk.run(os.ftruncate, file_obj.draft.file, attrs.size)
            file_obj.size_bytes = attrs.size
        if attrs.mtime is not None:
            file_obj.draft.modified_s = (attrs.atime if attrs.atime is not None else attrs.mtime, attrs.mtime)

    async def fsync(self, file_obj: object) -> None:
        """See that a draft is on the disk."""
        if isinstance(file_obj, Writer):
            await file_obj.stay.disk.run(os.fsync, file_obj.draft.file)

    # changes

    async def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Set the times of a file; owners and modes are the facility's, and left as they are without a word."""
        if attrs.mtime is not None and attrs.atime is not None:
            stay, place = await self._to_change(path)
            times_s = (attrs.atime, attrs.mtime)
            await stay.disk.run(_in_folder, stay, place, lambda folder, name: _set_times(folder, name, times_s))

    async def lsetstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Set the same: there are no links."""
        await self.setstat(path, attrs)

    async def remove(self, path: bytes) -> None:
        """Remove a file; where there is none, one's own draft of it."""
        stay, place = await self._to_change(path)
        try:
            await stay.disk.run(_in_folder, stay, place, lambda folder, name: os.unlink(name, dir_fd=folder))
        except FileNotFoundError:
            draft = draft_name(self._visitor.person.username, place.parts[-1])
            await stay.disk.run(_in_folder, stay, place, lambda folder, _: os.unlink(draft, dir_fd=folder))
        stay.used_bytes = None

    async def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:  # noqa: ARG002 - the library's signature
        """Make a folder."""
        place = _place(path)
        stay = await self._visitor.enter(place.session)
        await self._ask_to_write(stay, place)
        await stay.disk.run(_in_folder, stay, place, lambda folder, name: os.mkdir(name, 0o770, dir_fd=folder))

    async def rmdir(self, path: bytes) -> None:
        """Remove a folder that is empty but for drafts."""
        stay, place = await self._to_change(path)
        await stay.disk.run(_in_folder, stay, place, lambda folder, name: os.rmdir(name, dir_fd=folder))

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give a file or folder another name; not that of another one."""
        stay, new = await self._to_rename(oldpath, newpath)
        with suppress(FileNotFoundError):
            await stay.disk.run(stay.storage.status, new.parts)
            raise asyncssh.SFTPFileAlreadyExists("There is something of this name")
        await self._rename(stay, _place(oldpath), new)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give a file another name, instead of what had it."""
        stay, new = await self._to_rename(oldpath, newpath)
        await self._rename(stay, _place(oldpath), new)

    async def _to_rename(self, oldpath: bytes, newpath: bytes) -> tuple[Stay, Place]:
        stay, old = await self._to_change(oldpath)
        new = _place(newpath)
        if new.session != old.session:
            raise asyncssh.SFTPPermissionDenied("A file stays in its session")
        await self._ask_to_write(stay, new)
        return stay, new

    async def _rename(self, stay: Stay, old: Place, new: Place) -> None:
        def rename() -> None:
            with stay.storage.folder(old.parts[:-1]) as source, stay.storage.folder(new.parts[:-1]) as target:
                os.rename(old.parts[-1], new.parts[-1], src_dir_fd=source, dst_dir_fd=target)

        await stay.disk.run(rename)

    def readlink(self, path: bytes) -> bytes:  # noqa: ARG002 - the library's signature
        """Refuse: there are no links."""
        raise asyncssh.SFTPNoSuchFile(os.strerror(errno.ENOENT))

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002 - as above
        """Refuse: nobody makes links."""
        raise asyncssh.SFTPPermissionDenied("No links are made here")

    def link(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002 - as above
        """Refuse: nobody makes links."""
        raise asyncssh.SFTPPermissionDenied("No links are made here")

    async def statvfs(self, path: bytes) -> os.statvfs_result:
        """Return how much room there is where a session's files lie."""
        stay = await self._visitor.enter(_place(path).session)

        def look() -> os.statvfs_result:
            with stay.storage.folder(()) as folder:
                return os.fstatvfs(folder)

        return await stay.disk.run(look)

    async def fstatvfs(self, file_obj: object) -> os.statvfs_result:
        """Return the same by an open file."""
        stay, file = _opened(file_obj)
        return await stay.disk.run(os.fstatvfs, file)

    async def _to_change(self, path: bytes) -> tuple[Stay, Place]:
        place = _place(path)
        if not place.is_writable:
            raise asyncssh.SFTPPermissionDenied(READ_ONLY)
        stay = await self._visitor.enter(place.session)
        await stay.ask_to_write()
        return stay, place

    async def _ask_to_write(self, stay: Stay, place: Place) -> None:
        if not place.is_writable:
            raise asyncssh.SFTPPermissionDenied(READ_ONLY)
        await stay.ask_to_write()
        if not is_new_name(place.parts[-1]):
            raise asyncssh.SFTPInvalidFilename("A name is UTF-8, has no control characters, and no \\")
        if stay.used_bytes is None:
            stay.used_bytes = await stay.disk.run(stay.storage.used_bytes, WRITABLE)


def _opened(file_obj: object) -> tuple[Stay, int]:
    """Return to which stay an open file belongs, and its descriptor."""
    if isinstance(file_obj, Reader):
        return file_obj.stay, file_obj.file
    writer = cast("Writer", file_obj)
    return writer.stay, writer.draft.file


def _place(path: bytes) -> Place:
    place = place_of(path)
    if place is None:
        raise asyncssh.SFTPNoSuchFile(os.strerror(errno.ENOENT))
    return place


def _in_folder(stay: Stay, place: Place, change: Callable[[int, bytes], T]) -> T:
    with stay.storage.folder(place.parts[:-1]) as folder:
        return change(folder, place.parts[-1])


def _set_times(folder: int, name: bytes, times_s: tuple[float, float]) -> None:
    os.utime(name, times_s, dir_fd=folder, follow_symlinks=False)


def _attrs(status: os.stat_result, place: Place | None) -> SFTPAttrs:
    """Return what clients are told: no owner of the facility's machines, and whether it can be written."""
    attrs = SFTPAttrs.from_local(status)
    attrs.uid = attrs.gid = 0
    attrs.owner = attrs.group = None
    is_folder = stat.S_ISDIR(status.st_mode)
    writable = place is None or place.is_writable or (is_folder and place.parts[:1] == (WRITABLE,))
    read, write = (0o555, 0o755) if is_folder else (0o444, 0o644)
    attrs.permissions = stat.S_IFMT(status.st_mode) | (write if writable else read)
    return attrs
