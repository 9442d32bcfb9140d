"""A ZIP archive that is laid out before its first byte is sent (PKWARE APPNOTE 6.3.10; stored, ZIP64 where needed).

Each file is followed by a data descriptor with its CRC-32 (section 4.3.9), whether the sum is known beforehand or not.
So where a byte stands never depends on what Farlight knows, and an archive that was begun before the sums were there
can be gone on with after. A sum that is not known is counted while its file is sent, or read when it is needed.
"""

import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial

from farlight.transfer.domain.layouts import Layout
from farlight.transfer.types import FileEntry, FileSlice, Piece, SummedPiece

LARGE = 0xFFFFFFFF
"""A length or place that 32 bits do not hold stands in a ZIP64 field, and this in its stead."""
MANY = 0xFFFF
_PLAIN, _ZIP64 = 20, 45
"""Versions needed to extract (section 4.4.3)."""
_UNIX = 3 << 8
_FLAGS = 1 << 3 | 1 << 11
"""A data descriptor follows; the name is UTF-8."""
_REGULAR_FILE = 0o100644 << 16
_TIME, _TIME64 = 0x5455, 0x0001
_YEAR_FIRST, _YEAR_LAST = 1980, 2107
_LATEST_S = 2**31 - 1


class ZipLayout(Layout):
    """A ZIP archive, not compressed: detector data are compressed already, and only so can any part be sent."""

    media_type = "application/zip"
    ending = "zip"

    def __init__(self, folder: str, entries: Sequence[FileEntry]) -> None:
        self._names = _names(folder, sorted(entries, key=lambda entry: entry.path))
        super().__init__(folder, entries)

    @cached_property
    def _directory_lengths(self) -> tuple[int, ...]:
        return tuple(len(self._directory_entry(number, [0])) for number in range(len(self._entries)))

    @property
    def size_bytes(self) -> int:
        """Length of the whole archive."""
        return self._starts[-1] + sum(self._directory_lengths) + len(self._last_record())

    def _member_bytes(self, number: int) -> int:
        entry = self._entries[number]
        return len(self._header(number)) + entry.size_bytes + len(_descriptor(entry.size_bytes, [0]))

    def _member(self, number: int) -> Sequence[Piece]:
        entry = self._entries[number]
        whole = FileSlice(entry=entry, offset_bytes=0, length_bytes=entry.size_bytes)
        write = partial(_descriptor, entry.size_bytes)
        return [
            self._header(number),
            whole,
            SummedPiece(entry=entry, write=write, length_bytes=len(write([0]))),
        ]

    def _end(self) -> Iterator[Piece]:
        for number, entry in enumerate(self._entries):
            write = partial(self._directory_entry, number)
            yield SummedPiece(entry=entry, write=write, length_bytes=self._directory_lengths[number])
        yield self._last_record()

    def _header(self, number: int) -> bytes:
        entry, name = self._entries[number], self._names[number]
        is_large = entry.size_bytes >= LARGE
        extra = _time_field(entry) + (struct.pack("<HHQQ", _TIME64, 16, 0, 0) if is_large else b"")
        size = LARGE if is_large else 0
        fields = (0x04034B50, _version(is_large), _FLAGS, 0, *_dos_time(entry), 0, size, size, len(name), len(extra))
        return struct.pack("<LHHHHHLLLHH", *fields) + name + extra

    def _directory_entry(self, number: int, sums: Sequence[int]) -> bytes:
        entry, name, place = self._entries[number], self._names[number], self._starts[number]
        large = [entry.size_bytes] * 2 if entry.size_bytes >= LARGE else []
        large += [place] if place >= LARGE else []
        extra = _time_field(entry)
        if large:
            extra += struct.pack(f"<HH{len(large)}Q", _TIME64, 8 * len(large), *large)
        version, size = _version(bool(large)), min(entry.size_bytes, LARGE)
        fields = (0x02014B50, _UNIX | version, version, _FLAGS, 0, *_dos_time(entry), sums[0], size, size)
        rest = (len(name), len(extra), 0, 0, 0, _REGULAR_FILE, min(place, LARGE))
        return struct.pack("<LHHHHHHLLLHHHHHLL", *fields, *rest) + name + extra

    def _last_record(self) -> bytes:
        """The end of the central directory, with its ZIP64 form and the locator of that before it where needed."""
        count, place, length = len(self._entries), self._starts[-1], sum(self._directory_lengths)
        last = (0x06054B50, 0, 0, min(count, MANY), min(count, MANY), min(length, LARGE), min(place, LARGE), 0)
        record = struct.pack("<LHHHHLLH", *last)
        if count < MANY and place < LARGE and length < LARGE:
            return record
        large = (0x06064B50, 44, _UNIX | _ZIP64, _ZIP64, 0, 0, count, count, length, place)
        locator = (0x07064B50, 0, place + length, 1)
        return struct.pack("<LQHHLLQQQQ", *large) + struct.pack("<LLQL", *locator) + record


def _names(folder: str, entries: Sequence[FileEntry]) -> list[bytes]:
    """Names in the archive: what no system takes for a separator, and no two alike."""
    found: dict[str, None] = {}
    for entry in entries:
        plain = name = f"{folder}/{entry.name}".replace("\\", "%5C")
        number = 1
        while name in found:
            number += 1
            name = f"{plain} ({number})"
        found[name] = None
    return [name.encode() for name in found]


def _version(is_large: bool) -> int:  # noqa: FBT001 - says it
    return _ZIP64 if is_large else _PLAIN


def _descriptor(size_bytes: int, sums: Sequence[int]) -> bytes:
    form = "<LLQQ" if size_bytes >= LARGE else "<LLLL"
    return struct.pack(form, 0x08074B50, sums[0], size_bytes, size_bytes)


def _time_field(entry: FileEntry) -> bytes:
    """The time of change in UTC (the extended timestamp of Info-ZIP): 1970 at the earliest."""
    seconds = min(max(entry.modified_ns // 10**9, 0), _LATEST_S)
    return struct.pack("<HHBl", _TIME, 5, 1, seconds)


def _dos_time(entry: FileEntry) -> tuple[int, int]:
    """Time and date as MS-DOS has them: in UTC, every second second, from 1980 on."""
    when = datetime.fromtimestamp(max(entry.modified_ns // 10**9, 0), tz=UTC)
    year = min(max(when.year, _YEAR_FIRST), _YEAR_LAST) - _YEAR_FIRST
    return when.hour << 11 | when.minute << 5 | when.second // 2, year << 9 | when.month << 5 | when.day
