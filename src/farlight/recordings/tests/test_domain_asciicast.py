"""The lines of a recording, and what is found when one was touched."""

import json

import pytest

from farlight.recordings.domain.asciicast import Terminal, Transcript, fault_in, first_hash, hash_after
from farlight.recordings.types import RecordingFault, Seal


def transcript():
    return Transcript(Terminal(width=80, height=24, kind="xterm", title="ben on control", began_s=1_700_000_000))


def test_the_lines_are_those_of_asciicast_2():
    cast = transcript()
    assert json.loads(cast.header()) == {
        "version": 2,
        "width": 80,
        "height": 24,
        "timestamp": 1_700_000_000,
        "title": "ben on control",
        "env": {"TERM": "xterm"},
    }
    assert cast.shown("Å\n".encode(), after_s=0.25) == '[0.25, "o", "Å\\n"]\n'.encode()
    assert json.loads(cast.resized(100, 30, after_s=1.0)) == [1.0, "r", "100x30"]


def test_a_letter_that_comes_in_parts_is_whole_and_nonsense_is_marked():
    cast = transcript()
    assert cast.shown(b"\xc3", after_s=1.0) == b""
    assert json.loads(cast.shown(b"\xa5\xff\x1b[0m", after_s=2.0)) == [2.0, "o", "å�\x1b[0m"]


LINES = [b"header\n", b"one\n", b"two\n"]


def sealed(count):
    running = first_hash("r-1")
    for line in LINES[:count]:
        running = hash_after(running, line)
    return Seal(lines=count, size_bytes=0, hash=running)


@pytest.mark.parametrize(
    ("lines", "count", "ended", "fault"),
    [
        (LINES, 3, True, None),
        (LINES, 2, False, None),
        (LINES, 2, True, RecordingFault.LONGER),
        ([LINES[0], b"0ne\n", LINES[2]], 3, True, RecordingFault.CHANGED),
        ([LINES[1], LINES[0], LINES[2]], 3, True, RecordingFault.CHANGED),
        (LINES[:2], 3, True, RecordingFault.CUT),
        ([], 0, True, None),
        (LINES, 0, False, None),
    ],
)
def test_what_was_touched_is_found(lines, count, ended, fault):
    assert fault_in("r-1", lines, sealed(count), has_ended=ended) == fault


def test_the_hash_belongs_to_its_recording():
    assert fault_in("r-2", LINES, sealed(3), has_ended=True) == RecordingFault.CHANGED
    assert [kind.label for kind in RecordingFault if not kind.label] == []
