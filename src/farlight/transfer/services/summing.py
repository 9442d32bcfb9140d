"""Reading files for their checksums: once, when a run ended, and again what changed since."""

import time
import zlib
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from farlight.beamtime.public import session_folder, session_summary
from farlight.bus.public import publish
from farlight.kernel.errors import FarlightError
from farlight.runs.public import run_numbered
from farlight.transfer.access import Choice, folders_of_run
from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.domain.checksums import Sums, packed, sums_of
from farlight.transfer.errors import NoSuchFile, TransferBroken
from farlight.transfer.events import ChecksumsComputed
from farlight.transfer.models import ChecksumList
from farlight.transfer.queries import known_sums
from farlight.transfer.types import Checksum, FileEntry

READ_BYTES = 4 << 20
AT_ONCE_BYTES = 128 << 20
"""Files that nobody has read yet are read while somebody waits, as long as they are not more than this together."""
SLICE_S = 20.0
"""Other jobs wait no longer than this, and than one file."""


def sum_files(*, session: str, run: int, now: datetime) -> int:
    """Read the files of a run whose sums are not known, for a while; return how many are left.

    Raises
    ------
    NotFound
        When there is no such session or run.
    """
    storage = SessionStorage(session_folder(session))
    folders = folders_of_run(run_numbered(session, run))
    entries = [entry for folder in folders for entry in _files_below(storage, folder)]
    sums = known_sums(session, entries)
    unknown = sums.unknown(entries)
    if not unknown:
        return 0
    known = [found for entry in entries if (found := sums.of(entry))]
    end_s, fresh, read = time.monotonic() + SLICE_S, [], 0
    for entry in unknown:
        found = checksum_of(storage, entry)
        fresh += [found] if found else []
        read += 1
        if time.monotonic() > end_s:
            break
    if fresh:
        _keep(session, run, folders, [*known, *fresh], now=now)
    return len(unknown) - read


def _files_below(storage: SessionStorage, folder: str) -> list[FileEntry]:
    try:
        return list(storage.files_below(folder))
    except NoSuchFile:
        return []


def checksum_of(storage: SessionStorage, entry: FileEntry) -> Checksum | None:
    """Read a file; None when it changed or vanished meanwhile, and so has no sum yet."""
    digest, crc32, left = sha256(), 0, entry.size_bytes
    try:
        with storage.opened(entry) as descriptor, open(descriptor, "rb", buffering=0, closefd=False) as file:
            while left and (part := file.read(min(READ_BYTES, left))):
                digest.update(part)
                crc32 = zlib.crc32(part, crc32)
                left -= len(part)
        if left or storage.entry(entry.name) != entry:
            return None
    except (FarlightError, TransferBroken, OSError):
        return None
    return Checksum(
        name=entry.name,
        size_bytes=entry.size_bytes,
        modified_ns=entry.modified_ns,
        inode=entry.inode,
        sha256=digest.hexdigest(),
        crc32=crc32,
    )


def sums_at_hand(choice: Choice) -> Sums:
    """Return the checksums of chosen files: those that are known, and those of few bytes that are read at once."""
    sums = known_sums(choice.files.session, choice.entries)
    left, fresh = AT_ONCE_BYTES, []
    for entry in sums.unknown(choice.entries):
        found = choice.files.asked(checksum_of, choice.files.storage, entry) if entry.size_bytes <= left else None
        if found:
            left -= entry.size_bytes
            fresh.append(found)
    return Sums({**sums.by_name, **sums_of(fresh).by_name})


@transaction.atomic
def _keep(session: str, run: int, folders: tuple[str, ...], sums: list[Checksum], *, now: datetime) -> None:
    size = sum(one.size_bytes for one in sums)
    fields = {"folders": list(folders), "packed": packed(sums), "files": len(sums), "size_bytes": size}
    seen = session_summary(session)
    ChecksumList.objects.update_or_create(session_id=seen.id, run=run, defaults={**fields, "computed_at": now})
    publish(ChecksumsComputed(session=session, run=run, files=len(sums), size_bytes=size))
